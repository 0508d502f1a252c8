package plimsoll.fuzz;

import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import plimsoll.convert.Conversions;
import plimsoll.error.PlimsollException;
import plimsoll.formats.csv.CsvFormats;
import plimsoll.model.BadValuePolicy;
import plimsoll.model.Column;
import plimsoll.model.DataType;
import plimsoll.model.DataType.Scalar;
import plimsoll.model.Schema;
import plimsoll.model.Table;
import plimsoll.model.TableName;
import plimsoll.pipeline.parse.CsvOptions;
import plimsoll.pipeline.parse.CsvOptions.Header;
import plimsoll.pipeline.parse.CsvOptions.RecordEnd;
import plimsoll.pipeline.parse.CsvOptions.RowLength;
import plimsoll.pipeline.parse.CsvOptions.Trim;
import plimsoll.pipeline.parse.Format;
import plimsoll.pipeline.parse.FormatReader;

/**
 * The CSV cutter and reader: any bytes in any dialect are rows and rejected rows, and the same ones
 * wherever the input is cut into chunks.
 *
 * <p>An input is two bytes that choose a dialect, one for the size of the chunks, and the file.
 * There are as many dialects as fit in memory with a reader each: to make one takes ten times as
 * long as to read a file of this size.
 */
public final class CsvTarget {
  static final int HEAD = 3;

  private static final int DIALECTS = 1_000;

  /** The first ones, as people write them: {@link CsvOptions#starrocks} and changes to it. */
  static final int COMMON = 5;

  private static final Conversions[] CONVERSIONS = {
    Conversions.STARROCKS, Conversions.OPENMLDB_CLUSTER, Conversions.OPENMLDB_LOCAL
  };

  private static final byte[][] DELIMITERS = {
    {','}, {'\t'}, {';'}, {'|'}, {1}, {'|', '|'}, {',', ';'}, {'a'}, {'a', 'a'}, {' '}
  };
  private static final byte[][] ENDS = {{'\n'}, {'\n'}, {'\r', '\n'}, {'\r'}, {';'}, {'a', 'a'}};
  private static final byte[] QUOTES = {'"', '"', '\'', 'a'};
  private static final byte[] ESCAPES = {'\\', '\\', '"', '\''};

  private static final Table TABLE =
      Table.of(
          new UUID(0, 1),
          new TableName("demo", "t"),
          new Schema(
              List.of(
                  Column.of(1, "s", Scalar.STRING),
                  Column.of(2, "i", Scalar.INT),
                  Column.of(3, "v", new DataType.Varchar(5, false)))));

  private static final @Nullable Parser[] PARSERS = new Parser[DIALECTS];

  private record Parser(Format format, FormatReader reader) {}

  private CsvTarget() {}

  /** Called by the fuzzer. */
  public static void fuzzerTestOneInput(byte[] input) {
    if (input.length >= HEAD) {
      Allocation.bounded(input.length, 64 << 10, () -> run(input));
    }
  }

  private static void run(byte[] input) {
    try {
      Parser parser = parser(dialect(input));
      int chunk = 1 + (input[HEAD - 1] & 0xff);
      if (!read(parser, input, input.length, false).isLike(read(parser, input, chunk, false))) {
        throw new AssertionError(
            "Whole:\n"
                + read(parser, input, input.length, true)
                + "\nIn chunks of "
                + chunk
                + ":\n"
                + read(parser, input, chunk, true));
      }
    } catch (PlimsollException refusal) {
      Refusals.check(refusal); // a dialect that contradicts itself, a file that is no text
    }
  }

  private static ChunkedCsv read(Parser parser, byte[] input, int chunk, boolean inWords) {
    return new ChunkedCsv(parser.format(), input, HEAD, inWords).read(parser.reader(), chunk);
  }

  private static int dialect(byte[] input) {
    return ((input[0] & 0xff) << 8 | input[1] & 0xff) % DIALECTS;
  }

  private static Parser parser(int dialect) {
    Parser known = PARSERS[dialect];
    if (known != null) {
      return known;
    }
    Random random = new Random(dialect);
    Parser parser = null;
    while (parser == null) {
      try {
        CsvOptions csv = dialect < COMMON ? common(dialect) : drawn(random);
        BadValuePolicy policy =
            random.nextBoolean() ? BadValuePolicy.NULLIFY : BadValuePolicy.REJECT;
        Format format = new CsvFormats().csv(csv, TABLE, null, policy);
        parser = new Parser(format, format.newReader());
      } catch (PlimsollException refusal) {
        Refusals.check(refusal); // a dialect that contradicts itself
      }
    }
    PARSERS[dialect] = parser;
    return parser;
  }

  private static CsvOptions common(int dialect) {
    CsvOptions.Builder csv = CsvOptions.starrocks().toBuilder().separator(new byte[] {','});
    return switch (dialect) {
      case 0 -> csv.build();
      case 1 -> csv.enclose((byte) '"').recordEnd(RecordEnd.ANY_LINE_END).build();
      case 2 -> csv.enclose((byte) '"').escape((byte) '\\').trim(Trim.SPACES).build();
      case 4 -> csv.enclose((byte) '"').quoteEscape((byte) '\\').build();
      default -> csv.enclose((byte) '\'').header(Header.SKIP).emptyIsNull(true).build();
    };
  }

  private static CsvOptions drawn(Random random) {
    return CsvOptions.starrocks().toBuilder()
        .separator(pick(random, DELIMITERS))
        .recordEnd(
            random.nextBoolean() ? RecordEnd.ANY_LINE_END : RecordEnd.bytes(pick(random, ENDS)))
        .enclose(orNone(random, QUOTES))
        .escape(orNone(random, ESCAPES))
        .trim(random.nextInt(3) == 0 ? Trim.SPACES : Trim.NONE)
        .blankLines(random.nextBoolean())
        .emptyIsNull(random.nextBoolean())
        .quotedNull(random.nextBoolean())
        .shortRows(random.nextBoolean() ? RowLength.PAD_WITH_NULL : RowLength.REJECT)
        .longRows(random.nextBoolean() ? RowLength.DROP_EXTRA : RowLength.REJECT)
        .header(random.nextInt(4) == 0 ? Header.SKIP : Header.NONE)
        .conversions(CONVERSIONS[random.nextInt(CONVERSIONS.length)])
        .nullMarkers(random.nextBoolean() ? List.of("\\N", "null") : List.of())
        .nullWords(random.nextBoolean() ? List.of("NA") : List.of())
        .quoteEscape(orNone(random, ESCAPES))
        .build();
  }

  private static byte[] pick(Random random, byte[][] choices) {
    return choices[random.nextInt(choices.length)];
  }

  private static @Nullable Byte orNone(Random random, byte[] choices) {
    return random.nextInt(3) == 0 ? null : (Byte) choices[random.nextInt(choices.length)];
  }
}
