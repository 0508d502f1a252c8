package plimsoll.lake.parquet;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import plimsoll.lake.Lake;
import plimsoll.lake.iceberg.DuckDb;
import plimsoll.model.DataType.Scalar;
import plimsoll.model.Table;

/** Texts that no dictionary shortens are written with their lengths apart. */
class SpanEncodingTest {
  @TempDir Path directory;

  @ParameterizedTest
  @CsvSource({
    "distinct, zstd, 75000, DELTA_LENGTH_BYTE_ARRAY",
    "distinct, snappy, 75000, DELTA_LENGTH_BYTE_ARRAY",
    "distinct, none, 75000, DELTA_LENGTH_BYTE_ARRAY",
    "distinct, zstd, 40, DELTA_LENGTH_BYTE_ARRAY",
    "distinct, zstd, 3, PLAIN",
    "wild, zstd, 3000, DELTA_LENGTH_BYTE_ARRAY",
    "long, zstd, 40, DELTA_LENGTH_BYTE_ARRAY",
    "few, zstd, 75000, RLE_DICTIONARY",
    "few then distinct, zstd, 150000, RLE_DICTIONARY",
    "few then distinct, zstd, 150000, DELTA_LENGTH_BYTE_ARRAY",
    "absent, zstd, 75000, PLAIN",
  })
  void textsComeBackWhateverTheirForm(String kind, String codec, int count, String encoding)
      throws IOException {
    List<Object[]> rows = rows(kind, count);
    Table table = Lake.compressed(codec, Scalar.STRING);
    Lake lake = new Lake(directory);
    String location = lake.append(table, lake.store.create(table).to(), rows);
    assertThat(Lake.values(location)).isEqualTo(rows.stream().map(Arrays::asList).toList());
    String path = lake.stage(table, rows).paths().get(0);
    assertThat(DuckDb.one("SELECT list(encodings) FROM parquet_metadata('" + path + "')"))
        .contains(encoding);
    assertThat(digest(path)).isEqualTo(digest(rows));
  }

  /** By DuckDB, which has a reader of its own. */
  private static String digest(String path) {
    return DuckDb.one(
        "SELECT md5(string_agg(coalesce(c1, '~'), '|' ORDER BY file_row_number))"
            + " FROM read_parquet('"
            + path
            + "', file_row_number = true)");
  }

  private static String digest(List<Object[]> rows) {
    String all =
        rows.stream().map(row -> row[0] == null ? "~" : (String) row[0]).collect(joining("|"));
    try {
      MessageDigest md5 = MessageDigest.getInstance("MD5");
      return HexFormat.of().formatHex(md5.digest(all.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static List<Object[]> rows(String kind, int count) {
    Random random = new Random(7);
    List<Object[]> rows = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String distinct = Long.toString(random.nextLong(), 36);
      String value =
          switch (kind) {
            case "few" -> "value " + i % 7;
            case "few then distinct" -> i < 40_000 ? "value " + i % 7 : distinct + "é" + i;
            case "wild" -> i % 9 == 0 ? "" : distinct.repeat(random.nextInt(1 << i % 10));
            case "long" -> distinct.repeat(10_000);
            default -> distinct;
          };
      rows.add(new Object[] {kind.equals("absent") || i % 11 == 5 ? null : value});
    }
    return rows;
  }
}
