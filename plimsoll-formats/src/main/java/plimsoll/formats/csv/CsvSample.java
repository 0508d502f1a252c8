package plimsoll.formats.csv;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import plimsoll.pipeline.parse.CsvOptions;

/**
 * The first rows of an input as texts, cut by the rules of a load but without its speed: for
 * looking at a file whose columns are not known yet.
 */
public final class CsvSample {
  private final CsvOptions options;
  private final Dialect dialect;
  private final FieldSlicer slicer;
  private final StructuralIndex index = new StructuralIndex();
  private final Rows rows = new Rows(index);
  private long strays;
  private long lfs;
  private long crCrLfs;

  private CsvSample(CsvOptions options, byte[] data) {
    this.options = options;
    dialect = Dialect.of(options);
    slicer = new FieldSlicer(dialect, NullMarkers.inTexts(options));
    rows.data = data;
  }

  /**
   * One row.
   *
   * @param line 1-based physical line on which it starts
   * @param record how many records are before it, blank ones included
   * @param fields null for NULL
   */
  public record Row(long line, long record, List<@Nullable String> fields) {}

  /**
   * What was cut.
   *
   * @param rows those that could be, the header among them
   * @param strays how many rows have text behind a closing quote
   * @param unread how many lines are behind a quote that is never closed
   * @param ends what ended the rows
   */
  public record Cut(List<Row> rows, long strays, long unread, Ends ends) {}

  /**
   * Bytes that ended rows, blank ones too.
   *
   * @param lfs how many LFs, alone or behind a CR
   * @param crCrLfs how many of them stand behind two CRs
   */
  public record Ends(long lfs, long crCrLfs) {}

  /**
   * Cuts rows, the header among them.
   *
   * @param data the input's first bytes
   * @param whole whether the input ends there; if not, a row that they cut off is left out
   * @param options how it is written; rows to skip are skipped
   * @param most no more rows than that
   */
  public static Cut rows(byte[] data, boolean whole, CsvOptions options, int most) {
    return new CsvSample(options, data).rows(whole, most);
  }

  private Cut rows(boolean whole, int most) {
    byte[] data = rows.data;
    ExactIndexer indexer = new ExactIndexer(dialect);
    List<Row> found = new ArrayList<>();
    int at = Bom.skip(data, 0, data.length);
    long line = 1;
    long unread = 0;
    for (long row = 0; at < data.length && found.size() < most; row++) {
      int start = at;
      index.begin(at);
      at = indexer.record(data, at, data.length, index);
      if (at < 0) {
        unread = at == ExactIndexer.OPEN ? openLines(start, whole) : 0;
        if (!whole || at == ExactIndexer.OPEN) {
          break;
        }
        index.recordEnd(data.length - 1 + dialect.recordEnd().length);
        at = data.length;
      }
      if (row >= options.skipHeader() && !isBlank(data)) {
        addTo(found, line, row);
      }
      line += lines(start, at);
      countEnd(data, at - 1);
    }
    return new Cut(found, strays, unread, new Ends(lfs, crCrLfs));
  }

  private void countEnd(byte[] data, int last) {
    if (data[last] == '\n') {
      lfs++;
      crCrLfs += last >= 2 && data[last - 1] == '\r' && data[last - 2] == '\r' ? 1 : 0;
    }
  }

  /** A quoted field of one line may just be cut off. */
  private long openLines(int start, boolean whole) {
    long behind = lines(start, rows.data.length);
    return whole || behind > 0 ? 1 + behind : 0;
  }

  private long lines(int start, int end) {
    byte lineBreak = dialect.lineBreak();
    long lines = 0;
    for (int at = start; at < end; at++) {
      boolean crAlone = dialect.crAlone() && Dialect.isCrAlone(rows.data, at, rows.data.length);
      if (rows.data[at] == lineBreak || crAlone) {
        lines++;
      }
    }
    return lines;
  }

  private boolean isBlank(byte[] data) {
    return dialect.isComment(data, index, 1)
        || (options.blankLines() && BlankLine.is(dialect, data, index, 1));
  }

  private void addTo(List<Row> found, long line, long record) {
    List<@Nullable String> fields = new ArrayList<>();
    rows.begin(1);
    rows.add(1);
    for (int field = 0; field < index.fields(1); field++) {
      slicer.careful(rows, field, false, null);
      if (slicer.strayCount > 0) {
        strays++;
        return;
      }
      fields.add(text());
    }
    found.add(new Row(line, record, fields));
  }

  private @Nullable String text() {
    if (slicer.fields.end(0) < slicer.fields.start(0)) {
      return null;
    }
    byte[] text = new byte[slicer.totalLength(1)];
    slicer.decode(rows, text);
    return new String(text, 0, slicer.fields.end(0), StandardCharsets.UTF_8);
  }
}
