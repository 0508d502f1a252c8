package plimsoll.pipeline.parse;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import plimsoll.convert.Conversions;
import plimsoll.model.Compression;

/**
 * How CSV text is cut into fields and which texts are NULL. Presets are bundles of these options;
 * there is one parser.
 *
 * @param separator bytes between fields, 1 to 50
 * @param recordEnd what ends a row
 * @param enclose quoting byte, or null for none
 * @param escape escape byte, or null for none; works inside and outside quotes
 * @param nullMarkers texts that mean NULL when not quoted
 * @param nullWords texts that mean NULL when not quoted, but only in columns that are not text:
 *     there they cannot be values
 * @param nullWordsAt more such words for single fields, by their number from 0, left to right;
 *     these mean NULL in quotes too
 * @param emptyIsNull an empty unquoted field is NULL
 * @param quotedNull a quoted field equal to a null marker is NULL too
 * @param trim which blanks around an unquoted field go
 * @param skipHeader rows to skip at the start of each input
 * @param header what the first row (after {@code skipHeader}) says of the columns
 * @param columnOf for a name in a header that is read by name, the column it goes to, if that is
 *     called otherwise; a column beginning with {@code _} that the table lacks: the field is read
 *     over
 * @param blankLines whether an empty line is skipped silently (else it is a row)
 * @param shortRows what a row with fewer fields than expected is
 * @param longRows what a row with more fields than expected is
 * @param compression how the bytes are compressed
 * @param conversions how text becomes typed values
 * @param maxRowBytes longest row; a longer one ends the load
 */
