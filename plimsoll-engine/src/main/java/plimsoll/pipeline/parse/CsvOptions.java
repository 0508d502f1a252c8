package plimsoll.pipeline.parse;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
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
 * @param escape escape byte, or null for none; works in front of any byte, in quotes and outside
 * @param quoteEscape escape byte that works in quotes only, and only in front of a quote or of
 *     itself; elsewhere it is data. Null for none; none either where {@code escape} is set
 * @param escapeLetters whether letters behind an escape stand for control characters, as in MySQL:
 *     {@code 0 b n r t Z}; else what is behind an escape stands for itself
 * @param comment a record that begins with these bytes is no row; none if empty
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
 *     called otherwise; {@code _}, where no column is called so: the field is read over
 * @param unknownColumns what a header that is read by name may name beside columns of the table
 * @param blankLines whether an empty line is skipped silently (else it is a row)
 * @param shortRows what a row with fewer fields than expected is
 * @param longRows what a row with more fields than expected is
 * @param compression how the bytes are compressed
 * @param encoding how the text is encoded; UTF-8 is checked, others are converted to it first
 * @param conversions how text becomes typed values
 * @param timestamps how OpenMLDB's conversions know milliseconds from text
 * @param maxRowBytes longest row; a longer one ends the load
 * @param knownText whether the bytes were taken as text before: NUL at the start of an input is not
 *     looked for, and what looks like a byte order mark there is data
 */
