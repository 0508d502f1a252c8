package plimsoll.lake.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import plimsoll.error.ErrorCode;
import plimsoll.error.PlimsollException;
import plimsoll.lake.Lake;
import plimsoll.lake.Rows;
import plimsoll.lake.iceberg.DuckDb;
import plimsoll.model.Column;
import plimsoll.model.DataType;
import plimsoll.model.DataType.Decimal;
import plimsoll.model.DataType.Scalar;
import plimsoll.model.Schema;
import plimsoll.model.Table;
import plimsoll.model.TableName;
import plimsoll.pipeline.write.StoreWriter;

/** A second reader agrees on values, codecs and sizes. */
class DuckDbReadsTest {
  @TempDir Path directory;

  private static final DataType[] TYPES = {
    Scalar.BOOLEAN,
    Scalar.TINYINT,
    Scalar.INT,
    Scalar.BIGINT,
    Scalar.FLOAT,
    Scalar.DOUBLE,
    Scalar.DATE,
    Scalar.DATETIME,
    Scalar.STRING,
    new Decimal(9, 3),
    new Decimal(18, 0),
    new Decimal(38, 37)
  };

  @ParameterizedTest
  @CsvSource({"zstd,ZSTD", "zstd(5),ZSTD", "LZ4,ZSTD", "snappy,SNAPPY", "none,UNCOMPRESSED"})
  void everyTypeIsReadEqualInEveryCodec(String property, String codec) throws IOException {
    Table plain = Lake.table("t", TYPES);
    Table table =
        new Table(
            UUID.randomUUID(),
            plain.name(),
            plain.schema(),
            Table.KeyKind.NONE,
            List.of(),
            List.of(),
            "",
            Map.of("compression", property));
    Lake lake = new Lake(directory);
    lake.store.create(table);
    List<Object[]> rows = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      rows.add(
          new Object[] {
            true,
            -128,
            Integer.MIN_VALUE,
            Long.MAX_VALUE,
            1.5f,
            -2.25,
            LocalDate.of(9999, 12, 31),
            LocalDateTime.of(1, 1, 1, 0, 0, 0, 1_000),
            "ä😀",
            new BigDecimal("-999999.999"),
            new BigDecimal("999999999999999999"),
            new BigDecimal("-9.9999999999999999999999999999999999999")
          });
      rows.add(new Object[TYPES.length]);
    }
    String path = lake.stage(table, rows).paths().get(0);
    assertThat(
            DuckDb.one(
                "SELECT string_agg(DISTINCT concat_ws('|', c1, c2, c3, c4, c5, c6, c7, c8, c9, c10,"
                    + " c11, c12)) FROM read_parquet('"
                    + path
                    + "') WHERE c1"))
        .isEqualTo(
            "true|-128|-2147483648|9223372036854775807|1.5|-2.25|9999-12-31|0001-01-01"
                + " 00:00:00.000001|ä😀|-999999.999|999999999999999999"
                + "|-9.9999999999999999999999999999999999999");
    String file = "read_parquet('" + path + "')";
    assertThat(DuckDb.one("SELECT count(*) || '/' || count(c12) || '/' || count(c9) FROM " + file))
        .isEqualTo("2000/1000/1000");
    assertThat(DuckDb.one("SELECT any_value(compression) FROM parquet_metadata('" + path + "')"))
        .isEqualTo(codec);
  }

  @Test
  void columnsCarryTheirFieldIds() throws IOException {
    Table table = Lake.table("t", Scalar.INT, Scalar.STRING);
    Lake lake = new Lake(directory);
    lake.store.create(table);
    String path = lake.stage(table, List.<Object[]>of(new Object[] {1, "a"})).paths().get(0);
    assertThat(
            DuckDb.one(
                "SELECT string_agg(name || '=' || field_id, ' ') FROM parquet_schema('"
                    + path
                    + "') WHERE field_id IS NOT NULL"))
        .isEqualTo("c1=1 c2=2 _plimsoll_load_id=2147482001");
  }

  @Test
  void longTextsAreSplitIntoPages() throws IOException {
    Table table = Lake.table("t", Scalar.BIGINT, Scalar.STRING);
    Lake lake = new Lake(directory);
    lake.store.create(table);
    List<Object[]> rows = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      rows.add(new Object[] {(long) i, (char) ('a' + i % 26) + "x".repeat(1_000_000)});
    }
    String path = lake.stage(table, rows).paths().get(0);
    String file = "read_parquet('" + path + "')";
    assertThat(DuckDb.one("SELECT sum(length(c2)) || ' ' || max(c2[1]) FROM " + file))
        .isEqualTo("40000040 z");
  }

  @Test
  void requiredColumnsRefuseNulls() throws IOException {
    Schema schema = new Schema(List.of(Column.of(1, "k", Scalar.INT).required()));
    Table table = Table.of(UUID.randomUUID(), new TableName("db", "t"), schema);
    Lake lake = new Lake(directory);
    lake.store.create(table);
    try (StoreWriter writer = lake.store.writer(table, 1, "1-1-0")) {
      assertThatThrownBy(
              () -> writer.write(Rows.batch(schema, List.<Object[]>of(new Object[] {null}))))
          .isInstanceOfSatisfying(
              PlimsollException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NULL_VALUE));
    }
    assertThat(lake.storage.walk(lake.warehouse)).hasSize(1);
  }
}
