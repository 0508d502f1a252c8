package plimsoll.online.compare;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import plimsoll.flow.BatchSource;
import plimsoll.flow.Progress;
import plimsoll.flow.RejectLog;
import plimsoll.model.Batch;
import plimsoll.model.DataType.Scalar;
import plimsoll.model.Fault;
import plimsoll.model.Schema;
import plimsoll.model.Ttl;
import plimsoll.online.Online;
import plimsoll.online.Rows;
import plimsoll.online.table.OnlineIndex;
import plimsoll.online.table.OnlineTable;

/** What one side lacks of the other is what a list without the other's elements holds. */
class MissingRowsTest {
  private static final Schema SCHEMA = Online.schema(Scalar.BIGINT, Scalar.BIGINT);
  private static final OnlineTable TABLE =
      Online.table(SCHEMA, OnlineIndex.declared(SCHEMA, List.of("c1"), "c2", Ttl.NONE));
  private static final int BATCH_ROWS = 7;

  private List<List<Object>> online;
  private List<List<Object>> files;

  static IntStream seeds() {
    return IntStream.range(0, 60);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void whatOneSideLacksIsFoundWhateverFitsIntoMemory(int seed) throws IOException {
    Random random = new Random(seed);
    long keys = 1L + random.nextInt(seed % 3 == 0 ? 3 : 5000); // few: ranges that do not fit
    List<List<Object>> common = rows(random, random.nextInt(6000), keys);
    online = new ArrayList<>(common);
    online.addAll(rows(random, random.nextInt(30), keys));
    online.sort(Comparator.comparingLong(row -> (Long) row.get(0)));
    files = new ArrayList<>(common);
    files.addAll(rows(random, random.nextInt(30), keys));

    RangeSums sums = new RangeSums(TABLE, (batch, row) -> "");
    sums.addOnline(new Listed(online));
    sums.addOffline(new Listed(files), 0);
    long held = 1L + random.nextInt(100);
    assertThat(missing(sums, true, held)).containsExactlyInAnyOrderElementsOf(rest(files, online));
    assertThat(missing(sums, false, held)).containsExactlyInAnyOrderElementsOf(rest(online, files));
    assertThat(sums.ranges()).hasSizeLessThan(2048);
  }

  private static List<List<Object>> rows(Random random, int count, long keys) {
    List<List<Object>> rows = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      rows.add(List.of(random.nextLong(keys) - keys / 2, random.nextLong(3)));
    }
    return rows;
  }

  private static List<List<Object>> rest(List<List<Object>> of, List<List<Object>> without) {
    List<List<Object>> rest = new ArrayList<>(of);
    without.forEach(rest::remove);
    return rest;
  }

  private List<List<Object>> missing(RangeSums sums, boolean intoOnline, long held)
      throws IOException {
    MissingRows missing = new MissingRows(new Lists(), sums, intoOnline, 0, held);
    List<List<Object>> found = new ArrayList<>();
    try (BatchSource.Reader rows = missing.newReader(null, new Progress())) {
      for (Batch batch = rows.next(); batch.rows() > 0; batch = rows.next()) {
        for (int row = 0; row < batch.rows(); row++) {
          found.add(Rows.row(batch, row));
        }
      }
    }
    return found;
  }

  private final class Lists implements MissingRows.Sides {
    @Override
    public BatchSource.Reader online(Progress progress) {
      return new Listed(online);
    }

    @Override
    public BatchSource.Reader offline(RejectLog rejects, Progress progress) {
      return new Listed(files);
    }

    @Override
    public void stop() {}
  }

  /** Rows of a list, a few at a time. */
  private static final class Listed implements BatchSource.Reader {
    private final List<List<Object>> rows;
    private int next;

    Listed(List<List<Object>> rows) {
      this.rows = rows;
    }

    @Override
    public Batch next() {
      int end = Math.min(rows.size(), next + BATCH_ROWS);
      Batch batch = next == end ? Batch.EMPTY : Online.batch(SCHEMA, rows.subList(next, end));
      next = end;
      return batch;
    }

    @Override
    public void reject(int record, Fault fault) {
      throw new AssertionError(fault.reason());
    }

    @Override
    public void close() {}
  }
}
