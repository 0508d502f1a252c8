package plimsoll.lake.iceberg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DeleteFile;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.FileMetadata;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.data.GenericRecord;
import org.apache.iceberg.data.IcebergGenerics;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.data.parquet.GenericParquetWriter;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.io.DataWriter;
import org.apache.iceberg.jdbc.JdbcCatalog;
import org.apache.iceberg.parquet.Parquet;
import org.apache.iceberg.types.Types;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import plimsoll.error.PlimsollException;
import plimsoll.lake.Lake;
import plimsoll.model.DataType.Scalar;
import plimsoll.model.PartitionField;
import plimsoll.model.Table;
import plimsoll.model.TableName;
import plimsoll.model.TableWork;
import plimsoll.model.TableWork.Mode;

/**
 * Iceberg's own JDBC catalog with Hadoop's file access works on our tables, and we go on after it.
 */
class StockCatalogTest {
  private static final TableIdentifier NAME = TableIdentifier.of("db", "t");

  @TempDir Path directory;
  private Lake lake;
  private Table table;
  private String database;
  private JdbcCatalog catalog;

  @BeforeEach
  void open() throws IOException, SQLException {
    lake = new Lake(directory);
    table = Lake.table("t", Scalar.BIGINT, Scalar.STRING);
    database = "jdbc:sqlite:" + directory.resolve("catalog.db");
    catalog = new JdbcCatalog();
    catalog.setConf(new Configuration());
    catalog.initialize(
        "plimsoll",
        Map.of("uri", database, "warehouse", lake.warehouse, "jdbc.schema-version", "V1"));
    publish(table);
  }

  @AfterEach
  void close() {
    catalog.close();
  }

  private void publish(Table created) throws IOException, SQLException {
    sql(
        "INSERT INTO iceberg_tables (catalog_name, table_namespace, table_name, metadata_location,"
            + " iceberg_type) VALUES ('plimsoll', 'db', '"
            + created.name().table()
            + "', '"
            + lake.store.create(created).to()
            + "', 'TABLE')");
  }

  @Test
  void readsWhatWeWrote() throws IOException, SQLException {
    append("a", "b");
    append("c");
    assertThat(stockRows()).containsExactlyInAnyOrder("0 a", "1 b", "0 c");
  }

  @Test
  void appendsAndWeGoOn() throws IOException, SQLException {
    append("a");
    stockAppend("from outside");
    assertThat(stockRows()).containsExactlyInAnyOrder("0 a", "7 from outside");
    append("b");
    assertThat(stockRows()).containsExactlyInAnyOrder("0 a", "7 from outside", "0 b");
    stockAppend("again");
    append("c");
    assertThat(stockRows()).hasSize(5);
    LakeReader reader = lake.store.reader();
    assertThat(reader.history(pointer()))
        .extracting(SnapshotInfo::labels)
        .containsExactly("load-3", "", "load-2", "", "load-1");
    assertThat(reader.files(table, pointer()).rows()).isEqualTo(5);
    assertThat(reader.size(pointer()).rows()).isEqualTo(5);
  }

  @Test
  void commitThatLostAgainstItIsPreparedAgain() throws IOException, SQLException {
    TableWork work = lake.work(table, Mode.APPEND, lake.stage(table, IcebergStoreTest.rows("a")));
    var lost = lake.store.prepare(table, pointer(), List.of(work));
    stockAppend("from outside");
    assertThat(swap(lost.from(), lost.to())).isFalse();
    lake.store.discard(lost);
    commit(work);
    assertThat(stockRows()).containsExactlyInAnyOrder("0 a", "7 from outside");
  }

  @Test
  void itsSchemaChangesThatFitAreTaken() throws IOException, SQLException {
    append("a");
    catalog
        .loadTable(NAME)
        .updateSchema()
        .addColumn("extra", Types.IntegerType.get())
        .renameColumn("c2", "renamed")
        .commit();
    catalog.loadTable(NAME).updateSpec().addField("c1").commit();
    append("b");
    List<String> rows = new ArrayList<>();
    for (Record row : stock()) {
      rows.add(row.getField("renamed") + " " + row.getField("extra"));
    }
    assertThat(rows).containsExactlyInAnyOrder("a null", "b null");
    assertThat(lake.store.reader().files(table, pointer()).fields())
        .extracting(TableFiles.Field::name)
        .containsExactly("c1", "renamed", "extra");
  }

  @Test
  void itsWidenedTypeIsTaken() throws IOException, SQLException {
    Table narrow = Lake.table("narrow", Scalar.INT);
    publish(narrow);
    TableIdentifier name = TableIdentifier.of("db", "narrow");
    catalog.loadTable(name).updateSchema().updateColumn("c1", Types.LongType.get()).commit();
    String location = pointer("narrow");
    List<Object[]> rows = List.<Object[]>of(new Object[] {5}, new Object[] {-5});
    location = lake.append(narrow, location, rows);
    assertThat(Lake.values(location)).containsExactly(List.of(5L), List.of(-5L));
    assertThat(lake.store.reader().files(narrow, location).fields().get(0).type())
        .isEqualTo(Scalar.BIGINT);
  }

