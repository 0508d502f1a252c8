package plimsoll.formats.csv;

import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import plimsoll.convert.Swar;
import plimsoll.error.ErrorCode;
import plimsoll.flow.Chunk;
import plimsoll.flow.Quoting;
import plimsoll.flow.RowRejects;
import plimsoll.formats.csv.RowFaults.Kind;
import plimsoll.model.Batch;
import plimsoll.model.DataType;
import plimsoll.model.Fault;
import plimsoll.pipeline.parse.CsvOptions.Header;
import plimsoll.pipeline.parse.CsvOptions.RowLength;
import plimsoll.pipeline.parse.FormatReader;

/** Parses chunks of CSV into batches, for one worker. */
final class CsvReader implements FormatReader {
  /*
   * A chunk is read in windows small enough for the second-level cache: stage one indexes a window, stage
   * two makes batches of its records while bytes and index are still near. A window begins at a record,
   * so it needs no state from the one before; what is behind its last record end is indexed again with
   * the next. Stage two goes column by column, each in one loop that knows its type. A row at a time would
   * choose the type anew for each field.
   *
   * A chunk says what its cutter saw of quotes and escapes; where there are none, stage one does not look
   * for them. It counts line breaks too, for the places of bad rows.
   *
   * Where nothing is escaped, trimmed or of odd length, which a window knows after stage one, a value is
   * read right where the index says; doubled quotes are taken out of the whole window before. Else a
   * careful loop cuts the fields first. Anything wrong is only marked there: records are reported and
   * dropped once the batch is read, in order.
   */
  private static final int WINDOW_BYTES = 128 << 10;

  /** A longer window holds rows of megabytes, whose text is not copied whole besides its fields. */
  private static final int MOST_COPIED = 1 << 20;

  private final CsvFormat format;
  private final Dialect dialect;
  private final int windowBytes;
  private final Batch batch;
  private final @Nullable ColumnReader[] columns;
  private final Map<Quoting, Indexer> fast = new EnumMap<>(Quoting.class);
  private final Indexer exact;
  private final FieldSlicer slicer;
  private final StructuralIndex index = new StructuralIndex();
  private final Rows rows = new Rows(index);
  private final Undoubled undoubled = new Undoubled();
  private final boolean takesOffQuotes;
  private final int[] kept = new int[Batch.CAPACITY];
  private @Nullable RowRejects rejects;
  private @Nullable BadRows badRows;
  private String input = ""; // its name
  private Indexer indexer; // for what is in this chunk
  private int end;
  private int position;
  private int windowLines; // UNKNOWN if nobody counted
  private int nextRecord;
  private boolean quotesOff; // quotes are around fields only, in the text of this window

  CsvReader(CsvFormat format) {
    this(format, WINDOW_BYTES);
  }

  CsvReader(CsvFormat format, int windowBytes) {
    this.format = format;
    this.windowBytes = windowBytes;
    dialect = format.dialect();
    batch = Batch.allocate(format.table().schema());
    slicer = new FieldSlicer(dialect, NullMarkers.inTexts(format.options()));
    FieldSlicer others =
        format.options().nullWords().isEmpty()
            ? slicer
            : new FieldSlicer(dialect, NullMarkers.inOthers(format.options()));
    columns = new ColumnReader[format.targets().length];
    for (int field = 0; field < columns.length; field++) {
      int target = format.targets()[field];
      columns[field] =
          target < 0
              ? null
              : new ColumnReader(format, field, isText(target) ? slicer : slicer(field, others));
    }
    takesOffQuotes = !dialect.trim() && !hasQuotedMarker();
    for (Quoting quoting : Quoting.values()) {
      fast.put(quoting, Indexer.fast(dialect, quoting));
    }
    exact = new ExactIndexer(dialect);
    indexer = exact;
  }

  /** Markers are compared with fields as they are written, in which quotes are doubled. */
  private boolean hasQuotedMarker() {
    return dialect.quote() >= 0
        && Stream.of(
                List.of(format.options().nullMarkers(), format.options().nullWords()),
                format.options().nullWordsAt().values())
            .flatMap(Collection::stream)
            .flatMap(Collection::stream)
            .map(marker -> marker.getBytes(StandardCharsets.UTF_8))
            .anyMatch(marker -> Dialect.contains(marker, dialect.quote()));
  }

  /** What cuts a field that is no text: {@code others}, unless it has NULL words of its own. */
  private FieldSlicer slicer(int field, FieldSlicer others) {
    List<String> words = format.options().nullWordsAt().get(field);
    return words == null
        ? others
        : new FieldSlicer(dialect, NullMarkers.inOthers(format.options(), words));
  }

