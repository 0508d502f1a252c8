package plimsoll.formats.csv;

import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import plimsoll.convert.Conversions;
import plimsoll.convert.TimeForm;
import plimsoll.flow.Chunk;
import plimsoll.flow.ChunkWatcher;
import plimsoll.flow.RowBytes;
import plimsoll.flow.RowRejects;
import plimsoll.model.BadValuePolicy;
import plimsoll.model.Batch;
import plimsoll.model.Column;
import plimsoll.model.DataType;
import plimsoll.model.Fault;
import plimsoll.model.Schema;
import plimsoll.model.Table;
import plimsoll.model.Vector;
import plimsoll.pipeline.parse.CsvOptions;

/**
 * Decides for each column of times whether it holds milliseconds or texts, by the first field of
 * the load that is neither NULL nor in a row that cannot be cut, as OpenMLDB's cluster mode does.
 *
 * <p>It reads the fields as texts with a reader of the same dialect, chunk after chunk, until all
 * columns are decided: mostly one batch of rows. A column without values has no form, and needs
 * none.
 */
final class FirstTimes implements ChunkWatcher {
  private final int[] fields; // those of times
  private final List<List<String>> nullWords; // of each, that hold in quotes too
  private final TimeForm[] forms; // by field; written under the lock of those who take chunks
  private final CsvReader texts;
  private int undecided;

  private FirstTimes(CsvFormat times, int[] fields) {
    this.fields = fields;
    forms = new TimeForm[times.targets().length];
    Arrays.fill(forms, TimeForm.EITHER);
    undecided = fields.length;
    nullWords = new ArrayList<>();
    for (int field : fields) {
      nullWords.add(times.options().nullWordsAt().getOrDefault(field, List.of()));
    }
    texts = new CsvReader(asTexts(times, fields));
  }

  /** For a format; null if it has no such columns, or looks at each value by itself. */
  static @Nullable FirstTimes of(CsvFormat format) {
    boolean wanted =
        format.options().timestamps() == CsvOptions.Timestamps.FIRST
            && format.options().conversions() == Conversions.OPENMLDB_CLUSTER;
    int[] fields = wanted ? timeFields(format) : new int[0];
    return fields.length == 0 ? null : new FirstTimes(format, fields);
  }

  private static int[] timeFields(CsvFormat format) {
    Schema schema = format.table().schema();
    int[] targets = format.targets();
    int[] fields = new int[targets.length];
    int count = 0;
    for (int field = 0; field < targets.length; field++) {
      if (targets[field] >= 0 && schema.column(targets[field]).type() == DataType.Scalar.DATETIME) {
        fields[count++] = field;
      }
    }
    return Arrays.copyOf(fields, count);
  }

  /**
   * The same fields, those of times into columns of bytes, the others into none. Text would refuse
   * a row for what is no UTF-8 in it, which the readers of times do not look at.
   */
  private static CsvFormat asTexts(CsvFormat times, int[] fields) {
    int[] targets = new int[times.targets().length];
    Arrays.fill(targets, -1);
    List<Column> columns = new ArrayList<>();
    for (int i = 0; i < fields.length; i++) {
      targets[fields[i]] = i;
      columns.add(Column.of(i + 1, "t" + i, new DataType.Varbinary(DataType.Varbinary.UNLIMITED)));
    }
    List<String> markers = new ArrayList<>(times.options().nullMarkers());
    markers.addAll(times.options().nullWords()); // which do not hold for text
    CsvOptions options = times.options().toBuilder().nullMarkers(markers).build();
    Table table = Table.of(times.table().id(), times.table().name(), new Schema(columns));
    ZoneId zone = times.zone();
    return new CsvFormat(
        options,
        times.dialect(),
        table,
        targets,
        times.header(),
        BadValuePolicy.NULLIFY,
        zone,
        null);
  }

  @Override
  public boolean see(Chunk chunk) {
    texts.open(chunk, Unheard.REJECTS);
    Batch batch = texts.next();
    while (batch.rows() > 0 && undecided > 0) {
      for (int i = 0; i < fields.length; i++) {
        if (forms[fields[i]] == TimeForm.EITHER) {
          decide(i, batch);
        }
      }
      batch = undecided > 0 ? texts.next() : Batch.EMPTY;
    }
    if (undecided == 0) {
      texts.shrink();
    }
    return undecided > 0;
  }

  private void decide(int i, Batch batch) {
    Vector.Bytes column = (Vector.Bytes) batch.column(i);
    for (int row = 0; row < batch.rows(); row++) {
      if (column.isNull(row)) {
        continue;
      }
      String text =
          new String(
              column.data(), column.starts[row], column.lengths[row], StandardCharsets.UTF_8);
      if (!nullWords.get(i).contains(text)) {
        forms[fields[i]] = isLong(text) ? TimeForm.MILLISECONDS : TimeForm.TEXT;
        undecided--;
        return;
      }
    }
  }

  private static boolean isLong(String text) {
    try {
      Long.parseLong(text);
      return true;
    } catch (NumberFormatException e) {
      return false;
    }
  }

  /** What the values of a field are; either, as long as none was seen. */
  TimeForm form(int field) {
    return forms[field];
  }

  /** What is wrong with rows, the load's own reader says. */
  private enum Unheard implements RowRejects {
    REJECTS;

    @Override
    public void reject(long lineInChunk, long byteOffset, Fault fault, RowBytes row) {}

    @Override
    public void nulled(String column, long values) {}
  }
}