public record CsvOptions(
    byte[] separator,
    RecordEnd recordEnd,
    @Nullable Byte enclose,
    @Nullable Byte escape,
    @Nullable Byte quoteEscape,
    boolean escapeLetters,
    byte[] comment,
    List<String> nullMarkers,
    List<String> nullWords,
    Map<Integer, List<String>> nullWordsAt,
    boolean emptyIsNull,
    boolean quotedNull,
    Trim trim,
    long skipHeader,
    Header header,
    Map<String, String> columnOf,
    UnknownColumns unknownColumns,
    boolean blankLines,
    RowLength shortRows,
    RowLength longRows,
    Compression compression,
    Charset encoding,
    Conversions conversions,
    Timestamps timestamps,
    int maxRowBytes,
    boolean knownText) {

  /** Most of {@code maxRowBytes}: a row is in one array, beside the start of the next. */
  static final int MOST_ROW_BYTES = 512 << 20;

  /** Default of {@code maxRowBytes}. */
  public static final int MAX_ROW_BYTES = 64 << 20;

  private static final byte[] NONE = {};

  /** StarRocks' Stream Load: tab, no quotes, {@code \N} is NULL, LF ends rows. */
  public static CsvOptions starrocks() {
    return new CsvOptions(
        new byte[] {'\t'},
        RecordEnd.bytes(new byte[] {'\n'}),
        null,
        null,
        null,
        false,
        NONE,
        List.of("\\N"),
        List.of(),
        Map.of(),
        false,
        false,
        Trim.NONE,
        0,
        Header.NONE,
        Map.of(),
        UnknownColumns.REFUSE,
        true,
        RowLength.REJECT,
        RowLength.REJECT,
        Compression.BY_NAME,
        StandardCharsets.UTF_8,
        Conversions.STARROCKS,
        Timestamps.EACH,
        MAX_ROW_BYTES,
        false);
  }

  /** RFC 4180 with a header, as most files are; an empty unquoted field is NULL. */
  public static CsvOptions rfc4180() {
    return starrocks().toBuilder()
        .separator(new byte[] {','})
        .recordEnd(RecordEnd.ANY_LINE_END)
        .enclose((byte) '"')
        .nullMarkers(List.of())
        .emptyIsNull(true)
        .header(Header.BY_NAME)
        .build();
  }

  /**
   * OpenMLDB's LOAD DATA in cluster mode: header skipped unread, {@code "} quotes, in which \
   * stands before quotes that are data.
   */
  public static CsvOptions openmldbCluster() {
    return rfc4180().toBuilder()
        .quoteEscape((byte) '\\')
        .nullMarkers(List.of("null"))
        .header(Header.SKIP)
        .shortRows(RowLength.PAD_WITH_NULL)
        .longRows(RowLength.DROP_EXTRA)
        .conversions(Conversions.OPENMLDB_CLUSTER)
        .timestamps(Timestamps.FIRST)
        .build();
  }

  /**
   * OpenMLDB's LOAD DATA in local mode: no quotes unless asked, blanks around fields go, what is
   * empty or {@code null} is NULL even in quotes, the header's names must be columns.
   */
  public static CsvOptions openmldbLocal() {
    return openmldbCluster().toBuilder()
        .enclose(null)
        .quoteEscape(null)
        .nullMarkers(List.of("null", ""))
        .quotedNull(true)
        .trim(Trim.BLANKS)
        .header(Header.BY_NAME)
        .blankLines(false)
        .shortRows(RowLength.REJECT)
        .longRows(RowLength.REJECT)
        .conversions(Conversions.OPENMLDB_LOCAL)
        .timestamps(Timestamps.EACH)
        .build();
  }

  /** MySQL's LOAD DATA: tab, LF, no quotes, \ escapes with letters, {@code \N} is NULL. */
  public static CsvOptions mysql() {
    return starrocks().toBuilder()
        .escape((byte) '\\')
        .escapeLetters(true)
        .blankLines(false)
        .build();
  }

  /** Bytes that end a row that is written: LF where several may. */
  public byte[] recordEndBytes() {
    return recordEnd instanceof RecordEnd.Delimiter delimiter
        ? delimiter.bytes()
        : new byte[] {'\n'};
  }

  /** What ends a row. */
  public sealed interface RecordEnd {
    /** LF or CR LF; the CR is not data. */
    RecordEnd ANY_LINE_END = new LineEnd(false);

    /** CR, LF or CR LF, also mixed. */
    RecordEnd ANY_BREAK = new LineEnd(true);

    /** Exactly these bytes. */
    static RecordEnd bytes(byte[] bytes) {
      return new Delimiter(bytes);
    }

    /**
     * LF or CR LF.
     *
     * @param crAlone whether a CR without an LF behind it ends a row too
     */
    record LineEnd(boolean crAlone) implements RecordEnd {}

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
    SPACES,
    /** Spaces, tabs, CR, LF, vertical tabs and form feeds, those that delimit nothing. */
    BLANKS
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

  /** What a name in a header is that no column has. */
  public enum UnknownColumns {
    /** A mistake, which ends the load. */
    REFUSE,
    /** Of no interest: its field is read over. */
    IGNORE
  }

  /** What tells whether a time is milliseconds or text. */
  public enum Timestamps {
    /** Each value by itself. */
    EACH,
    /** The first value of its column, of all inputs; values of the other kind do not convert. */
    FIRST
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
    return unknownColumns == UnknownColumns.IGNORE
        || (columnOf.containsKey(headerName) && column(headerName).equals("_"));
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
    private @Nullable Byte quoteEscape;
    private boolean escapeLetters;
    private byte[] comment;
    private List<String> nullMarkers;
    private List<String> nullWords;
    private Map<Integer, List<String>> nullWordsAt;
    private boolean emptyIsNull;
    private boolean quotedNull;
    private Trim trim;
    private long skipHeader;
    private Header header;
    private Map<String, String> columnOf;
    private UnknownColumns unknownColumns;
    private boolean blankLines;
    private RowLength shortRows;
    private RowLength longRows;
    private Compression compression;
    private Charset encoding;
    private Conversions conversions;
    private Timestamps timestamps;
    private int maxRowBytes;
    private boolean knownText;

    private Builder(CsvOptions from) {
      separator = from.separator;
      recordEnd = from.recordEnd;
      enclose = from.enclose;
      escape = from.escape;
      quoteEscape = from.quoteEscape;
      escapeLetters = from.escapeLetters;
      comment = from.comment;
      nullMarkers = from.nullMarkers;
      nullWords = from.nullWords;
      nullWordsAt = from.nullWordsAt;
      emptyIsNull = from.emptyIsNull;
      quotedNull = from.quotedNull;
      trim = from.trim;
      skipHeader = from.skipHeader;
      header = from.header;
      columnOf = from.columnOf;
      unknownColumns = from.unknownColumns;
      blankLines = from.blankLines;
      shortRows = from.shortRows;
      longRows = from.longRows;
      compression = from.compression;
      encoding = from.encoding;
      conversions = from.conversions;
      timestamps = from.timestamps;
      maxRowBytes = from.maxRowBytes;
      knownText = from.knownText;
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

    /** Escape byte in quotes, in front of a quote or of itself; null for none. */
    public Builder quoteEscape(@Nullable Byte escapeByte) {
      quoteEscape = escapeByte;
      return this;
    }

    /** Whether letters behind an escape stand for control characters. */
    public Builder escapeLetters(boolean are) {
      escapeLetters = are;
      return this;
    }

    /** What a record that is no row begins with; empty for none. */
    public Builder comment(byte[] prefix) {
      comment = prefix.clone();
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

    /** Sets {@code unknownColumns}. */
    public Builder unknownColumns(UnknownColumns are) {
      unknownColumns = are;
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

    /** How the text is encoded. */
    public Builder encoding(Charset charset) {
      encoding = charset;
      return this;
    }

    /** How text becomes typed values. */
    public Builder conversions(Conversions rules) {
      conversions = rules;
      return this;
    }

    /** How milliseconds are known from text. */
    public Builder timestamps(Timestamps how) {
      timestamps = how;
      return this;
    }

    /** Longest row. */
    public Builder maxRowBytes(int bytes) {
      maxRowBytes = bytes;
      return this;
    }

    /** Whether the bytes were taken as text before. */
    public Builder knownText(boolean is) {
      knownText = is;
      return this;
    }

    /** The options. */
    public CsvOptions build() {
      return new CsvOptions(
          separator,
          recordEnd,
          enclose,
          escape,
          quoteEscape,
          escapeLetters,
          comment,
          nullMarkers,
          nullWords,
          nullWordsAt,
          emptyIsNull,
          quotedNull,
          trim,
          skipHeader,
          header,
          columnOf,
          unknownColumns,
          blankLines,
          shortRows,
          longRows,
          compression,
          encoding,
          conversions,
          timestamps,
          maxRowBytes,
          knownText);
    }
  }
}