  private boolean isText(int column) {
    DataType type = format.table().schema().column(column).type();
    return type.isText() || type instanceof DataType.Varbinary;
  }

  @Override
  public void open(Chunk chunk, RowRejects newRejects) {
    rejects = newRejects;
    badRows = new BadRows(format, chunk, newRejects);
    rows.count = 0;
    input = chunk.input();
    rows.data = chunk.data();
    rows.chunkStart = chunk.start();
    position = chunk.start();
    end = chunk.end();
    nextRecord = 1;
    windowLines = StructuralIndex.UNKNOWN;
    indexer = Objects.requireNonNull(fast.get(chunk.quoting()));
    index.begin(position);
    FirstTimes first = format.firstTimes();
    if (first != null) {
      takeForms(first);
    }
    if (chunk.first()) {
      openInput(chunk);
    }
  }

  private void takeForms(FirstTimes first) {
    for (int field = 0; field < columns.length; field++) {
      ColumnReader column = columns[field];
      if (column != null) {
        column.readTimes(first.form(field), format.zone());
      }
    }
  }

  private void openInput(Chunk chunk) {
    if (!format.options().knownText()) {
      TextCheck.check(dialect, chunk);
    }
    CsvHeader header = new CsvHeader(format.options(), dialect);
    if (format.options().header() != Header.BY_NAME) {
      position = header.skip(chunk.data(), position, end, true);
      return;
    }
    List<String> names = header.read(chunk.data(), position, end, true).orElseThrow();
    position = header.next();
    CsvHeader.requireSame(names, format.header(), chunk.input());
  }

  @Override
  public Batch next() {
    batch.clear();
    while (batch.rows() == 0) {
      countLenience(); // before the index goes
      if (nextRecord > index.records() && !nextWindow()) {
        return batch;
      }
      selectRows();
      readColumns();
      settle();
    }
    return batch;
  }

  /** Indexes the next piece of the chunk that holds whole records; false at the chunk's end. */
  private boolean nextWindow() {
    open(badRows).passWindow(position, windowLines);
    windowLines = StructuralIndex.UNKNOWN;
    index.begin(position);
    nextRecord = 1;
    if (position >= end) {
      return false;
    }
    for (int size = windowBytes; ; size = Math.max(size, size * 2)) {
      int stop = end - position <= size ? end : position + size;
      if (!indexer.index(rows.data, position, stop, index)) {
        exact.index(rows.data, position, stop, index);
      }
      if (stop == end) {
        windowLines = index.lineBreaks;
        endChunk();
        beginWindow();
        return true;
      }
      if (index.records() > 0) {
        position = index.consumed();
        index.unclosed = false;
        if (index.lineBreaks != StructuralIndex.UNKNOWN) {
          windowLines =
              index.lineBreaks - Swar.count(rows.data, position, stop, dialect.lineBreak());
        }
        beginWindow();
        return true;
      }
    }
  }

  private void beginWindow() {
    requireShort();
    rows.quoted = index.quotes;
    boolean known = index.quotesKnown && takesOffQuotes;
    boolean copied = known && index.doubledCount > 0 && position - index.start(1) <= MOST_COPIED;
    quotesOff = !index.quotes || (known && (copied || index.doubledCount == 0));
    if (copied) {
      undoubled.copy(rows.data, index);
    }
    rows.text = copied ? undoubled.text : rows.data;
    rows.cuts = copied ? undoubled.cuts : index.positions;
    rows.beginWindow(Math.min(position, end), dialect.isAscii());
  }

  /** A row may be longer than is allowed and yet fit what is read at once. */
  private void requireShort() {
    int most = format.options().maxRowBytes();
    if (position - index.start(1) <= most) {
      return; // all of them together
    }
    for (int record = 1; record <= index.records(); record++) {
      if (index.last(record) + 1 - dialect.recordEnd().length - index.start(record) > most) {
        throw ErrorCode.ROW_TOO_LONG.with(most, "max_row_bytes, in " + input);
      }
    }
  }

  /** What follows the last record end of the chunk is a record too. */
  private void endChunk() {
    position = end;
    if (index.consumed() < end) {
      index.recordEnd(end - 1 + dialect.recordEnd().length);
    } else {
      index.unclosed = false;
    }
  }

