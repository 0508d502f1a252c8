package plimsoll.testkit;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import plimsoll.model.Column;
import plimsoll.model.DataType;
import plimsoll.model.DefaultValue;
import plimsoll.model.IndexDefinition;
import plimsoll.model.Label;
import plimsoll.model.LoadCounts;
import plimsoll.model.LoadKind;
import plimsoll.model.LoadRecord;
import plimsoll.model.LoadState;
import plimsoll.model.LoadTimes;
import plimsoll.model.PartitionField;
import plimsoll.model.Schema;
import plimsoll.model.Table;
import plimsoll.model.TableName;
import plimsoll.model.Ttl;

/** Tables and load records to test with. */
public final class Samples {
  /** When sample loads start, unless their id says otherwise. */
  public static final Instant NOON = Instant.parse("2026-03-04T12:00:00.123Z");

  private Samples() {}

  /** A table with two columns and a new identity. */
  public static Table table(String database, String name) {
    Schema schema =
        new Schema(
            List.of(
                Column.of(1, "id", DataType.Scalar.BIGINT).required(),
                Column.of(2, "text", DataType.Scalar.STRING)));
    return Table.of(UUID.randomUUID(), new TableName(database, name), schema);
  }

  /** A table that has something of everything a table can have. */
  public static Table fullTable(String database, String name) {
    return new Table(
        UUID.randomUUID(),
        new TableName(database, name),
        new Schema(
            List.of(
                new Column(7, "id", DataType.Scalar.BIGINT, false, null, "the key; it's \"one\""),
                new Column(3, "när", DataType.Scalar.DATETIME, true, now(), ""),
                new Column(4, "sum", new DataType.Decimal(38, 9), true, constant("0.5"), ""),
                new Column(5, "code", new DataType.Varchar(3, true), true, constant(""), "c"),
                new Column(9, "note", new DataType.Varchar(65_533, false), true, null, ""))),
        Table.KeyKind.DUPLICATE,
        List.of("id", "när"),
        List.of(
            new PartitionField("när", PartitionField.Transform.DAY, null),
            new PartitionField("id", PartitionField.Transform.BUCKET, 16)),
        "a table; -- with 'all'",
        Map.of("replication_num", "3", "empty", "", "日本", "語"),
        List.of(
            new IndexDefinition(
                List.of("code", "id"), "när", new Ttl(Ttl.Kind.ABSORLAT, 43_200, 10)),
            new IndexDefinition(List.of("note"), null, Ttl.NONE),
            new IndexDefinition(List.of(), "när", Ttl.latest(5))));
  }

  private static DefaultValue constant(String text) {
    return new DefaultValue.Constant(text);
  }

  private static DefaultValue now() {
    return new DefaultValue.CurrentTimestamp();
  }

  /** A visible load with a user's label; it starts {@code id} milliseconds after {@link #NOON}. */
  public static LoadRecord load(long id, String database, String label, TableName... tables) {
    return new LoadRecord(
        id,
        database,
        Label.given(label),
        LoadState.VISIBLE,
        LoadKind.STREAM,
        List.of(tables),
        new LoadCounts(1_000, 2, 3, 4, 123_456_789_012L, 9_876_543_210L),
        new LoadTimes(NOON.plusMillis(id), NOON.plusMillis(id + 50), 1, 2, 3, 4),
        "00112233445566778899aabbccddeeff",
        "",
        "root",
        "127.0.0.1:5000",
        "request body",
        "PUT /api/" + database + "/t/_stream_load",
        "",
        null,
        null);
  }

  /** An aborted load. */
  public static LoadRecord aborted(long id, String database, String label, String reason) {
    LoadRecord load = load(id, database, label);
    return load.in(LoadState.ABORTED, reason, load.times());
  }
}
