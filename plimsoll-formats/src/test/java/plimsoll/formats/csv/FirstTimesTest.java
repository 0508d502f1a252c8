package plimsoll.formats.csv;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import plimsoll.model.BadValuePolicy;
import plimsoll.model.Column;
import plimsoll.model.DataType.Scalar;
import plimsoll.model.Schema;
import plimsoll.model.Table;
import plimsoll.model.TableName;
import plimsoll.pipeline.parse.CsvOptions;
import plimsoll.pipeline.parse.CsvOptions.Header;
import plimsoll.pipeline.parse.CsvOptions.Timestamps;

/** Whether times are milliseconds or texts, by the first value of their column. */
class FirstTimesTest {
  private static final CsvOptions CLUSTER =
      CsvOptions.openmldbCluster().toBuilder().header(Header.NONE).build();
  private static final Table TABLE =
      Table.of(
          new UUID(0, 1),
          new TableName("demo", "t"),
          new Schema(
              List.of(
                  Column.of(1, "n", Scalar.INT),
                  Column.of(2, "a", Scalar.DATETIME),
                  Column.of(3, "b", Scalar.DATETIME))));

  private static CsvFormat format(CsvOptions options, @Nullable List<String> fields) {
    return (CsvFormat) new CsvFormats().csv(options, TABLE, fields, BadValuePolicy.NULLIFY);
  }

  /**
   * The values of column {@code a}, in UTC; the text's fields are those of {@code a}, a line each.
   */
  private static List<String> times(CsvOptions options, String text) {
    Parsed parsed = Parsed.of(format(options, List.of("a", "n")), text);
    return shown(parsed, 1);
  }

  private static List<String> shown(Parsed parsed, int column) {
    return parsed.rows.stream()
        .map(row -> row.get(column))
        .map(micros -> micros == null ? "NULL" : instant(micros))
        .toList();
  }

  private static String instant(String micros) {
    return Instant.ofEpochMilli(Long.parseLong(micros) / 1000).toString();
  }