  /** Takes the next records that look like rows; marks the others. */
  private void selectRows() {
    int past = Math.min(index.records() + 1, nextRecord + batch.capacity());
    int expected = columns.length;
    int unclosed = index.unclosed ? index.records() : 0;
    boolean comments = dialect.hasComments();
    rows.begin(nextRecord);
    rows.even = true;
    for (int record = nextRecord; record < past; record++) {
      int fields = index.fields(record);
      boolean plain = fields == expected && fields > 1 && record != unclosed && !comments;
      if (plain || isRow(record, fields)) {
        rows.even &= fields == expected;
        rows.add(record);
      }
    }
    rows.plain = rows.even && quotesOff && !index.escapes && !dialect.trim();
    nextRecord = past;
  }

  private boolean isRow(int record, int fields) {
    if (dialect.isComment(rows.data, index, record)) {
      return false;
    }
    if (index.unclosed && record == index.records()) {
      rows.faults.mark(record - rows.firstRecord, Kind.UNCLOSED_QUOTE, 0);
      return false;
    }
    if (fields == 1
        && format.options().blankLines()
        && BlankLine.is(dialect, rows.data, index, record)) {
      return false;
    }
    boolean accepted =
        fields == columns.length
            || (fields < columns.length
                ? format.options().shortRows() == RowLength.PAD_WITH_NULL
                : format.options().longRows() == RowLength.DROP_EXTRA);
    if (!accepted) {
      rows.faults.mark(record - rows.firstRecord, Kind.FIELD_COUNT, fields);
    }
    return accepted;
  }

  private void readColumns() {
    for (int field = 0; field < columns.length && rows.count > 0; field++) {
      ColumnReader column = columns[field];
      if (column != null) {
        column.read(rows, batch);
      } else if (index.quotes) {
        lookForStrays(field);
      }
    }
  }

  /** A row is as bad when the fault is in a field that no column wants. */
  private void lookForStrays(int field) {
    boolean last = field == columns.length - 1;
    if (rows.plain) {
      slicer.plain(rows, field, last, null);
    } else {
      slicer.careful(rows, field, last, null);
    }
    for (int i = 0; i < slicer.strayCount; i++) {
      rows.mark(slicer.strays[i], Kind.TEXT_AFTER_QUOTE, field);
    }
  }

  /** Reports the marked records and leaves the others in the batch. */
  private void settle() {
    batch.rows(rows.count, rows.records);
    if (!rows.faults.any()) {
      return;
    }
    for (int record = rows.firstRecord; record < nextRecord; record++) {
      if (rows.faults.kind(record - rows.firstRecord) != Kind.NONE) {
        open(badRows).report(rows, record);
      }
    }
    int count = 0;
    for (int row = 0; row < rows.count; row++) {
      if (rows.isGood(row)) {
        kept[count++] = row;
      }
    }
    if (count < rows.count) {
      batch.keep(kept, count);
    }
  }

  /** What was let pass in the last batch, now that later stages have said which rows are bad. */
  private void countLenience() {
    if (rows.count == 0) {
      return;
    }
    RowRejects to = open(rejects);
    for (ColumnReader column : columns) {
      if (column != null) {
        column.countNulled(rows, to);
      }
    }
    if (!rows.even) {
      countOddLengths(to);
    }
    rows.count = 0;
  }

  private void countOddLengths(RowRejects to) {
    long padded = 0;
    long cut = 0;
    for (int row = 0; row < rows.count; row++) {
      int fields = index.fields(rows.records[row]);
      if (rows.isGood(row)) {
        padded += fields < columns.length ? 1 : 0;
        cut += fields > columns.length ? 1 : 0;
      }
    }
    to.padded(padded);
    to.cut(cut);
  }

  private static <T> T open(@Nullable T ofChunk) {
    if (ofChunk == null) {
      throw new IllegalStateException("no chunk is open");
    }
    return ofChunk;
  }

  @Override
  public void reject(int record, Fault fault) {
    open(badRows).reject(rows, record, fault);
    rows.faults.mark(record - rows.firstRecord, Kind.FOUND_LATER, 0);
  }

  @Override
  public long bufferedBytes() {
    long bytes = batch.footprint() + index.footprint() + undoubled.footprint();
    for (ColumnReader column : columns) {
      bytes += column == null ? 0 : column.footprint();
    }
    return bytes;
  }

  @Override
  public void shrink() {
    batch.shrink();
    index.shrink();
    undoubled.shrink();
    for (ColumnReader column : columns) {
      if (column != null) {
        column.shrink();
      }
    }
    rows.data = new byte[0];
    rows.text = rows.data;
    rows.cuts = new int[0];
  }

  @Override
  public long lines() {
    return open(badRows).line(end);
  }
}
