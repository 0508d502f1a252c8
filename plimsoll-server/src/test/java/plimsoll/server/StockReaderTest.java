package plimsoll.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.data.GenericRecord;
import org.apache.iceberg.data.IcebergGenerics;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.data.parquet.GenericParquetWriter;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.io.DataWriter;
import org.apache.iceberg.jdbc.JdbcCatalog;
import org.apache.iceberg.parquet.Parquet;
import org.apache.iceberg.types.Types.NestedField;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import plimsoll.access.UserName;
import plimsoll.config.Settings;
import plimsoll.server.session.SqlSession;
import plimsoll.server.session.StatementResult;

/**
 * After statements that change a table, Iceberg's own catalog and reader see what our query sees.
 */
class StockReaderTest {
  @TempDir Path directory;
  private Plimsoll plimsoll;
  private SqlSession session;
  private JdbcCatalog catalog;

  @BeforeEach
  void open() {
    plimsoll = Plimsoll.open(directory.resolve("data"), Settings.defaults());
    session = new SqlSession(plimsoll.sqlServices(name -> name), UserName.ROOT, "local");
    catalog = new JdbcCatalog();
    catalog.setConf(new Configuration());
    catalog.initialize(
        "plimsoll",
        Map.of(
            "uri",
            "jdbc:sqlite:" + directory.resolve("data/metastore.db"),
            "warehouse",
            directory.resolve("data/warehouse").toString(),
            "jdbc.schema-version",
            "V1"));
    run(
        "CREATE DATABASE demo",
        "USE demo",
        "CREATE TABLE t (k INT NOT NULL, v INT, f FLOAT, p DECIMAL(9, 2), s VARCHAR(5))",
        "INSERT INTO t VALUES (1, 10, 1.5, 2.25, 'a'), (2, 20, 2.5, 3.25, 'b')",
        "INSERT INTO t VALUES (3, 30, 3.5, 4.25, 'c')");
  }

  @AfterEach
  void close() {
    catalog.close();
    plimsoll.close();
  }

  private void run(String... statements) {
    for (String statement : statements) {
      session.execute(statement).close();
    }
  }

  /** Old and new files together. */
  @Test
  void afterEveryAlterationItReadsTheSameRows() throws IOException {
    run("ALTER TABLE t ADD COLUMN x BIGINT AFTER k");
    assertReadsTheSame("t");
    run("INSERT INTO t VALUES (4, 7, 40, 4.5, 5.25, 'd')");
    assertReadsTheSame("t");
    run(
        "ALTER TABLE t MODIFY COLUMN v BIGINT, MODIFY COLUMN f DOUBLE,"
            + " MODIFY COLUMN p DECIMAL(30, 2), MODIFY COLUMN s VARCHAR(20)",
        "INSERT INTO t VALUES (5, 8, 5000000000, 1e300, 1234567890123456789012.5, 'longer')");
    assertReadsTheSame("t");
    run("ALTER TABLE t RENAME COLUMN v TO w, DROP COLUMN f");
    assertReadsTheSame("t");
    run("ALTER TABLE t ADD COLUMN f VARCHAR(3)", "ALTER TABLE t ADD COLUMN v INT AFTER k");
    run("INSERT INTO t (k, v, w, f) VALUES (6, 1, 2, 'new')");
    assertReadsTheSame("t");
    assertThat(ours("t")).hasSize(6).contains("3 NULL NULL 30 4.25 c NULL");
  }

  @Test
  void afterDeleteItReadsTheSameRows() throws IOException {
    run("ALTER TABLE t ADD COLUMN x BIGINT", "INSERT INTO t VALUES (4, 40, 4.5, 5.25, 'd', 9)");
    run("DELETE FROM t WHERE k = 2 OR x = 9");
    assertReadsTheSame("t");
    assertThat(ours("t")).hasSize(2);
    run("DELETE FROM t");
    assertReadsTheSame("t");
    assertThat(ours("t")).isEmpty();
  }

  @Test
  void afterOverwriteAndCreateAsSelectItReadsTheSameRows() throws IOException {
    run("INSERT OVERWRITE t SELECT k + 10, v, f, p, s FROM t WHERE k > 1");
    assertReadsTheSame("t");
    assertThat(ours("t")).hasSize(2);
    run("CREATE TABLE c AS SELECT s, count(*) AS n FROM t GROUP BY s");
    assertReadsTheSame("c");
  }

