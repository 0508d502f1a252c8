package plimsoll.formats.csv;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import plimsoll.convert.Utf8;
import plimsoll.error.ErrorCode;
import plimsoll.pipeline.parse.CsvOptions;
import plimsoll.pipeline.parse.CsvOptions.Header;

/** The first rows of an input: those to skip, and the one that names the columns. */
public final class CsvHeader {
  private final CsvOptions options;
  private final Dialect dialect;
  private final ExactIndexer indexer;
  private int next;

  CsvHeader(CsvOptions options, Dialect dialect) {
    this.options = options;
    this.dialect = dialect;
    this.indexer = new ExactIndexer(dialect);
  }

  /**
   * The names in the header of an input whose options say that it has one.
   *
   * @param firstBytes the input's first bytes
   * @param length how many there are
   * @param wholeInput whether the input ends there
   * @return empty if the header does not end within the bytes
   * @throws plimsoll.error.PlimsollException {@code HEADER_MISMATCH} if there is no header, or
   *     names in it are empty or the same
   */
  public static Optional<List<String>> read(
      byte[] firstBytes, int length, CsvOptions options, boolean wholeInput) {
    CsvHeader header = new CsvHeader(options, Dialect.of(options));
    return header.read(firstBytes, 0, length, wholeInput);
  }

  /** As above, for bytes in the middle of a buffer. The input's name is left to the caller. */
  Optional<List<String>> read(byte[] data, int start, int end, boolean wholeInput) {
    int at = pastMark(data, start, end);
    StructuralIndex index = StructuralIndex.small();
    for (long row = 0; row <= options.skipHeader(); row++) {
      do {
        index.begin(at);
        int past = at < end ? indexer.record(data, at, end, index) : -1;
        if (past < 0) {
          if (!wholeInput) {
            return Optional.empty();
          }
          if (row < options.skipHeader() || at >= end) {
            throw ErrorCode.HEADER_MISMATCH.with("There is no header: the input ends before it.");
          }
          past = end;
          index.recordEnd(end - 1 + dialect.recordEnd().length);
        }
        at = past;
      } while (row == options.skipHeader() && isNoHeader(data, index));
    }
    next = at;
    return Optional.of(names(data, start, index));
  }

  /** Where the data begins, after {@link #read}. */
  int next() {
    return next;
  }

  /**
   * What comes before the rows of an input: a byte order mark, rows to skip, and its header.
   *
   * @param length bytes
   * @param names the header's names; empty if it is not to be read
   */
  public record Heading(int length, List<String> names) {
    /**
     * Checks an input of a load against its first one.
     *
     * @throws plimsoll.error.PlimsollException {@code HEADER_MISMATCH} if the headers differ
     */
    public void requireSame(Heading first, String input) {
      CsvHeader.requireSame(names, first.names, input);
    }
  }

  /**
   * The heading of an input.
   *
   * @param input its name, for messages
   * @param firstBytes its first bytes
   * @param length how many there are
   * @param wholeInput whether the input ends there
   * @return empty if it does not end within the bytes
   * @throws plimsoll.error.PlimsollException as {@link #read}; {@code NOT_TEXT} for binary input
   */
  public static Optional<Heading> heading(
      String input, byte[] firstBytes, int length, CsvOptions options, boolean wholeInput) {
    Dialect dialect = Dialect.of(options);
    if (!options.knownText()) {
      TextCheck.check(dialect, input, firstBytes, 0, length);
    }
    CsvHeader header = new CsvHeader(options, dialect);
    if (options.header() == Header.BY_NAME) {
      return header
          .read(firstBytes, 0, length, wholeInput)
          .map(names -> new Heading(header.next(), names));
    }
    int end = header.skip(firstBytes, 0, length, wholeInput);
    return end < 0 ? Optional.empty() : Optional.of(new Heading(end, List.of()));
  }

  /** Names of an input's header must be those of the first one; letter case does not matter. */
  static void requireSame(List<String> names, List<String> planned, String input) {
    boolean same = names.size() == planned.size();
    for (int i = 0; same && i < planned.size(); i++) {
      same = names.get(i).equalsIgnoreCase(planned.get(i));
    }
    if (!same) {
      throw ErrorCode.HEADER_MISMATCH.with(
          "The header of "
              + input
              + " is not that of the load's first input. Here: "
              + String.join(", ", names)
              + ". First: "
              + String.join(", ", planned)
              + ". Load inputs with other headers on their own.");
    }
  }

  /** Where the data begins if no header is looked at; negative if that is behind the bytes. */
  int skip(byte[] data, int start, int end, boolean wholeInput) {
    int at = pastMark(data, start, end);
    for (long row = 0; row < options.skipHeader(); row++) {
      if (at == end) {
        return wholeInput ? end : -1;
      }
      at = past(data, at, end, wholeInput, null);
      if (at < 0) {
        return at;
      }
    }
    boolean found = options.header() == Header.NONE;
    StructuralIndex index = StructuralIndex.small();
    while (!found && at < end) {
      index.begin(at);
      at = past(data, at, end, wholeInput, index);
      if (at < 0) {
        return at;
      }
      found = !isNoHeader(data, index);
    }
    return found || wholeInput ? at : -1;
  }

  private int pastMark(byte[] data, int start, int end) {
    return options.knownText() ? start : Bom.skip(data, start, end);
  }

  /** Past the next record; negative if it does not end within the bytes. */
  private int past(
      byte[] data, int at, int end, boolean wholeInput, @Nullable StructuralIndex index) {
    int past = indexer.record(data, at, end, index);
    if (past >= 0 || !wholeInput) {
      return past;
    }
    if (index != null) {
      index.recordEnd(end - 1 + dialect.recordEnd().length);
    }
    return end;
  }

  /** Blank lines and comments may stand before the header. */
  private boolean isNoHeader(byte[] data, StructuralIndex index) {
    return dialect.isComment(data, index, 1)
        || (options.blankLines() && BlankLine.is(dialect, data, index, 1));
  }

  private List<String> names(byte[] data, int start, StructuralIndex index) {
    Rows rows = Rows.one(index);
    rows.data = data;
    rows.chunkStart = start;
    rows.add(1);
    FieldSlicer slicer = FieldSlicer.ofOneRow(dialect);
    List<String> names = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    for (int field = 0; field < index.fields(1); field++) {
      String name = name(rows, slicer, field);
      if (!seen.add(name.toLowerCase(Locale.ROOT))) {
        throw ErrorCode.HEADER_MISMATCH.with("The header names column '" + name + "' twice.");
      }
      names.add(name);
    }
    return names;
  }

  private static String name(Rows rows, FieldSlicer slicer, int field) {
    slicer.careful(rows, field, false, null);
    byte[] text = new byte[slicer.totalLength(1)];
    slicer.decode(rows, text);
    int length = slicer.fields.end(0) - slicer.fields.start(0);
    if (length < 0 || !Utf8.isValid(text, 0, length)) {
      throw ErrorCode.HEADER_MISMATCH.with(
          "Field "
              + (field + 1)
              + " of the header is no name: text follows its closing quote, or it"
              + " is not UTF-8.");
    }
    String name = new String(text, 0, length, StandardCharsets.UTF_8).strip();
    if (name.isEmpty()) {
      throw ErrorCode.HEADER_MISMATCH.with("Field " + (field + 1) + " of the header has no name.");
    }
    return name;
  }
}
