package plimsoll.bench;

import io.trino.tpch.LineItem;
import io.trino.tpch.LineItemGenerator;
import java.io.IOException;
import java.util.List;
import plimsoll.bench.CsvFile.Column;

/** TPC-H's lineitem: fields separated by {@code |}, no quotes, no NULL. Scale 1 is 754 MB. */
final class Lineitem implements CsvFile.Rows {
  @Override
  public List<Column> columns() {
    return List.of(
        new Column("l_orderkey", "BIGINT"),
        new Column("l_partkey", "BIGINT"),
        new Column("l_suppkey", "BIGINT"),
        new Column("l_linenumber", "INT"),
        new Column("l_quantity", "DECIMAL(15,2)"),
        new Column("l_extendedprice", "DECIMAL(15,2)"),
        new Column("l_discount", "DECIMAL(15,2)"),
        new Column("l_tax", "DECIMAL(15,2)"),
        new Column("l_returnflag", "VARCHAR(1)"),
        new Column("l_linestatus", "VARCHAR(1)"),
        new Column("l_shipdate", "DATE"),
        new Column("l_commitdate", "DATE"),
        new Column("l_receiptdate", "DATE"),
        new Column("l_shipinstruct", "VARCHAR(25)"),
        new Column("l_shipmode", "VARCHAR(10)"),
        new Column("l_comment", "VARCHAR(44)"));
  }

  @Override
  public char separator() {
    return '|';
  }

  @Override
  public void write(double scale, Appendable out) throws IOException {
    for (LineItem row : new LineItemGenerator(scale, 1, 1)) {
      String line = row.toLine();
      out.append(line, 0, line.length() - 1).append('\n'); // without the last separator
    }
  }
}
