package plimsoll.fuzz;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
 * <p>An input is seven bytes, which say the dialect and the size of the chunks, and the file.
 */
public final class CsvTarget {
  static final int HEAD = 7;

  private static final int MOST_DIALECTS = 500;
  private static final byte[][] LONG = {{'|', '|'}, {',', ';'}, {'\r', '\n'}, {'a', 'a'}};

  private static final Table TABLE =
      Table.of(
          new UUID(0, 1),
          new TableName("demo", "t"),
          new Schema(
              List.of(
                  Column.of(1, "s", Scalar.STRING),
                  Column.of(2, "i", Scalar.INT),
                  Column.of(3, "v", new DataType.Varchar(5, false)))));

  /** Formats and their readers by the bytes that they come from: a reader is large, and reused. */
  private static final Map<Long, Parser> PARSERS =
      new LinkedHashMap<>(MOST_DIALECTS, 1, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Parser> eldest) {
          return size() > MOST_DIALECTS;
        }
      };

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
      Parser parser = PARSERS.computeIfAbsent(head(input), unused -> parser(input));
      int length = input.length - HEAD;
      ChunkedCsv whole =
          new ChunkedCsv(parser.format(), input, HEAD).read(parser.reader(), length + 1);
      int chunk = 1 + (input[HEAD - 1] & 0xff);
      ChunkedCsv cut = new ChunkedCsv(parser.format(), input, HEAD).read(parser.reader(), chunk);
      if (!whole.isLike(cut)) {
        throw new AssertionError("Whole:\n" + whole + "\nIn chunks of " + chunk + ":\n" + cut);
      }
    } catch (PlimsollException refusal) {
      Refusals.check(refusal); // a dialect that contradicts itself, a file that is no text
    }
  }

  private static long head(byte[] input) {
    long head = 0;
    for (int i = 0; i < HEAD - 1; i++) {
      head = head << 8 | input[i] & 0xff;
    }
    return head;
  }

  private static Parser parser(byte[] input) {
    Format format =
        new CsvFormats()
            .csv(
                options(input),
                TABLE,
                null,
                is(input[1], 0) ? BadValuePolicy.NULLIFY : BadValuePolicy.REJECT);
    return new Parser(format, format.newReader());
  }

  private static CsvOptions options(byte[] input) {
    byte flags = input[0];
    byte more = input[1];
    return CsvOptions.starrocks().toBuilder()
        .separator(delimiter(input[2]))
        .recordEnd(is(flags, 0) ? RecordEnd.ANY_LINE_END : RecordEnd.bytes(delimiter(input[3])))
        .enclose(orNone(input[4]))
        .escape(orNone(input[5]))
        .trim(is(flags, 1) ? Trim.SPACES : Trim.NONE)
        .blankLines(is(flags, 2))
        .emptyIsNull(is(flags, 3))
        .quotedNull(is(flags, 4))
        .shortRows(is(flags, 5) ? RowLength.PAD_WITH_NULL : RowLength.REJECT)
        .longRows(is(flags, 6) ? RowLength.DROP_EXTRA : RowLength.REJECT)
        .header(is(flags, 7) ? Header.SKIP : Header.NONE)
        .conversions(is(more, 1) ? Conversions.STARROCKS : Conversions.OPENMLDB_CLUSTER)
        .nullMarkers(is(more, 2) ? List.of("\\N", "null") : List.of())
        .nullWords(is(more, 3) ? List.of("NA") : List.of())
        .build();
  }

  private static boolean is(byte flags, int bit) {
    return (flags >> bit & 1) != 0;
  }

  /** Most are one byte; the highest values stand for longer ones. */
  private static byte[] delimiter(byte value) {
    int place = (value & 0xff) - (0x100 - LONG.length);
    return place < 0 ? new byte[] {value} : LONG[place];
  }

  private static @Nullable Byte orNone(byte value) {
    return value == 0 ? null : (Byte) value;
  }
}
