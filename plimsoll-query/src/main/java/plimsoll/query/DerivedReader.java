package plimsoll.query;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import plimsoll.error.ErrorCode;
import plimsoll.error.PlimsollException;
import plimsoll.flow.BatchSource;
import plimsoll.flow.Progress;
import plimsoll.model.Batch;
import plimsoll.model.Column;
import plimsoll.model.Fault;
import plimsoll.model.Vector;

/**
 * Adds the computed columns to each batch. The others are handed on as they are, so rows keep the
 * numbers by which their reader knows them.
 */
final class DerivedReader implements BatchSource.Reader {
  private final Execution execution;
  private final BatchSource.Reader source;
  private final InsertTarget target;
  private final InputTable input;
  private final String select;
  private final Progress progress;
  private final Batch own; // vectors of the columns that are computed or filled later
  private final InsertRows values;
  private final boolean[] isOwn;
  private final boolean[] good = new boolean[Batch.CAPACITY];
  private final int[] kept = new int[Batch.CAPACITY];
  private final int[] records = new int[Batch.CAPACITY];

  /** By number of its record, the columns of a row whose value became NULL. */
  private final Map<Integer, List<String>> nulled = new HashMap<>();

  /** By number of its record, what is wrong with a row. */
  private final Map<Integer, Fault> faults = new TreeMap<>();

  private Batch read = Batch.EMPTY;
  private Batch batch = Batch.EMPTY;

  DerivedReader(
      Execution execution, BatchSource.Reader source, Derivation derivation, Progress progress) {
    this.execution = execution;
    this.source = source;
    this.target = derivation.target();
    this.progress = progress;
    input = new InputTable(execution, derivation);
    select = InsertSelect.of(execution.asTable(), target, Derivation.ROW);
    own = Batch.allocate(target.schema());
    values = new InsertRows(target, own);
    isOwn = new boolean[target.schema().size()];
    target.columns().forEach(column -> isOwn[column] = true);
  }

  @Override
  public Batch next() throws IOException {
    settle();
    Batch next = source.next();
    while (next.rows() > 0) {
      derive(next);
      if (batch.rows() > 0) {
        return batch;
      }
      settle();
      next = source.next();
    }
    return Batch.EMPTY;
  }

  private void derive(Batch next) {
    if (next != read) {
      read = next;
      batch = withOwn(next);
    }
    own.clear();
    int rows = next.rows();
    Arrays.fill(good, 0, rows, false);
    derive(0, rows);
    keepGood(rows);
  }

  /** What was read with our vectors in the place of those that are computed. */
  private Batch withOwn(Batch next) {
    List<Vector> columns = new ArrayList<>();
    for (int column = 0; column < isOwn.length; column++) {
      columns.add(isOwn[column] ? own.column(column) : next.column(column));
    }
    return new Batch(columns);
  }

  /** In halves where it fails, down to the row that is at fault. */
  private void derive(int from, int to) {
    try {
      compute(from, to);
    } catch (PlimsollException e) {
      if (e.code() != ErrorCode.QUERY_FAILED) {
        throw e;
      }
      forget(from, to);
      if (to - from == 1) {
        String reason = String.valueOf(e.getMessage());
        source.reject(read.origin(from), new Fault(ErrorCode.BAD_VALUE, reason, "", ""));
      } else {
        int middle = (from + to) >>> 1;
        derive(from, middle);
        derive(middle, to);
      }
    }
  }

  private void compute(int from, int to) {
    progress.checkStopped();
    execution.checkStopped();
    try {
      input.fill(read, from, to);
      try (ResultSet rows = execution.run(select)) {
        while (rows.next()) {
          fill(rows, rows.getInt(target.width() + 2));
        }
      }
    } catch (SQLException e) {
      progress.checkStopped();
      throw execution.failure(e);
    }
  }

  private void fill(ResultSet rows, int row) throws SQLException {
    values.fill(rows, row);
    Map.Entry<Integer, String> bad = values.bad();
    int record = read.origin(row);
    if (bad != null) {
      Column column = target.column(bad.getKey());
      byte[] value = bad.getValue().getBytes(StandardCharsets.UTF_8);
      faults.put(record, Fault.badValue(column, value));
      return;
    }
    good[row] = true;
    if (!values.refused().isEmpty()) {
      nulled.put(
          record, values.refused().keySet().stream().map(i -> target.column(i).name()).toList());
    }
  }

  /** What a computation that failed half-way left. */
  private void forget(int from, int to) {
    for (int row = from; row < to; row++) {
      good[row] = false;
      nulled.remove(read.origin(row));
      faults.remove(read.origin(row));
      for (int column : target.columns()) {
        own.column(column).setPresent(row);
      }
    }
  }

  private void keepGood(int rows) {
    faults.forEach(source::reject);
    faults.clear();
    int count = 0;
    for (int row = 0; row < rows; row++) {
      records[row] = read.origin(row);
      if (good[row]) {
        kept[count++] = row;
      }
    }
    batch.rows(rows, records);
    if (count < rows) {
      batch.keep(kept, count);
    }
  }

  /** Tells what became NULL in rows that stayed. */
  private void settle() {
    nulled.values().forEach(columns -> columns.forEach(column -> progress.nulled(column, 1)));
    nulled.clear();
  }

  @Override
  public long bufferedBytes() {
    return source.bufferedBytes() + own.footprint();
  }

  @Override
  public void reject(int record, Fault fault) {
    nulled.remove(record);
    source.reject(record, fault);
  }

  @Override
  public void close() throws IOException {
    try {
      settle();
      source.close();
    } finally {
      execution.close();
    }
  }
}
