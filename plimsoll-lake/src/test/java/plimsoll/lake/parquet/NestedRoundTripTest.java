package plimsoll.lake.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.types.Types;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import plimsoll.convert.Conversions;
import plimsoll.convert.ValueReaders;
import plimsoll.lake.Lake;
import plimsoll.lake.iceberg.DuckDb;
import plimsoll.model.Batch;
import plimsoll.model.Column;
import plimsoll.model.DataType;
import plimsoll.model.DataTypes;
import plimsoll.model.Schema;
import plimsoll.model.Table;
import plimsoll.pipeline.write.StoreWriter;

/** Nested values read from text come back equal through Iceberg's own reader. */
class NestedRoundTripTest {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT);

  @TempDir Path directory;
  private boolean waiting;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ARRAY<INT>",
        "ARRAY<STRING>",
        "ARRAY<BOOLEAN>",
        "ARRAY<DOUBLE>",
        "ARRAY<DECIMAL(30, 2)>",
        "ARRAY<ARRAY<ARRAY<BIGINT>>>",
        "MAP<INT, STRING>",
        "MAP<STRING, ARRAY<DATE>>",
        "MAP<DATE, MAP<BIGINT, DECIMAL(10, 3)>>",
        "STRUCT<a INT, b STRING>",
        "STRUCT<a STRUCT<b STRUCT<c DATETIME>>, d ARRAY<INT>>",
        "ARRAY<STRUCT<a INT, m MAP<STRING, STRUCT<x BOOLEAN, y ARRAY<STRING>>>>>",
      })
  void randomValuesComeBackEqual(String type) throws IOException {
    Random random = new Random(type.hashCode());
    DataType parsed = DataTypes.parse(type);
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < 9_000; i++) {
      texts.add(random.nextInt(10) == 0 ? "null" : text(parsed, random, 4));
    }
    assertThat(written(parsed, texts)).isEqualTo(texts);
  }

  @Test
  void rowsLongerThanAPageStayWhole() throws IOException {
    DataType type = DataTypes.parse("ARRAY<INT>");
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      StringBuilder text = new StringBuilder("[");
      for (int j = 0; j < 100_000 * (i % 2) + 7; j++) {
        text.append(j == 0 ? "" : ",").append(j * 37);
      }
      texts.add(text.append(']').toString());
    }
    assertThat(written(type, texts)).isEqualTo(texts);
  }

  @Test
  void measuredValuesOfArraysAreSplit() throws IOException {
    Random random = new Random(9);
    List<String> texts = new ArrayList<>();
    for (int length : new int[] {3, 70_000, 0, 20_000, 9}) {
      texts.add(
          random
              .doubles(length)
              .mapToObj(value -> Double.toString(100_000 + value))
              .collect(Collectors.joining(",", "[", "]")));
    }
    Table table = table(DataTypes.parse("ARRAY<DOUBLE>"));
    String location = write(table, texts);
    List<String> read = new ArrayList<>();
    for (Record record : Lake.read(location)) {
      read.add(print(record.get(0)));
    }
    assertThat(read).isEqualTo(texts);
    String path = file(location).location();
    assertThat(DuckDb.one("SELECT any_value(encodings) FROM parquet_metadata('" + path + "')"))
        .contains("BYTE_STREAM_SPLIT");
  }

  @Test
  void aDictionaryThatFillsUpWithinARowEndsBehindIt() throws IOException {
    DataType type = DataTypes.parse("ARRAY<STRING>");
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < 40_000; i++) {
      texts.add("[\"a\",\"b\"]");
    }
    StringBuilder many = new StringBuilder("[");
    for (int i = 0; i < 150_000; i++) {
      many.append(i == 0 ? "" : ",").append("\"text ").append(i).append('"');
    }
    texts.add(many.append(']').toString());
    texts.add("[]");
    assertThat(written(type, texts)).isEqualTo(texts);
  }

  @Test
  void countsAndBoundsAreStatedAsIcebergStatesThem() throws IOException {
    DataType type = DataTypes.parse("STRUCT<a INT, l ARRAY<INT>>");
    List<String> texts = List.of("{\"a\":3,\"l\":[1,2]}", "{\"a\":-5,\"l\":null}", "null");
    Table table = table(type);
    String location = write(table, texts);
    DataFile file = file(location);
    int a = table.schema().column(0).type().parts().get(0).fieldId();
    int element = table.schema().column(0).type().parts().get(1).type().parts().get(0).fieldId();
    assertThat(file.valueCounts()).containsEntry(a, 3L).doesNotContainKey(element);
    assertThat(file.nullValueCounts()).containsEntry(a, 1L).doesNotContainKey(element);
    assertThat(file.lowerBounds()).containsKey(a).doesNotContainKey(element);
    assertThat(
            org.apache.iceberg.types.Conversions.<Integer>fromByteBuffer(
                Types.IntegerType.get(), file.lowerBounds().get(a)))
        .isEqualTo(-5);
  }

  private static DataFile file(String location) throws IOException {
    try (CloseableIterable<FileScanTask> tasks =
        Lake.stock(location).newScan().includeColumnStats().planFiles()) {
      return tasks.iterator().next().file().copy();
    }
  }

  private List<String> written(DataType type, List<String> texts) throws IOException {
    Table table = table(type);
    List<String> read = new ArrayList<>();
    for (Record record : Lake.read(write(table, texts))) {
      read.add(print(record.get(0)));
    }
    return read;
  }

  private static Table table(DataType type) {
    Schema schema = new Schema(List.of(Column.of(1, "c1", type))).numbered();
    return Table.of(java.util.UUID.randomUUID(), new plimsoll.model.TableName("db", "t"), schema);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ARRAY<ARRAY<ARRAY<BIGINT>>>",
        "MAP<DATE, MAP<BIGINT, DECIMAL(30, 3)>>",
        "ARRAY<STRUCT<a INT, m MAP<STRING, STRUCT<x BOOLEAN, y ARRAY<STRING>>>>>",
      })
  void valuesOfRowsThatWaitComeBackEqual(String type) throws IOException {
    Random random = new Random(type.hashCode());
    DataType parsed = DataTypes.parse(type);
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < 9_000; i++) {
      texts.add(random.nextInt(10) == 0 ? "null" : text(parsed, random, 4));
    }
    waiting = true;
    assertThat(written(parsed, texts)).isEqualTo(texts);
  }

  private String write(Table table, List<String> texts) throws IOException {
    Lake lake = new Lake(directory);
    String location = lake.store.create(table).to();
    String spill = directory.resolve("rows").toString();
    try (StoreWriter writer = lake.store.writer(table, 1, "1-1-0");
        SpilledRows spilled = new SpilledRows(lake.storage, spill)) {
      Batch batch = Batch.allocate(table.schema());
      for (int from = 0; from < texts.size(); from += Batch.CAPACITY) {
        fill(batch, table, texts.subList(from, Math.min(texts.size(), from + Batch.CAPACITY)));
        if (waiting) {
          spilled.add(7, batch, ColumnEncoder.ALL, 0, batch.rows());
          spilled.spill();
        } else {
          writer.write(batch);
        }
      }
      spilled.drain(batch, taker(writer));
      return lake.commit(
          table, location, lake.work(table, plimsoll.model.TableWork.Mode.APPEND, writer.finish()));
    }
  }

  private static SpilledRows.Taker taker(StoreWriter writer) {
    return new SpilledRows.Taker() {
      @Override
      public void take(int partition, Batch rows) throws IOException {
        assertThat(partition).isEqualTo(7);
        writer.write(rows);
      }

      @Override
      public void end(int partition) {
        assertThat(partition).isEqualTo(7);
      }
    };
  }

  private static void fill(Batch batch, Table table, List<String> texts) {
    batch.clear();
    var reader = ValueReaders.forType(table.schema().column(0).type(), Conversions.STARROCKS);
    for (int row = 0; row < texts.size(); row++) {
      if (texts.get(row).equals("null")) {
        batch.column(0).setNull(row);
      } else {
        byte[] bytes = texts.get(row).getBytes(StandardCharsets.UTF_8);
        assertThat(reader.read(bytes, 0, bytes.length, batch.column(0), row))
            .as(texts.get(row))
            .isTrue();
      }
    }
    batch.rows(texts.size());
  }

  private static String text(DataType type, Random random, int most) {
    if (type instanceof DataType.Array array) {
      return random
          .ints(random.nextInt(most))
          .mapToObj(i -> any(array.element().type(), random, most))
          .collect(Collectors.joining(",", "[", "]"));
    }
    if (type instanceof DataType.MapOf map) {
      Map<String, String> entries = new java.util.LinkedHashMap<>();
      for (int i = random.nextInt(most); i > 0; i--) {
        entries.put(text(map.key().type(), random, most), any(map.value().type(), random, most));
      }
      return entries.entrySet().stream()
          .map(entry -> entry.getKey() + ":" + entry.getValue())
          .collect(Collectors.joining(",", "{", "}"));
    }
    if (type instanceof DataType.Struct struct) {
      return struct.fields().stream()
          .map(field -> "\"" + field.name() + "\":" + any(field.type(), random, most))
          .collect(Collectors.joining(",", "{", "}"));
    }
    return scalar(type, random);
  }

  private static String any(DataType type, Random random, int most) {
    return random.nextInt(5) == 0 ? "null" : text(type, random, most);
  }

  private static String scalar(DataType type, Random random) {
    if (type instanceof DataType.Decimal decimal) {
      return BigDecimal.valueOf(random.nextInt(), decimal.scale()).toPlainString();
    }
    return switch ((DataType.Scalar) type) {
      case BOOLEAN -> Boolean.toString(random.nextBoolean());
      case DOUBLE -> Double.toString(random.nextInt() / 4.0);
      case DATE -> "\"" + LocalDate.ofEpochDay(random.nextInt(40_000)) + "\"";
      case DATETIME ->
          "\""
              + LocalDateTime.of(2000, 1, 1, 0, 0).plusSeconds(random.nextInt()).format(TIME)
              + "\"";
      case STRING ->
          "\"" + List.of("", "a", "x\"\"y", "ä, ]", "null").get(random.nextInt(5)) + "\"";
      default -> Integer.toString(random.nextInt(1000));
    };
  }

  private static String print(Object value) {
    if (value == null) {
      return "null";
    }
    if (value instanceof List<?> list) {
      return list.stream()
          .map(NestedRoundTripTest::print)
          .collect(Collectors.joining(",", "[", "]"));
    }
    if (value instanceof Map<?, ?> map) {
      return map.entrySet().stream()
          .map(entry -> print(entry.getKey()) + ":" + print(entry.getValue()))
          .collect(Collectors.joining(",", "{", "}"));
    }
    if (value instanceof Record record) {
      List<String> fields = new ArrayList<>();
      for (int i = 0; i < record.size(); i++) {
        fields.add("\"" + record.struct().fields().get(i).name() + "\":" + print(record.get(i)));
      }
      return "{" + String.join(",", fields) + "}";
    }
    if (value instanceof LocalDateTime time) {
      return "\"" + time.format(TIME) + "\"";
    }
    boolean quoted = value instanceof CharSequence || value instanceof LocalDate;
    String text = value instanceof BigDecimal number ? number.toPlainString() : value.toString();
    return quoted ? "\"" + text.replace("\"", "\"\"") + "\"" : text;
  }
}
