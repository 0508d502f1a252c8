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
  private final Rows rows = new Rows();
  private final StructuralIndex index = new StructuralIndex();

  private CsvSample(CsvOptions options, byte[] data) {
    this.options = options;
    dialect = Dialect.of(options);
    slicer = new FieldSlicer(dialect, NullMarkers.inTexts(options));
    rows.data = data;
    rows.index = index;
  }

  /**
   * Cuts rows, the header among them.
   *
   * @param data the input's first bytes
   * @param whole whether the input ends there; if not, a row that they cut off is left out
   * @param options how it is written; rows to skip are skipped
   * @param most no more rows than that
   * @return each row's fields, null for NULL; rows with text behind a quote are left out
   */
  public static List<List<@Nullable String>> rows(
      byte[] data, boolean whole, CsvOptions options, int most) {
    return new CsvSample(options, data).rows(whole, most);
  }

  private List<List<@Nullable String>> rows(boolean whole, int most) {
    byte[] data = rows.data;
    ExactIndexer indexer = new ExactIndexer(dialect);
    List<List<@Nullable String>> found = new ArrayList<>();
    int at = Bom.skip(data, 0, data.length);
    for (long row = 0; at < data.length && found.size() < most; row++) {
      index.begin(at);
      at = indexer.record(data, at, data.length, index);
      if (at < 0) {
        if (!whole || at == ExactIndexer.OPEN) {
          break;
        }
        index.recordEnd(data.length - 1 + dialect.recordEnd().length);
        at = data.length;
      }
      if (row >= options.skipHeader() && !isBlank(data)) {
        addTo(found);
      }
    }
    return found;
  }

  private boolean isBlank(byte[] data) {
    return dialect.isComment(data, index, 1)
        || (options.blankLines() && BlankLine.is(dialect, data, index, 1));
  }

  private void addTo(List<List<@Nullable String>> found) {
    List<@Nullable String> fields = new ArrayList<>();
    rows.begin(1);
    rows.add(1);
    for (int field = 0; field < index.fields(1); field++) {
      slicer.careful(rows, field, false, null);
      if (slicer.strayCount > 0) {
        return;
      }
      fields.add(text());
    }
    found.add(fields);
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