  /** Source: OpenMLDB's test of its reader; the times are of UTC here. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          null/1970-01-01 00:00:00/1000000000000/100/2022-02-01 09:00:00 | NULL/1970-01-01T00:00:00Z/NULL/NULL/2022-02-01T09:00:00Z
          null/null/1643677200000/2022-02-01 10:00:00                    | NULL/NULL/2022-02-01T01:00:00Z/NULL
          1/2022-02-01/2                                                 | 1970-01-01T00:00:00.001Z/NULL/1970-01-01T00:00:00.002Z
          2022-02-01/1                                                   | 2022-02-01T00:00:00Z/NULL
          null/null                                                      | NULL/NULL
          x/1/2022-02-01                                                 | NULL/NULL/2022-02-01T00:00:00Z
          -5/7/2022-02-01                                                | NULL/1970-01-01T00:00:00.007Z/NULL
          99999999999999999999/7/2022-02-01                              | NULL/NULL/2022-02-01T00:00:00Z
          "2022-02-01"/7                                                 | 2022-02-01T00:00:00Z/NULL
          """,
      quoteCharacter = '~')
  void firstValueDecides(String values, String expected) {
    String text = values.replace("/", ",1\n") + ",1\n";
    assertThat(String.join("/", times(CLUSTER, text))).isEqualTo(expected);
  }

  @Test
  void eachValueTellsIfAsked() {
    CsvOptions each = CLUSTER.toBuilder().timestamps(Timestamps.EACH).build();
    assertThat(times(each, "1,1\n2022-02-01,1\n"))
        .containsExactly("1970-01-01T00:00:00.001Z", "2022-02-01T00:00:00Z");
  }

  @Test
  void otherRulesKnowNoMilliseconds() {
    CsvOptions first =
        CsvOptions.rfc4180().toBuilder().header(Header.NONE).timestamps(Timestamps.FIRST).build();
    assertThat(times(first, "1,1\n2022-02-01,1\n")).containsExactly("NULL", "2022-02-01T00:00:00Z");
    assertThat(format(first, null).firstTimes()).isNull();
  }

  @Test
  void columnsAreDecidedEachByItself() {
    Parsed parsed =
        Parsed.of(format(CLUSTER, null), "1,5,2022-02-01\n2,2022-02-01,5\n3,6,2022-02-02\n");
    assertThat(shown(parsed, 1))
        .containsExactly("1970-01-01T00:00:00.005Z", "NULL", "1970-01-01T00:00:00.006Z");
    assertThat(shown(parsed, 2))
        .containsExactly("2022-02-01T00:00:00Z", "NULL", "2022-02-02T00:00:00Z");
    assertThat(parsed.nulled).containsExactlyInAnyOrder("a", "b");
  }

  @Test
  void whatMeansNullDecidesNothing() {
    CsvOptions options =
        CLUSTER.toBuilder()
            .nullWords(List.of("NA"))
            .nullWordsAt(java.util.Map.of(0, List.of("-")))
            .comment(Dialects.bytes("#"))
            .build();
    assertThat(times(options, "NA,1\n\"-\",1\n,1\n#2022-02-01,1\n\n7,1\n2022-02-01,1\n"))
        .containsExactly("NULL", "NULL", "NULL", "1970-01-01T00:00:00.007Z", "NULL");
  }

  @Test
  void headersAndRowsThatCannotBeCutDecideNothing() {
    CsvOptions options =
        CLUSTER.toBuilder().header(Header.BY_NAME).shortRows(CsvOptions.RowLength.REJECT).build();
    assertThat(times(options, "a,n\n2022-02-01\n\"2022-02-01\"x,1\n7,1\n"))
        .containsExactly("1970-01-01T00:00:00.007Z");
  }

  @Test
  void itHoldsForLaterInputs() {
    CsvFormat format = format(CLUSTER, List.of("a", "n"));
    assertThat(shown(Parsed.of(format, "7,1"), 1)).containsExactly("1970-01-01T00:00:00.007Z");
    assertThat(shown(Parsed.of(format, "2022-02-01,1\n8,1\n"), 1))
        .containsExactly("NULL", "1970-01-01T00:00:00.008Z");
  }

  @Test
  void rowWithBytesThatAreNoTextDecidesToo() {
    byte[] text = "7,?\n2022-02-01,2022-02-01\n".getBytes(StandardCharsets.UTF_8);
    text[2] = (byte) 0xFF;
    Parsed parsed = Parsed.of(format(CLUSTER, List.of("a", "b")), text, 1 << 20);
    assertThat(shown(parsed, 1)).containsExactly("1970-01-01T00:00:00.007Z", "NULL");
    assertThat(shown(parsed, 2)).containsExactly("NULL", "2022-02-01T00:00:00Z");
  }

  /** Against a plain look at the values, whatever the chunks. */
  @Property(tries = 500, seed = "1")
  void chunksDoNotMatter(@ForAll long seed) {
    Random random = new Random(seed);
    List<String> values = new ArrayList<>();
    for (int i = random.nextInt(30); i >= 0; i--) {
      values.add(
          random.nextInt(3) > 0
              ? ""
              : Dialects.pick(random, new String[] {"5", "2022-02-01", "x"}));
    }
    byte[] text = (String.join(",1\n", values) + ",1").getBytes(StandardCharsets.UTF_8);
    String first = values.stream().filter(value -> !value.isEmpty()).findFirst().orElse("");
    List<String> expected =
        values.stream()
            .map(
                value ->
                    value.equals("5") && first.equals("5")
                        ? "1970-01-01T00:00:00.005Z"
                        : value.startsWith("2") && !first.equals("5")
                            ? "2022-02-01T00:00:00Z"
                            : "NULL")
            .toList();
    for (int chunk : new int[] {1, 1 + random.nextInt(40), text.length + 1}) {
      CsvFormat format = format(CLUSTER, List.of("a", "n"));
      Parsed parsed = Parsed.of(format, text, chunk);
      assertThat(shown(parsed, 1)).as("seed " + seed + " chunk " + chunk).isEqualTo(expected);
    }
  }
}