  @Test
  void itsSchemaChangesThatDoNotFitAreForeignChanges() throws IOException, SQLException {
    catalog.loadTable(NAME).updateSchema().deleteColumn("c2").commit();
    assertThatThrownBy(() -> append("a"))
        .isInstanceOf(PlimsollException.class)
        .hasMessage("Table db.t was changed by another statement or engine: column 'c2' is gone.");
    catalog.loadTable(NAME).updateSchema().addColumn("c2", Types.StringType.get()).commit();
    assertThatThrownBy(() -> append("a")).hasMessageContaining("column 'c2' is gone");
  }

  @Test
  void columnThatItMadeRequiredIsAForeignChange() {
    catalog.loadTable(NAME).updateSchema().allowIncompatibleChanges().requireColumn("c2").commit();
    assertThatThrownBy(() -> append("a")).hasMessageContaining("column 'c2' must not be NULL now");
  }

  @Test
  void filesOfAnEarlierPartitioningAreTaken() throws IOException, SQLException {
    Table parts =
        new Table(
            UUID.randomUUID(),
            new TableName("db", "parts"),
            table.schema(),
            Table.KeyKind.NONE,
            List.of(),
            List.of(new PartitionField("c1", PartitionField.Transform.BUCKET, 4)),
            "",
            Map.of());
    publish(parts);
    TableIdentifier name = TableIdentifier.of("db", "parts");
    catalog.loadTable(name).updateSpec().removeField("c1_bucket").addField("c2").commit();
    String location = lake.append(parts, pointer("parts"), IcebergStoreTest.rows("a", "b", "c"));
    assertThat(Lake.values(location)).hasSize(3);
  }

  @Test
  void equalityDeletesAreRefusedByName() throws IOException, SQLException {
    append("a");
    org.apache.iceberg.Table stock = catalog.loadTable(NAME);
    DeleteFile deletes =
        FileMetadata.deleteFileBuilder(PartitionSpec.unpartitioned())
            .ofEqualityDeletes(1)
            .withPath(stock.location() + "/data/deletes.parquet")
            .withFormat(FileFormat.PARQUET)
            .withFileSizeInBytes(10)
            .withRecordCount(1)
            .build();
    stock.newRowDelta().addDeletes(deletes).commit();
    String location = pointer();
    assertThatThrownBy(() -> lake.store.reader().files(table, location))
        .isInstanceOf(PlimsollException.class)
        .hasMessageContaining("Table db.t holds equality deletes");
  }

  @Test
  void positionDeletesAreListedWithTheirDataFile() throws IOException, SQLException {
    append("a");
    org.apache.iceberg.Table stock = catalog.loadTable(NAME);
    String path = stock.location() + "/data/deletes.parquet";
    DeleteFile deletes =
        FileMetadata.deleteFileBuilder(PartitionSpec.unpartitioned())
            .ofPositionDeletes()
            .withPath("file:" + path)
            .withFormat(FileFormat.PARQUET)
            .withFileSizeInBytes(10)
            .withRecordCount(1)
            .build();
    stock.newRowDelta().addDeletes(deletes).commit();
    append("b");
    assertThat(lake.store.reader().files(table, pointer()).files())
        .extracting(TableFiles.DataFile::positionDeletes)
        .containsExactlyInAnyOrder(List.of(path), List.of());
  }

  @Test
  void rowsThatItDeletedStayDeleted() throws IOException, SQLException {
    append("a");
    stockAppend("b");
    catalog.loadTable(NAME).newDelete().deleteFromRowFilter(Expressions.equal("c1", 7)).commit();
    append("c");
    assertThat(stockRows()).containsExactlyInAnyOrder("0 a", "0 c");
  }

  // ---- our side

  private void append(String... texts) throws IOException, SQLException {
    commit(lake.work(table, Mode.APPEND, lake.stage(table, IcebergStoreTest.rows(texts))));
  }

  private void commit(TableWork work) throws IOException, SQLException {
    var change = lake.store.prepare(table, pointer(), List.of(work));
    assertThat(swap(change.from(), change.to())).isTrue();
    lake.store.committed(change);
  }

  private boolean swap(String from, String to) throws SQLException {
    return 1
        == sql(
            "UPDATE iceberg_tables SET metadata_location = '"
                + to
                + "', previous_metadata_location = '"
                + from
                + "' WHERE table_name = 't' AND metadata_location = '"
                + from
                + "'");
  }

  private int sql(String text) throws SQLException {
    try (Connection connection = DriverManager.getConnection(database);
        Statement statement = connection.createStatement()) {
      return statement.executeUpdate(text);
    }
  }

  private String pointer() throws SQLException {
    return pointer("t");
  }

  private String pointer(String name) throws SQLException {
    try (Connection connection = DriverManager.getConnection(database);
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT metadata_location FROM iceberg_tables WHERE table_name = '" + name + "'")) {
      rows.next();
      return rows.getString(1);
    }
  }

  // ---- the other engine

  private List<Record> stock() throws IOException {
    List<Record> rows = new ArrayList<>();
    try (CloseableIterable<Record> all = IcebergGenerics.read(catalog.loadTable(NAME)).build()) {
      all.forEach(rows::add);
    }
    return rows;
  }

  private List<String> stockRows() throws IOException {
    return stock().stream().map(row -> row.get(0) + " " + row.get(1)).toList();
  }

  private void stockAppend(String text) throws IOException {
    org.apache.iceberg.Table stock = catalog.loadTable(NAME);
    GenericRecord row = GenericRecord.create(stock.schema());
    row.set(0, 7L);
    row.set(1, text);
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
