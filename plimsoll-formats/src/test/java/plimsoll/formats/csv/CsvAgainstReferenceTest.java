package plimsoll.formats.csv;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import plimsoll.error.ErrorCode;
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

/** Cutter and fast reader against the slow reference: random dialects, bytes and chunk sizes. */
class CsvAgainstReferenceTest {
  private static final int CASES = 1_500;
  private static final String[] SEPARATORS = {",", "\t", "|", "||", ",;", "aa", "é", "\u0001"};
  private static final String[] ENDS = {"\n", "\n", "\r\n", "|\n", ";", "xx", "\u0002"};

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void readsWhatTheReferenceReads(long seed) {
    Random random = new Random(seed);
    for (int i = 0; i < CASES; i++) {
      CsvOptions options = options(random);
      if (options != null) {
        check(options, 1 + random.nextInt(4), input(random, options), random, seed + "/" + i);
      }
    }
  }

  private static void check(
      CsvOptions options, int columns, byte[] input, Random random, String name) {
    int chunkSize = random.nextBoolean() ? 1 << 20 : 1 + random.nextInt(40);
    CsvFormats formats = new CsvFormats();
    CsvFormat format =
        (CsvFormat) formats.csv(options, table(columns), null, BadValuePolicy.REJECT);
    CsvReader reader = new CsvReader(format, random.nextBoolean() ? 1 << 17 : 32);
    Parsed parsed = Parsed.of(format, reader, input, chunkSize);
    List<ReferenceCsv.Row> expected = new ReferenceCsv(options, columns, input).rows();
    Supplier<String> what =
        () ->
            name
                + " columns "
                + columns
                + " chunk "
                + chunkSize
                + " "
                + describe(options)
                + "\n"
                + visible(input);
    assertSame(
        what,
        parsed.rows,
        expected.stream().filter(r -> r.error() == null).map(ReferenceCsv.Row::values).toList());
    assertSame(
        what,
        parsed.rejects.stream().map(r -> bad(r.line(), r.offset(), r.error(), r.raw())).toList(),
        expected.stream()
            .filter(r -> r.error() != null)
            .map(r -> bad(r.line(), r.offset(), Objects.requireNonNull(r.error()), r.raw()))
            .toList());
  }

  private static String bad(long line, long offset, ErrorCode error, String raw) {
    return line
        + ":"
        + offset
        + " "
        + error
        + " "
        + visible(raw.getBytes(StandardCharsets.ISO_8859_1));
  }

  /** Shows the first difference alone. */
  private static void assertSame(Supplier<String> what, List<?> actual, List<?> expected) {
    if (actual.equals(expected)) {
      return;
    }
    for (int i = 0; i < Math.min(actual.size(), expected.size()); i++) {
      assertThat(actual.get(i)).as(what).isEqualTo(expected.get(i));
    }
    assertThat(actual).as(what).hasSameSizeAs(expected);
  }

  private static String describe(CsvOptions o) {
    String end = o.recordEnd() instanceof RecordEnd.Delimiter d ? text(d.bytes()) : "line end";
    return "separator ["
        + text(o.separator())
        + "] end ["
        + end
        + "] enclose "
        + o.enclose()
        + " escape "
        + o.escape()
        + " "
        + o.trim()
        + " "
        + o.header()
        + " skip "
        + o.skipHeader()
        + " nulls "
        + o.nullMarkers()
        + o.emptyIsNull()
        + o.quotedNull()
        + " blank "
        + o.blankLines()
        + " "
        + o.shortRows()
        + " "
        + o.longRows();
  }