public record CsvOptions(
    byte[] separator,
    RecordEnd recordEnd,
    @Nullable Byte enclose,
    @Nullable Byte escape,
    List<String> nullMarkers,
    List<String> nullWords,
    Map<Integer, List<String>> nullWordsAt,
    boolean emptyIsNull,
    boolean quotedNull,
    Trim trim,
    long skipHeader,
    Header header,
    Map<String, String> columnOf,
    boolean blankLines,
    RowLength shortRows,
    RowLength longRows,
    Compression compression,
    Conversions conversions,
    int maxRowBytes) {

  /** Default of {@code maxRowBytes}. */
  public static final int MAX_ROW_BYTES = 64 << 20;

  /** StarRocks' Stream Load: tab, no quotes, {@code \N} is NULL, LF ends rows. */
  public static CsvOptions starrocks() {
    return new CsvOptions(
        new byte[] {'\t'},
        RecordEnd.bytes(new byte[] {'\n'}),
        null,
        null,
        List.of("\\N"),
        List.of(),
        Map.of(),
        false,
        false,
        Trim.NONE,
        0,
        Header.NONE,
        Map.of(),
        true,
        RowLength.REJECT,
        RowLength.REJECT,
        Compression.BY_NAME,
        Conversions.STARROCKS,
        MAX_ROW_BYTES);
  }

  /** RFC 4180 with a header, as most files are; an empty unquoted field is NULL. */
  public static CsvOptions rfc4180() {
    return new CsvOptions(
        new byte[] {','},
        RecordEnd.ANY_LINE_END,
        (byte) '"',
        null,
        List.of(),
        List.of(),
        Map.of(),
        true,
        false,
        Trim.NONE,
        0,
        Header.BY_NAME,
        Map.of(),
        true,
        RowLength.REJECT,
        RowLength.REJECT,
        Compression.BY_NAME,
        Conversions.STARROCKS,
        MAX_ROW_BYTES);
  }

  /** OpenMLDB's LOAD DATA in cluster mode: header skipped unread, {@code "} quotes, \ escapes. */
  public static CsvOptions openmldbCluster() {
    return new CsvOptions(
        new byte[] {','},
        RecordEnd.ANY_LINE_END,
        (byte) '"',
        (byte) '\\',
        List.of("null"),
        List.of(),
        Map.of(),
        true,
        false,
        Trim.NONE,
        0,
        Header.SKIP,
        Map.of(),
        true,
        RowLength.PAD_WITH_NULL,
        RowLength.DROP_EXTRA,
        Compression.BY_NAME,
        Conversions.OPENMLDB_CLUSTER,
        MAX_ROW_BYTES);
  }

  /** What ends a row. */
  public sealed interface RecordEnd {
    /** LF or CR LF; the CR is not data. */
    RecordEnd ANY_LINE_END = new LineEnd();

    /** Exactly these bytes. */
    static RecordEnd bytes(byte[] bytes) {
      return new Delimiter(bytes);
    }

    /** LF or CR LF. */
    record LineEnd() implements RecordEnd {}

    /**
     * Given bytes.
     *
     * @param bytes 1 to 50
     */
    record Delimiter(byte[] bytes) implements RecordEnd {}
  }

  /** Which blanks go. */
  public enum Trim {
    NONE,
    /** Spaces around fields, outside quotes (StarRocks' trim_space). */
    SPACES
  }

  /** What the first row is. */
  public enum Header {
    /** Data. */
    NONE,
    /** Column names, not looked at. */
    SKIP,
    /** Column names: fields go to the columns they name, without case, in any order. */
    BY_NAME
  }

  /** What a row with too few or too many fields is. */
  public enum RowLength {
    REJECT,
    PAD_WITH_NULL,
    DROP_EXTRA
  }

  /** The column that a field goes to, by its name in the header. */
  public String column(String headerName) {
    return columnOf.getOrDefault(headerName, headerName);
  }

  /** Whether the field of that name in the header is read over, where no column has its name. */
  public boolean readsOver(String headerName) {
    return columnOf.containsKey(headerName) && column(headerName).startsWith("_");
  }

  /** A copy to change. */
  public Builder toBuilder() {
    return new Builder(this);
  }

  /** Changes single options of a preset. */
  public static final class Builder {
    private byte[] separator;
    private RecordEnd recordEnd;
    private @Nullable Byte enclose;
    private @Nullable Byte escape;
    private List<String> nullMarkers;
    private List<String> nullWords;
    private Map<Integer, List<String>> nullWordsAt;
    private boolean emptyIsNull;
    private boolean quotedNull;
    private Trim trim;
    private long skipHeader;
    private Header header;
    private Map<String, String> columnOf;
    private boolean blankLines;
    private RowLength shortRows;
    private RowLength longRows;
    private Compression compression;
    private Conversions conversions;
    private int maxRowBytes;

    private Builder(CsvOptions from) {
      separator = from.separator;
      recordEnd = from.recordEnd;
      enclose = from.enclose;
      escape = from.escape;
      nullMarkers = from.nullMarkers;
      nullWords = from.nullWords;
      nullWordsAt = from.nullWordsAt;
      emptyIsNull = from.emptyIsNull;
      quotedNull = from.quotedNull;
      trim = from.trim;
      skipHeader = from.skipHeader;
      header = from.header;
      columnOf = from.columnOf;
      blankLines = from.blankLines;
      shortRows = from.shortRows;
      longRows = from.longRows;
      compression = from.compression;
      conversions = from.conversions;
      maxRowBytes = from.maxRowBytes;
    }

    /** Bytes between fields. */
    public Builder separator(byte[] bytes) {
      separator = bytes.clone();
      return this;
    }

    /** What ends a row. */
    public Builder recordEnd(RecordEnd end) {
      recordEnd = end;
      return this;
    }

    /** Quoting byte, null for none. */
    public Builder enclose(@Nullable Byte quote) {
      enclose = quote;
      return this;
    }

    /** Escape byte, null for none. */
    public Builder escape(@Nullable Byte escapeByte) {
      escape = escapeByte;
      return this;
    }

    /** Texts that mean NULL. */
    public Builder nullMarkers(List<String> markers) {
      nullMarkers = List.copyOf(markers);
      return this;
    }

    /** Texts that mean NULL in columns that are not text. */
    public Builder nullWords(List<String> words) {
      nullWords = List.copyOf(words);
      return this;
    }

    /** Texts that mean NULL in single fields, if these go to columns that are not text. */
    public Builder nullWordsAt(Map<Integer, List<String>> words) {
      nullWordsAt = Map.copyOf(words);
      return this;
    }

    /** Whether an empty unquoted field is NULL. */
    public Builder emptyIsNull(boolean is) {
      emptyIsNull = is;
      return this;
    }

    /** Whether a quoted null marker is NULL. */
    public Builder quotedNull(boolean is) {
      quotedNull = is;
      return this;
    }

    /** Which blanks go. */
    public Builder trim(Trim which) {
      trim = which;
      return this;
    }

    /** Rows to skip at the start of each input. */
    public Builder skipHeader(long rows) {
      skipHeader = rows;
      return this;
    }

    /** What the first row is. */
    public Builder header(Header what) {
      header = what;
      return this;
    }

    /** Columns for names of the header that are not their own. */
    public Builder columnOf(Map<String, String> columns) {
      columnOf = Map.copyOf(columns);
      return this;
    }

    /** Whether an empty line is skipped. */
    public Builder blankLines(boolean skipped) {
      blankLines = skipped;
      return this;
    }

    /** Rows with too few fields. */
    public Builder shortRows(RowLength what) {
      shortRows = what;
      return this;
    }

    /** Rows with too many fields. */
    public Builder longRows(RowLength what) {
      longRows = what;
      return this;
    }

    /** How the bytes are compressed. */
    public Builder compression(Compression how) {
      compression = how;
      return this;
    }

    /** How text becomes typed values. */
    public Builder conversions(Conversions rules) {
      conversions = rules;
      return this;
    }

    /** Longest row. */
    public Builder maxRowBytes(int bytes) {
      maxRowBytes = bytes;
      return this;
    }

    /** The options. */
    public CsvOptions build() {
      return new CsvOptions(
          separator,
          recordEnd,
          enclose,
          escape,
          nullMarkers,
          nullWords,
          nullWordsAt,
          emptyIsNull,
          quotedNull,
          trim,
          skipHeader,
          header,
          columnOf,
          blankLines,
          shortRows,
          longRows,
          compression,
          conversions,
          maxRowBytes);
    }
  }
}
