package plimsoll.sql.query;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import plimsoll.model.Column;
import plimsoll.model.DataType;
import plimsoll.model.DataType.Scalar;
import plimsoll.model.Schema;
import plimsoll.model.Table;
import plimsoll.model.TableName;

/** Tables that tests query. */
final class Catalogs {
  /** The same tables in DuckDB, with rows. */
  static final String DUCKDB =
      """
      SET TimeZone='UTC';
      CREATE SCHEMA demo;
      CREATE SCHEMA other;
      CREATE TABLE demo.flights(
        date TIMESTAMP, delay INT, distance INT, origin VARCHAR, destination VARCHAR);
      CREATE TABLE demo.t(
        a INT, b BIGINT, s VARCHAR, d DATE, ts TIMESTAMP, dec DECIMAL(10,2), f DOUBLE, r FLOAT,
        bool BOOLEAN, ti TINYINT);
      INSERT INTO demo.t VALUES
        (1, 10, 'x', '2024-02-29', '2024-02-29 13:14:15.123456', 1.50, 2.5, 1.5, true, 1),
        (NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
        (3, 30, 'y', '2023-12-31', '2023-12-31 23:59:59', -2.25, -7.5, 0.5, false, 2);
      CREATE TABLE other.u(a INT, x VARCHAR);
      INSERT INTO other.u VALUES (1, 'one'), (2, 'two')
      """;

  static final Schema T =
      new Schema(
          List.of(
              Column.of(1, "a", Scalar.INT),
              Column.of(2, "b", Scalar.BIGINT),
              Column.of(3, "s", Scalar.STRING),
              Column.of(4, "d", Scalar.DATE),
              Column.of(5, "ts", Scalar.DATETIME),
              Column.of(6, "dec", new DataType.Decimal(10, 2)),
              Column.of(7, "f", Scalar.DOUBLE),
              Column.of(8, "r", Scalar.FLOAT),
              Column.of(9, "bool", Scalar.BOOLEAN),
              Column.of(10, "ti", Scalar.TINYINT)));

  private Catalogs() {}

  static Table table() {
    return Table.of(new UUID(0, 1), new TableName("demo", "t"), T);
  }

  static QueryCatalog demo() {
    Map<TableName, Schema> tables = new LinkedHashMap<>();
    tables.put(
        new TableName("demo", "flights"),
        new Schema(
            List.of(
                Column.of(1, "date", Scalar.DATETIME),
                Column.of(2, "delay", Scalar.INT),
                Column.of(3, "distance", Scalar.INT),
                Column.of(4, "origin", new DataType.Varchar(10, false)).required(),
                Column.of(5, "destination", Scalar.STRING))));
    tables.put(new TableName("demo", "t"), T);
    tables.put(
        new TableName("other", "u"),
        new Schema(List.of(Column.of(1, "a", Scalar.INT), Column.of(2, "x", Scalar.STRING))));
    return new OfMap(tables);
  }

  private record OfMap(Map<TableName, Schema> tables) implements QueryCatalog {
    @Override
    public boolean databaseExists(String database) {
      return databases().contains(database);
    }

    @Override
    public Optional<Schema> columns(TableName table) {
      return Optional.ofNullable(tables.get(table));
    }

    @Override
    public List<String> databases() {
      return tables.keySet().stream().map(TableName::database).distinct().toList();
    }

    @Override
    public List<String> tables(String database) {
      return tables.keySet().stream()
          .filter(table -> table.database().equals(database))
          .map(TableName::table)
          .toList();
    }
  }
}