  private static String visible(byte[] input) {
    StringBuilder out = new StringBuilder();
    for (byte b : input) {
      out.append(b > ' ' && b < 127 ? String.valueOf((char) b) : String.format("<%02x>", b));
    }
    return out.toString();
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private static @Nullable CsvOptions options(Random random) {
    CsvOptions.Builder builder =
        CsvOptions.rfc4180().toBuilder()
            .separator(pick(random, SEPARATORS).getBytes(StandardCharsets.UTF_8))
            .recordEnd(
                random.nextInt(3) == 0
                    ? RecordEnd.ANY_LINE_END
                    : RecordEnd.bytes(pick(random, ENDS).getBytes(StandardCharsets.UTF_8)))
            .enclose(pick(random, new Byte[] {null, (byte) '"', (byte) '"', (byte) '\''}))
            .escape(pick(random, new Byte[] {null, null, (byte) '\\', (byte) '"'}))
            .nullMarkers(pick(random, NULLS))
            .emptyIsNull(random.nextBoolean())
            .quotedNull(random.nextBoolean())
            .trim(random.nextInt(3) == 0 ? Trim.SPACES : Trim.NONE)
            .skipHeader(random.nextInt(6) == 0 ? 1 + random.nextInt(3) : 0)
            .header(random.nextInt(6) == 0 ? Header.SKIP : Header.NONE)
            .blankLines(random.nextInt(4) > 0)
            .shortRows(random.nextBoolean() ? RowLength.REJECT : RowLength.PAD_WITH_NULL)
            .longRows(random.nextBoolean() ? RowLength.REJECT : RowLength.DROP_EXTRA);
    CsvOptions options = builder.build();
    try {
      Dialect.of(options);
      return options;
    } catch (plimsoll.error.PlimsollException refused) {
      return null;
    }
  }

  private static final List<List<String>> NULLS =
      List.of(List.of(), List.of("\\N"), List.of("null", "a"), List.of(""), List.of("\"\"", "b"));

  private static <T> T pick(Random random, T[] from) {
    return from[random.nextInt(from.length)];
  }

  private static <T> T pick(Random random, List<T> from) {
    return from.get(random.nextInt(from.size()));
  }

  private static byte[] input(Random random, CsvOptions options) {
    List<byte[]> pieces = new ArrayList<>();
    for (String piece :
        new String[] {
          "a",
          "b",
          "x",
          " ",
          "\r",
          "\n",
          "\r\n",
          "\\",
          "\"",
          "\"\"",
          "'",
          "|",
          ",",
          "é",
          "漢",
          "\\N",
          "null",
          "long unquoted text here"
        }) {
      pieces.add(piece.getBytes(StandardCharsets.UTF_8));
    }
    pieces.add(new byte[] {(byte) 0xC3});
    for (int i = 0; i < 4; i++) {
      pieces.add(options.separator());
      pieces.add(
          options.recordEnd() instanceof RecordEnd.Delimiter d ? d.bytes() : new byte[] {'\n'});
    }
    if (options.enclose() != null) {
      byte quote = options.enclose();
      pieces.add(concat(options.separator(), new byte[] {quote}));
      pieces.add(concat(new byte[] {quote}, options.separator()));
    }
    int narrow = random.nextBoolean() ? pieces.size() : 8;
    List<byte[]> chosen = new ArrayList<>();
    for (int i = 0; i < narrow; i++) {
      chosen.add(pick(random, pieces));
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    if (random.nextInt(10) == 0) {
      out.writeBytes(new byte[] {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF});
    }
    int length = random.nextInt(random.nextInt(10) == 0 ? 400 : 40);
    for (int i = 0; i < length; i++) {
      out.writeBytes(pick(random, chosen));
    }
    return out.toByteArray();
  }

  private static byte[] concat(byte[] a, byte[] b) {
    byte[] all = java.util.Arrays.copyOf(a, a.length + b.length);
    System.arraycopy(b, 0, all, a.length, b.length);
    return all;
  }

  static Table table(int columns) {
    List<Column> list = new ArrayList<>();
    for (int i = 1; i <= columns; i++) {
      list.add(Column.of(i, "c" + i, DataType.Scalar.STRING));
    }
    return Table.of(new UUID(0, 1), new TableName("db", "t"), new Schema(list));
  }
}
