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
import java.util.function.Consumer;
import java.util.regex.Pattern;
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
import plimsoll.model.Schema;

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
  private final Schema schema;
  private final int[] targets;
  private final BadValuePolicy badValues;
  private final Consumer<RejectedRow> rejects;
  private final RejectLog.ChunkRejects nulls;
  private final Progress progress;
  private final Batch batch;
  private final VectorFiller[] fillers;
  private final int[] kept = new int[Batch.CAPACITY];

  /** Bad rows of the batch, in the order in which stages found them. */
  private final List<RejectedRow> pending = new ArrayList<>();

  /** By row of the query, the columns whose value became NULL. */
  private final Map<Integer, List<String>> nulled = new HashMap<>();

  private long rowsBefore;
  private int rowsRead;

  /**
   * A reader of a query that runs.
   *
   * @param rows as {@link InsertSelect} shapes them
   * @param rejects takes bad rows in the query's order
   */
  InsertReader(
      Execution execution,
      ResultSet rows,
      Schema schema,
      List<Integer> targets,
      BadValuePolicy badValues,
      RejectLog log,
      Consumer<RejectedRow> rejects,
      Progress progress) {
    this.execution = execution;
    this.rows = rows;
    this.schema = schema;
    this.targets = targets.stream().mapToInt(Integer::intValue).toArray();
    this.badValues = badValues;
    this.rejects = rejects;
    this.progress = progress;
    nulls = log.chunk(0, QueryRows.NAME, true);
    batch = Batch.allocate(schema);
    fillers =
        targets.stream()
            .map(column -> VectorFiller.of(schema.column(column), batch.column(column)))
            .toArray(VectorFiller[]::new);
  }

  @Override
  public Batch next() {
    progress.checkStopped(); // its reason is the one to tell, not that the query was stopped
    execution.checkStopped();
    settle();
    long begin = System.nanoTime();
    try {
      do {
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
    for (int i = 0; i < fillers.length; i++) {
      String refused = fillers[i].fill(rows, i + 1, row);
      if (refused == null && texts != null && batch.column(targets[i]).isNull(row)) {
        refused = texts[i];
      }
      if (refused != null && !accepts(i, row, refused, texts)) {
        return false;
      }
    }
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

  /** Whether a value may become NULL; else the row is bad. */
  private boolean accepts(int field, int row, String value, @Nullable String @Nullable [] texts) {
    Column column = schema.column(targets[field]);
    if (badValues == BadValuePolicy.NULLIFY && column.nullable()) {
      batch.column(targets[field]).setNull(row);
      nulled.computeIfAbsent(row, record -> new ArrayList<>()).add(column.name());
      return true;
    }
    Fault fault = Fault.badValue(column, value.getBytes(StandardCharsets.UTF_8));
    pending.add(rejected(row, fault, texts == null ? value : text(texts)));
    nulled.remove(row);
    return false;
  }

  /** The row as SQL would write it. */
  private String text(@Nullable String[] values) {
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < values.length; i++) {
      String value = values[i];
      texts.add(value == null ? "NULL" : isBare(i, value) ? value : DuckSql.text(value));
    }
    return "(" + String.join(", ", texts) + ")";
  }

  private boolean isBare(int field, String value) {
    DataType type = schema.column(targets[field]).type();
    boolean isText = type.isText() || type == Scalar.DATE || type == Scalar.DATETIME;
    return !isText && BARE.matcher(value).matches();
  }

  private long bytes() {
    long bytes = 0;
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
    return new RejectedRow(QueryRows.NAME, rowsBefore + record + 1, 0, fault, raw);
  }

  /** The row is looked up by its number: rows before it may have left the batch. */
  private String rowText(int record) {
    for (int row = 0; row < batch.rows(); row++) {
      if (batch.origin(row) == record) {
        return VectorValues.row(schema, batch, row);
      }
    }
    return "";
  }

  /** Tells what was bad in the last batch, in the order of its rows. */
  private void settle() {
    pending.sort(Comparator.comparingLong(RejectedRow::line));
    pending.forEach(rejects);
    pending.clear();
    nulled.values().forEach(columns -> columns.forEach(column -> nulls.nulled(column, 1)));
    nulled.clear();
  }

  @Override
  public void close() throws IOException {
    settle();
    nulls.close(rowsBefore + rowsRead);
    execution.close();
  }
}
