package plimsoll.query;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import plimsoll.error.ErrorCode;
import plimsoll.error.PlimsollException;
import plimsoll.flow.BatchSource;
import plimsoll.flow.Progress;
import plimsoll.model.BadValuePolicy;
import plimsoll.model.Batch;
import plimsoll.model.Column;
import plimsoll.model.Fault;
import plimsoll.model.Schema;
import plimsoll.model.Vector;

/**
 * Adds the computed columns to each batch. The others are handed on as they are, so rows keep the
 * numbers by which their reader knows them.
 */
final class DerivedReader implements BatchSource.Reader {
  /*
   * A batch is computed by one query. Where that fails, a second one tries each value of each row and
   * says which fail; and as bad rows are seldom alone, batches behind begin with it, until one has none.
   * Only a query of one value has a reason to tell, so the first rows at fault are asked for theirs.
   * Where what cannot be tried (random()) fails, the batch is halved down to the row at fault.
   *
   * Long values: a query that needs too much memory is halved too, and what is computed is handed on
   * early, the rest of the batch later. Handing on may move rows to the front and forget NULLs behind
   * them, see SavedNulls.
   */

  /** What is computed is handed on when it has so many bytes, as in {@link InsertReader}. */
  private static final int MOST_BATCH_BYTES = 16 << 20;

  /** How many rows at fault are asked for their reason: a query of its own each. */
  private static final int MOST_REASONS = 100;

  private final Execution execution;
  private final BatchSource.Reader source;
  private final InsertTarget target;
  private final InputTable input;
  private final DerivedSelect selects;
  private final String plain;
  private final @Nullable String tried;
  private final Progress progress;
  private final Batch own; // vectors of the columns that are computed
  private final InsertRows values;
  private final boolean[] isOwn;
  private final boolean[] good = new boolean[Batch.CAPACITY];
  private final int[] kept = new int[Batch.CAPACITY];
  private final int[] records = new int[Batch.CAPACITY];

  /** By number of its record, the columns of a row whose value became NULL. */
  private final Map<Integer, List<String>> nulled = new HashMap<>();

  /** By number of its record, what is wrong with a row. */
  private final Map<Integer, Fault> faults = new TreeMap<>();

  /** By row, which value of it failed in the query that ran last. */
  private final Map<Integer, Integer> failing = new TreeMap<>();

  private Batch read = Batch.EMPTY;
  private Batch batch = Batch.EMPTY;
  private int position; // of the first row that is not computed yet
  private @Nullable SavedNulls nulls; // of a batch that is handed on in pieces
  private int step = Batch.CAPACITY; // rows that one query computes
  private boolean tries;
  private int reasons;

  /** Asks both queries of no rows first, so that what cannot be asked at all is told early. */
  DerivedReader(
      Execution execution, BatchSource.Reader source, Derivation derivation, Progress progress) {
    this.execution = execution;
    this.source = source;
    this.target = derivation.target();
    this.progress = progress;
    input = new InputTable(execution, derivation);
    selects = new DerivedSelect(derivation);
    plain = select(selects.plain());
    isOwn = new boolean[target.schema().size()];
    target.columns().forEach(column -> isOwn[column] = true);
    own = own(target);
    values = new InsertRows(target, own);
    reasons = target.badValues() == BadValuePolicy.ABORT ? 1 : MOST_REASONS;
    PlimsollException wrong = execution.whyItFails(plain);
    if (wrong != null) {
      throw wrong;
    }
    tried = trying();
  }

  /** Vectors of the table's columns; those that are not computed hold no row. */
  private static Batch own(InsertTarget target) {
    Batch computed =
        Batch.allocate(
            new Schema(IntStream.range(0, target.width()).mapToObj(target::column).toList()));
    List<Vector> columns = new ArrayList<>();
    for (int column = 0; column < target.schema().size(); column++) {
      int field = target.columns().indexOf(column);
      columns.add(
          field >= 0
              ? computed.column(field)
              : Vector.allocate(target.schema().column(column).type(), 0));
    }
    return new Batch(columns);
  }

  /** The query that tries what can be tried; null if nothing can. */
  private @Nullable String trying() {
    String all = select(selects.tried(value -> true));
    if (execution.whyItFails(all) == null) {
      return all;
    }
    Set<Integer> some =
        IntStream.range(0, target.width())
            .filter(value -> execution.whyItFails(selects.trial(value)) == null)
            .boxed()
            .collect(Collectors.toSet());
    return some.isEmpty() ? null : select(selects.tried(some::contains));
  }

  private String select(String query) {
    return InsertSelect.of(Execution.asTable(query), target, selects.carried());
  }

  @Override
  public Batch next() throws IOException {
    settle();
    while (position < read.rows() || readOn()) {
      derive();
      if (batch.rows() > 0) {
        return batch;
      }
      settle();
    }
    return Batch.EMPTY;
  }

  /** False at the end. */
  private boolean readOn() throws IOException {
    Batch next = source.next();
    position = 0;
    nulls = null;
    if (next != read) {
      read = next;
      batch = next.rows() == 0 ? Batch.EMPTY : withOwn(next);
    }
    return next.rows() > 0;
  }

  /** What was read with our vectors in the place of those that are computed. */
  private Batch withOwn(Batch next) {
    List<Vector> columns = new ArrayList<>();
    for (int column = 0; column < isOwn.length; column++) {
      columns.add(isOwn[column] ? own.column(column) : next.column(column));
    }
    return new Batch(columns);
  }

