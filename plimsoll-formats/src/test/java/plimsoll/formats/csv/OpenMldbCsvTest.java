package plimsoll.formats.csv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import plimsoll.model.BadValuePolicy;
import plimsoll.model.Column;
import plimsoll.model.DataType;
import plimsoll.model.Schema;
import plimsoll.model.Table;
import plimsoll.model.TableName;
import plimsoll.pipeline.parse.CsvOption;
import plimsoll.pipeline.parse.CsvOptions;
import plimsoll.pipeline.parse.CsvPreset;

/**
 * Examples of OpenMLDB's two readers of CSV, by the presets that stand for them, and by the one
 * that means the same everywhere.
 */
class OpenMldbCsvTest {
  private static final String NULL = null;

  /** What local mode's splitter does with a line, and what we say where it would lose something. */
  static Stream<Arguments> localLines() {
    return Stream.of(
        arguments("abc,", ",", "\"", fields("abc", NULL)),
        arguments("abc  ,", ",", "\"", fields("abc", NULL)),
        arguments(" --- --- ---", "---", "", fields(NULL, NULL, NULL, NULL)),
        arguments("- - ---ab---c b---", "---", "", fields("- -", "ab", "c b", NULL)),
        arguments("\" + + \"---+ +---c b", "---", "\"", fields(" + + ", "+ +", "c b")),
        arguments("\" + + \"---+ +---c b", "---", "", fields("\" + + \"", "+ +", "c b")),
        arguments("ab  cd  ef", " ", "", fields("ab", NULL, "cd", NULL, "ef")),
        arguments("\"ab \" cd  ef", " ", "\"", fields("ab ", "cd", NULL, "ef")),
        // The splitter knows no doubled quotes and drops what it cannot place: "abc\"" is abc\
        arguments("\"abc\\\"\"", ",", "\"", bad("UNCLOSED_QUOTE")),
        arguments("\"abc\" tail,x", ",", "\"", bad("TEXT_AFTER_QUOTE")),
        arguments("\"abc", ",", "\"", bad("UNCLOSED_QUOTE")),
        arguments("a \"mid\" b,x", ",", "\"", fields("a \"mid\" b", "x")));
  }

  @ParameterizedTest
  @MethodSource("localLines")
  void linesAsLocalModeSplitsThem(
      String line, String delimiter, String quote, List<@Nullable String> expected) {
    assertThat(read(CsvPreset.OPENMLDB_LOCAL, line, delimiter, quote)).isEqualTo(expected);
  }

  /** A field of a text column: in cluster mode, in local mode without and with quotes, RFC 4180. */
  static Stream<Arguments> fieldsSideBySide() {
    return Stream.of(
        arguments("", fields(NULL), fields(NULL), fields(NULL), fields(NULL)),
        arguments("\"\"", fields(""), fields("\"\""), fields(NULL), fields("")),
        arguments("null", fields(NULL), fields(NULL), fields(NULL), fields("null")),
        arguments("\"null\"", fields("null"), fields("\"null\""), fields(NULL), fields("null")),
        arguments(" b", fields(" b"), fields("b"), fields("b"), fields(" b")),
        arguments("\"a,b\"", fields("a,b"), fields("\"a", "b\""), fields("a,b"), fields("a,b")),
        arguments(
            "\"a\"\"b\"", fields("a\"b"), fields("\"a\"\"b\""), fields("a\"b"), fields("a\"b")),
        arguments(
            "\"a\\\"b\"",
            fields("a\"b"),
            fields("\"a\\\"b\""),
            bad("TEXT_AFTER_QUOTE"),
            bad("TEXT_AFTER_QUOTE")),
        same("b\\r\\t\\nb"),
        same("C:\\new"),
        arguments(
            "\"C:\\new\"",
            fields("C:\\new"),
            fields("\"C:\\new\""),
            fields("C:\\new"),
            fields("C:\\new")),
        arguments(
            "\"C:\\new\\\\\"",
            fields("C:\\new\\"),
            fields("\"C:\\new\\\\\""),
            fields("C:\\new\\\\"),
            fields("C:\\new\\\\")),
        arguments(
            "a\\,b",
            fields("a\\", "b"),
            fields("a\\", "b"),
            fields("a\\", "b"),
            fields("a\\", "b")),
        arguments("中文", fields("中文"), fields("中文"), fields("中文"), fields("中文")));
  }

  private static Arguments same(String text) {
    return arguments(text, fields(text), fields(text), fields(text), fields(text));
  }

  @ParameterizedTest
  @MethodSource("fieldsSideBySide")
  void fieldsOfEachMode(
      String field,
      List<@Nullable String> cluster,
      List<@Nullable String> local,
      List<@Nullable String> localWithQuotes,
      List<@Nullable String> rfc4180) {
    assertThat(field(CsvPreset.OPENMLDB_CLUSTER, field, "\"")).as("cluster").isEqualTo(cluster);
    assertThat(field(CsvPreset.OPENMLDB_LOCAL, field, "")).as("local").isEqualTo(local);
    assertThat(field(CsvPreset.OPENMLDB_LOCAL, field, "\""))
        .as("local with quotes")
        .isEqualTo(localWithQuotes);
    assertThat(field(CsvPreset.RFC4180, field, "\"")).as("rfc4180").isEqualTo(rfc4180);
  }

  /** Behind another field: a line of nothing at all may be none. */
  private static List<@Nullable String> field(CsvPreset preset, String field, String quote) {
    List<@Nullable String> fields = read(preset, "first," + field, ",", quote);
    return fields.get(0) != null && fields.get(0).equals("first")
        ? fields.subList(1, fields.size())
        : fields;
  }

  private static List<@Nullable String> fields(@Nullable String... fields) {
    return new ArrayList<>(Arrays.asList(fields));
  }

  private static List<@Nullable String> bad(String error) {
    return fields("bad: " + error);
  }

  /** The fields of a line, in a table that has as many columns. */
  private static List<@Nullable String> read(
      CsvPreset preset, String line, String delimiter, String quote) {
    CsvOptions.Builder csv = preset.options().toBuilder().header(CsvOptions.Header.NONE);
    CsvOption.COLUMN_SEPARATOR.set(csv, delimiter);
    CsvOption.ENCLOSE.set(csv, quote);
    CsvOption.SHORT_ROWS.set(csv, "reject");
    CsvOption.LONG_ROWS.set(csv, "reject");
    String why = "";
    for (int columns = 1; columns <= 6; columns++) {
      Parsed parsed =
          Parsed.of(
              new CsvFormats().csv(csv.build(), table(columns), null, BadValuePolicy.REJECT),
              line + "\n");
      if (parsed.rows.size() == 1) {
        return parsed.rows.get(0);
      }
      why = parsed.rejects.get(0).error().name();
      if (!why.equals("FIELD_COUNT")) {
        break;
      }
    }
    return bad(why);
  }

  private static Table table(int columns) {
    List<Column> all = new ArrayList<>();
    for (int i = 1; i <= columns; i++) {
      all.add(Column.of(i, "c" + i, DataType.Scalar.STRING));
    }
    return Table.of(UUID.randomUUID(), new TableName("demo", "t"), new Schema(all));
  }
}
