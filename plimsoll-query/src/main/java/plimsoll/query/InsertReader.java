package plimsoll.query;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import plimsoll.flow.BatchSource;
import plimsoll.flow.Progress;
import plimsoll.flow.RejectLog;
import plimsoll.model.BadValuePolicy;
import plimsoll.model.Batch;
import plimsoll.model.Column;
import plimsoll.model.DataType;
import plimsoll.model.DataType.Scalar;
import plimsoll.model.Fault;
import plimsoll.model.RejectedRow;
import plimsoll.model.Vector;

/**
 * Reads the result of a query into batches. A value that does not convert makes its row bad, or
 * becomes NULL, as the policy says.
 */
final class InsertReader implements BatchSource.Reader {
  /** A batch of long texts ends early. */
  private static final int MOST_BATCH_BYTES = 16 << 20;

  /** What SQL writes without quotes. */
  private static final Pattern BARE =
      Pattern.compile("-?\\d+(\\.\\d+)?([eE][+-]?\\d+)?|true|false");

  private final Execution execution;
  private final ResultSet rows;
  private final InsertTarget target;
  private final RejectLog rejects;
  private final RejectLog.ChunkRejects nulls;
  private final Progress progress;
  private final Batch batch;
  private final VectorFiller[] fillers;
  private final int[] kept = new int[Batch.CAPACITY];

  /** By column of the query, the values of the current row that are not taken. */
  private final Map<Integer, String> refused = new TreeMap<>();

  /** Bad rows of the batch, in the order in which stages found them. */
  private final List<RejectedRow> pending = new ArrayList<>();

  /** By row of the query, the columns whose value became NULL. */
  private final Map<Integer, List<String>> nulled = new HashMap<>();

  /** Bytes of their values: a refused value is in no vector. */
  private long pendingBytes;

  private long rowsBefore;
  private int rowsRead;

  /**
   * Runs the query to its first row.
   *
   * @param rejects takes bad rows in the query's order
   */
  InsertReader(Execution execution, InsertTarget target, RejectLog rejects, Progress progress) {
    this.execution = execution;
    this.target = target;
    this.rejects = rejects;
    this.progress = progress;
    rows = execution.run(InsertSelect.of(execution.asTable(), target));
    nulls = rejects.chunk(0, QueryRows.NAME, true);
    batch = Batch.allocate(target.schema());
    fillers =
        IntStream.range(0, target.width())
            .mapToObj(field -> VectorFiller.of(target.column(field), vector(field)))
            .toArray(VectorFiller[]::new);
  }

  private Vector vector(int field) {
    return batch.column(target.columns().get(field));
  }

  @Override
  public Batch next() {
    long begin = System.nanoTime();
    try {
      do { // again where no row is good
        progress.checkStopped(); // its reason is the one to tell, not that the query was stopped
        execution.checkStopped();
        settle();
        rowsBefore += rowsRead;
        fill();
      } while (batch.rows() == 0 && rowsRead > 0);
    } catch (SQLException e) {
      progress.checkStopped();
      throw execution.failure(e);
    }
    progress.read(0, System.nanoTime() - begin);
    return batch.rows() == 0 ? Batch.EMPTY : batch;
  }

  private void fill() throws SQLException {
    batch.clear();
    rowsRead = 0;
    int good = 0;
    while (rowsRead < batch.capacity() && bytes() < MOST_BATCH_BYTES && rows.next()) {
      if (fill(rowsRead)) {
        kept[good++] = rowsRead;
      }
      rowsRead++;
    }
    batch.rows(rowsRead);
    if (good < rowsRead) {
      batch.keep(kept, good);
    }
  }

  /** Whether the row is good. */
  private boolean fill(int row) throws SQLException {
    @Nullable String @Nullable [] texts = texts();
    refused.clear();
    for (int i = 0; i < fillers.length; i++) {
      String value = fillers[i].fill(rows, i + 1, row);
      if (value == null && texts != null && vector(i).isNull(row)) {
        value = texts[i];
      }
      if (value != null) {
        vector(i).setNull(row);
        refused.put(i, value);
      }
    }
    return refused.isEmpty() || isGoodWithNulls(row, texts);
  }

  /** Whether all refused values may be NULL; else the row is told with the first that may not. */
  private boolean isGoodWithNulls(int row, @Nullable String @Nullable [] texts) {
    for (Map.Entry<Integer, String> value : refused.entrySet()) {
      Column column = target.column(value.getKey());
      if (target.badValues() == BadValuePolicy.REJECT || !column.nullable()) {
        byte[] bytes = value.getValue().getBytes(StandardCharsets.UTF_8);
        pending.add(rejected(row, Fault.badValue(column, bytes), text(row, texts)));
        return false;
      }
    }
    nulled.put(row, refused.keySet().stream().map(i -> target.column(i).name()).toList());
    return true;
  }

  /** All values of the current row as texts, if some did not convert. */
  private @Nullable String @Nullable [] texts() throws SQLException {
    Array array = rows.getArray(fillers.length + 1);
    return array == null
        ? null
        : Arrays.stream((Object[]) array.getArray())
            .map(text -> (String) text)
            .toArray(String[]::new);
  }

  /** The current row as SQL would write it. */
  private String text(int row, @Nullable String @Nullable [] texts) {
    List<String> values = new ArrayList<>();
    for (int i = 0; i < fillers.length; i++) {
      String value = texts == null ? refused.get(i) : texts[i];
      if (value != null) {
        values.add(isBare(i, value) ? value : DuckSql.text(value));
      } else {
        values.add(VectorValues.text(target.column(i), vector(i), row));
      }
    }
    return "(" + String.join(", ", values) + ")";
  }

  private boolean isBare(int field, String value) {
    DataType type = target.column(field).type();
    boolean isText = type.isText() || type == Scalar.DATE || type == Scalar.DATETIME;
    return !isText && BARE.matcher(value).matches();
  }

  private long bytes() {
    long bytes = pendingBytes;
    for (VectorFiller filler : fillers) {
      bytes += filler.bytes();
    }
    return bytes;
  }

  @Override
  public long bufferedBytes() {
    return batch.footprint();
  }

  @Override
  public void reject(int record, Fault fault) {
    nulled.remove(record);
    pending.add(rejected(record, fault, rowText(record)));
  }

  private RejectedRow rejected(int record, Fault fault, String text) {
    byte[] raw = text.getBytes(StandardCharsets.UTF_8);
    pendingBytes += raw.length;
    return new RejectedRow(QueryRows.NAME, rowsBefore + record + 1, 0, fault, raw);
  }

  /** The row is looked up by its number: rows before it may have left the batch. */
  private String rowText(int record) {
    for (int row = 0; row < batch.rows(); row++) {
      if (batch.origin(row) == record) {
        return VectorValues.row(target.schema(), batch, row);
      }
    }
    return "";
  }

  /** Tells what was bad in the last batch, in the order of its rows. */
  private void settle() {
    pending.sort(Comparator.comparingLong(RejectedRow::line));
    pending.forEach(rejects::add);
    pending.clear();
    pendingBytes = 0;
    nulled.values().forEach(columns -> columns.forEach(column -> nulls.nulled(column, 1)));
    nulled.clear();
  }

  @Override
  public void close() throws IOException {
    try {
      settle();
      nulls.close(rowsBefore + rowsRead);
    } finally {
      execution.close();
    }
  }
}
