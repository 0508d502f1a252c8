package plimsoll.formats.csv;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import plimsoll.error.PlimsollException;
import plimsoll.model.BadValuePolicy;
import plimsoll.model.Column;
import plimsoll.model.DataType;
import plimsoll.model.Schema;
import plimsoll.model.Table;
import plimsoll.model.TableName;
import plimsoll.pipeline.parse.CsvOptions;
import plimsoll.pipeline.parse.CsvOptions.Header;
import plimsoll.pipeline.parse.CsvOptions.RecordEnd;
import plimsoll.pipeline.parse.CsvOptions.RowLength;
import plimsoll.pipeline.parse.CsvOptions.Trim;

/** Random dialects, shown in words, and tables of texts to read them into. */
final class Dialects {
  private static final byte[][] SEPARATORS =
      withByte(0xA7, ",", "\t", "|", "||", ",;", "aa", "é", "\u0001");
  private static final byte[][] ENDS =
      withByte(0xFE, "\n", "\n", "\n", "\r\n", "\r", "|\n", ";", "xx", "\u0002");
  private static final Byte[] QUOTES = {null, (byte) '"', (byte) '"', (byte) '\'', (byte) 0xA8};
  private static final Byte[] ESCAPES = {null, null, (byte) '\\', (byte) '"', (byte) 0xB0};
  private static final List<List<String>> NULLS =
      List.of(List.of(), List.of("\\N"), List.of("null", "a"), List.of(""), List.of("\"\"", "b"));
  private static final String[] COMMENTS = {"", "", "", "#", "//", "a"};

  private Dialects() {}

  /** Texts, and one byte that no text has alone. */
  private static byte[][] withByte(int alone, String... texts) {
    byte[][] all = new byte[texts.length + 1][];
    for (int i = 0; i < texts.length; i++) {
      all[i] = bytes(texts[i]);
    }
    all[texts.length] = new byte[] {(byte) alone};
    return all;
  }

  /** Options that contradict each other are drawn again. */
  static CsvOptions any(Random random) {
    CsvOptions options = draw(random);
    while (!isPossible(options)) {
      options = draw(random);
    }
    return options;
  }

  private static boolean isPossible(CsvOptions options) {
    try {
      Dialect.of(options);
      return true;
    } catch (PlimsollException refused) {
      return false;
    }
  }

  private static CsvOptions draw(Random random) {
    return CsvOptions.rfc4180().toBuilder()
        .separator(pick(random, SEPARATORS))
        .recordEnd(recordEnd(random))
        .enclose(pick(random, QUOTES))
        .escape(pick(random, ESCAPES))
        .quoteEscape(pick(random, ESCAPES))
        .escapeLetters(random.nextInt(3) == 0)
        .comment(bytes(pick(random, COMMENTS)))
        .nullMarkers(NULLS.get(random.nextInt(NULLS.size())))
        .emptyIsNull(random.nextBoolean())
        .quotedNull(random.nextBoolean())
        .trim(random.nextInt(3) == 0 ? pick(random, Trim.values()) : Trim.NONE)
        .skipHeader(random.nextInt(6) == 0 ? 1 + random.nextInt(3) : 0)
        .header(random.nextInt(6) == 0 ? Header.SKIP : Header.NONE)
        .blankLines(random.nextInt(4) > 0)
        .shortRows(random.nextBoolean() ? RowLength.REJECT : RowLength.PAD_WITH_NULL)
        .longRows(random.nextBoolean() ? RowLength.REJECT : RowLength.DROP_EXTRA)
        .build();
  }

  private static RecordEnd recordEnd(Random random) {
    return switch (random.nextInt(4)) {
      case 0 -> RecordEnd.ANY_LINE_END;
      case 1 -> RecordEnd.ANY_BREAK;
      default -> RecordEnd.bytes(pick(random, ENDS));
    };
  }

  static <T> T pick(Random random, T[] from) {
    return from[random.nextInt(from.length)];
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** The bytes that end a row when one is written. */
  static byte[] end(CsvOptions options) {
    return options.recordEnd() instanceof RecordEnd.Delimiter given
        ? given.bytes()
        : new byte[] {'\n'};
  }

  static CsvFormat format(CsvOptions options, int columns) {
    return (CsvFormat) new CsvFormats().csv(options, table(columns), null, BadValuePolicy.REJECT);
  }

  static Table table(int columns) {
    List<Column> list = new ArrayList<>();
    for (int i = 1; i <= columns; i++) {
      list.add(Column.of(i, "c" + i, DataType.Scalar.STRING));
    }
    return Table.of(new UUID(0, 1), new TableName("db", "t"), new Schema(list));
  }

  static String describe(CsvOptions o) {
    String end = o.recordEnd() instanceof RecordEnd.Delimiter d ? visible(d.bytes()) : "";
    return String.join(
        " ",
        "separator [" + visible(o.separator()) + "]",
        "end [" + (end.isEmpty() ? o.recordEnd() : end) + "]",
        "enclose " + shown(o.enclose()),
        "escape " + shown(o.escape()) + (o.escapeLetters() ? " with letters" : ""),
        "quote escape " + shown(o.quoteEscape()),
        "comment [" + visible(o.comment()) + "]",
        "trim " + o.trim(),
        "header " + o.header() + " skip " + o.skipHeader(),
        "nulls " + o.nullMarkers() + " empty " + o.emptyIsNull() + " quoted " + o.quotedNull(),
        "blank lines " + o.blankLines(),
        "short " + o.shortRows() + " long " + o.longRows());
  }

  private static String shown(@Nullable Byte value) {
    return value == null ? "none" : visible(new byte[] {value});
  }

  static String visible(byte[] input) {
    StringBuilder out = new StringBuilder();
    for (byte b : input) {
      out.append(b > ' ' && b < 127 ? String.valueOf((char) b) : String.format("<%02x>", b));
    }
    return out.toString();
  }
}