  @Test
  void underItsNewNameItReadsTheSameRows() throws IOException {
    run("ALTER TABLE t RENAME u", "CREATE TABLE t AS SELECT k FROM u WHERE k = 1");
    assertReadsTheSame("u");
    assertReadsTheSame("t");
    run("INSERT INTO u VALUES (4, 40, 4.5, 5.25, 'd')", "DELETE FROM u WHERE k = 1");
    assertReadsTheSame("u");
    assertThat(ours("u")).hasSize(3);
  }

  @Test
  void itAppendsToAChangedTableAndWeGoOn() throws IOException {
    run(
        "ALTER TABLE t ADD COLUMN x BIGINT, RENAME COLUMN v TO w, DROP COLUMN f, DROP COLUMN p",
        "DELETE FROM t WHERE k = 2",
        "ALTER TABLE t RENAME u");
    append("u", Map.of("k", 8, "w", 80, "x", 800L, "s", "their"));
    assertReadsTheSame("u");
    assertThat(ours("u")).containsExactly("1 10 a NULL", "3 30 c NULL", "8 80 their 800");
    run("INSERT INTO u VALUES (9, 90, 'our', 900)", "DELETE FROM u WHERE x = 800 OR k = 1");
    assertReadsTheSame("u");
    append("u", Map.of("k", 10));
    run("ALTER TABLE u MODIFY COLUMN w BIGINT", "INSERT INTO u SELECT k + 10, w, s, x FROM u");
    assertReadsTheSame("u");
    assertThat(ours("u"))
        .containsExactly(
            "10 NULL NULL NULL",
            "13 30 c NULL",
            "19 90 our 900",
            "20 NULL NULL NULL",
            "3 30 c NULL",
            "9 90 our 900");
    run("INSERT OVERWRITE u SELECT * FROM u WHERE k = 9");
    assertReadsTheSame("u");
    assertThat(ours("u")).containsExactly("9 90 our 900");
  }

  // ---- what each sees

  private void assertReadsTheSame(String table) throws IOException {
    List<String> columns = new ArrayList<>();
    List<String> rows = new ArrayList<>();
    org.apache.iceberg.Table stock = catalog.loadTable(TableIdentifier.of("demo", table));
    for (NestedField field : stock.schema().columns()) {
      columns.add(field.name());
    }
    try (CloseableIterable<Record> all = IcebergGenerics.read(stock).build()) {
      for (Record row : all) {
        List<String> values = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
          values.add(Objects.toString(row.get(i), "NULL"));
        }
        rows.add(String.join(" ", values));
      }
    }
    try (StatementResult.Rows ours =
        (StatementResult.Rows) session.execute("SELECT * FROM " + table)) {
      assertThat(columns).isEqualTo(ours.columns().stream().map(one -> one.name()).toList());
    }
    assertThat(rows.stream().sorted().toList()).isEqualTo(ours(table));
  }

  private List<String> ours(String table) throws IOException {
    try (StatementResult.Rows result =
        (StatementResult.Rows) session.execute("SELECT * FROM " + table)) {
      List<String> rows = new ArrayList<>();
      for (Object[] row = result.cursor().next(); row != null; row = result.cursor().next()) {
        List<String> values = new ArrayList<>();
        for (Object value : row) {
          values.add(Objects.toString(value, "NULL"));
        }
        rows.add(String.join(" ", values));
      }
      return rows.stream().sorted().toList();
    }
  }

  /** As any other engine appends. */
  private void append(String table, Map<String, Object> values) throws IOException {
    org.apache.iceberg.Table stock = catalog.loadTable(TableIdentifier.of("demo", table));
    GenericRecord row = GenericRecord.create(stock.schema());
    values.forEach(row::setField);
    String path = stock.locationProvider().newDataLocation(UUID.randomUUID() + ".parquet");
    DataWriter<Record> writer =
        Parquet.writeData(stock.io().newOutputFile(path))
            .forTable(stock)
            .createWriterFunc(GenericParquetWriter::create)
            .build();
    try (writer) {
      writer.write(row);
    }
    DataFile file = writer.toDataFile();
    stock.newAppend().appendFile(file).commit();
  }
}