  /** Computes the rest of the batch, or as much as may be handed on at once. */
  private void derive() {
    if (values.bytes() < MOST_BATCH_BYTES / 4 && own.footprint() > MOST_BATCH_BYTES) {
      own.shrink(); // long values are over
    }
    own.clear();
    int from = position;
    if (nulls != null) {
      nulls.bringBack(from);
    }
    int rows = read.rows();
    Arrays.fill(good, from, rows, false);
    do {
      position = compute(position, Math.min(rows, position + step));
    } while (position < rows && values.bytes() < MOST_BATCH_BYTES);
    if (from == 0 && position < rows) {
      nulls = new SavedNulls(read);
    }
    keepGood(from, position);
  }

  /**
   * Computes rows, in halves where that fails and nothing else is left to do.
   *
   * @return the first row that is not computed, because there are enough bytes
   */
  private int compute(int from, int to) {
    int[] used = values.used();
    try {
      fillInput(from, to);
      int end = run(from, to);
      step = end < to ? end - from : Math.min(Batch.CAPACITY, 2 * step);
      return end;
    } catch (PlimsollException e) {
      boolean tooLarge = e.code() == ErrorCode.QUERY_TOO_LARGE;
      if (!tooLarge && !QueryErrors.isOfValues(e)) {
        throw e;
      }
      forget(from, to, used);
      if (to - from == 1) {
        faults.put(read.origin(from), tooLarge ? tooLarge() : untried(from, e));
        return to;
      }
      int half = (to - from) >>> 1;
      step = tooLarge ? half : step;
      int end = compute(from, from + half);
      boolean enough = end < from + half || values.bytes() >= MOST_BATCH_BYTES;
      return enough ? end : compute(end, to);
    }
  }

  private Fault tooLarge() {
    long megabytes = execution.memoryBytes() >> 20;
    return failure(
        "What SET reads and computes for this row needs more than " + megabytes + " MB of memory.",
        "");
  }

  /** Which value of a row fails, and why: it is alone in the input table. */
  private Fault untried(int row, PlimsollException failure) {
    for (int value = 0; value < target.width(); value++) {
      PlimsollException its = execution.whyItFails(selects.one(value, row));
      if (its != null) {
        return failure(String.valueOf(its.getMessage()), name(value));
      }
    }
    return failure(String.valueOf(failure.getMessage()), "");
  }

  private void fillInput(int from, int to) {
    progress.checkStopped();
    execution.checkStopped();
    try {
      input.fill(read, from, to);
    } catch (SQLException e) {
      progress.checkStopped();
      throw execution.failure(e);
    }
  }

  /** As the batch before was computed; by trying if that fails. */
  private int run(int from, int to) {
    String trying = tried;
    if (!tries || trying == null) {
      int[] used = values.used();
      try {
        return run(plain, from, to);
      } catch (PlimsollException e) {
        if (trying == null || !QueryErrors.isOfValues(e)) {
          throw e;
        }
        forget(from, to, used);
      }
    }
    return runTrying(trying, from, to);
  }

  private int runTrying(String trying, int from, int to) {
    int end = run(trying, from, to);
    tries = !failing.isEmpty();
    failing.forEach(
        (row, value) -> faults.put(read.origin(row), failure(reason(value, row), name(value))));
    return end;
  }

  private int run(String select, int from, int to) {
    failing.clear();
    try (ResultSet rows = execution.run(select)) {
      int row = from;
      do {
        requireNext(rows, row);
        fill(rows, row);
        row++;
      } while (row < to && values.bytes() < MOST_BATCH_BYTES);
      return row;
    } catch (SQLException e) {
      progress.checkStopped();
      throw execution.failure(e);
    }
  }

  private void requireNext(ResultSet rows, int row) throws SQLException {
    if (!rows.next() || rows.getInt(target.width() + 2) != row) {
      throw ErrorCode.BROKEN_INVARIANT.with("row " + row + " of a batch was not computed in turn");
    }
  }

  private void fill(ResultSet rows, int row) throws SQLException {
    int failed = rows.getInt(target.width() + 3);
    if (!rows.wasNull()) {
      fail(row, failed);
      return;
    }
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

  private void fail(int row, int failed) {
    if (failed < target.width()) {
      failing.put(row, failed);
      return;
    }
    String reason =
        String.format(
            Locale.ROOT,
            "The value computed is longer than %d MB.",
            DerivedSelect.MOST_BYTES >> 20);
    faults.put(read.origin(row), failure(reason, name(failed - target.width())));
  }

  private static Fault failure(String reason, String column) {
    return new Fault(ErrorCode.BAD_VALUE, reason, column, "");
  }

  private String name(int value) {
    return target.column(value).name();
  }

  /** Why a value cannot be computed; the rows are in the input table still. */
  private String reason(int value, int row) {
    if (reasons > 0) {
      reasons--;
      PlimsollException failure = execution.whyItFails(selects.one(value, row));
      if (failure != null) {
        return String.valueOf(failure.getMessage());
      }
    }
    return "The expression that SET gives '" + name(value) + "' fails for this row.";
  }

  /** What a computation that failed half-way left. */
  private void forget(int from, int to, int[] used) {
    values.forget(from, to, used);
    for (int row = from; row < to; row++) {
      good[row] = false;
      nulled.remove(read.origin(row));
      faults.remove(read.origin(row));
    }
  }

  private void keepGood(int from, int to) {
    faults.forEach(source::reject);
    faults.clear();
    int count = 0;
    for (int row = 0; row < to; row++) {
      records[row] = read.origin(row);
      if (row >= from && good[row]) {
        kept[count++] = row;
      }
    }
    batch.rows(to, records);
    if (count < to) {
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
