package plimsoll.online.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rocksdb.ReadOptions;
import org.rocksdb.ReadTier;
import org.rocksdb.RocksIterator;
import plimsoll.error.ErrorCode;
import plimsoll.error.PlimsollException;
import plimsoll.model.Ttl;
import plimsoll.online.Online;
import plimsoll.online.key.KeyLayout;
import plimsoll.online.table.OnlineIndex;
import plimsoll.online.table.OnlineTable;

class WarmupTest {
  private static final OnlineStore.Sizes FILES = new OnlineStore.Sizes(1 << 16, 0, 1 << 10);
  private static final int ROWS = 5000;
  private static final int TEXT_BYTES = 200;

  /** Entries that opening the store may have read on its way. */
  private static final int A_BLOCK = 100;

  @TempDir private Path directory;
  private final OnlineTable table = table();
  private final OnlineTable other = table();

  private static OnlineTable table() {
    return Online.table(
        Online.SCHEMA,
        OnlineIndex.declared(Online.SCHEMA, List.of("c1"), "c3", Ttl.NONE),
        OnlineIndex.declared(Online.SCHEMA, List.of("c2"), "c3", Ttl.NONE));
  }

  /** Two tables on disk; the first one's rows are in both its indexes. */
  @BeforeEach
  void fill() throws IOException {
    List<List<Object>> rows = new ArrayList<>();
    for (int i = 0; i < ROWS; i++) {
      rows.add(Arrays.asList("k" + i % 7, i, (long) i, "x".repeat(TEXT_BYTES)));
    }
    try (Online online = new Online(directory, FILES)) {
      online.store.publish(1, List.of(online.stage(table, rows, 1, 0, false)));
      online.store.publish(2, List.of(online.stage(other, rows, 1, 0, false)));
    }
  }

  private Database database() throws IOException {
    return new Database(directory.resolve("db"), OnlineMemory.DEFAULT);
  }

  /** How many entries of a life are found without touching the disk. */
  private static int cached(Database database, long incarnation) {
    int entries = 0;
    try (ReadOptions options = new ReadOptions().setReadTier(ReadTier.BLOCK_CACHE_TIER);
        RocksIterator rows = database.db().newIterator(options)) {
      byte[] range = KeyLayout.incarnation(incarnation);
      byte[] end = KeyLayout.behind(range);
      for (rows.seek(range);
          rows.isValid() && Arrays.compareUnsigned(rows.key(), end) < 0;
          rows.next()) {
        entries++;
      }
    }
    return entries;
  }

  private static long life(Database database, OnlineTable table) throws IOException {
    return new Lives(database).of(table.id()).getAsLong();
  }

  @Test
  void whatIsReadAheadIsFoundWithoutTheDisk() throws IOException {
    try (Database database = database()) {
      long life = life(database, table);
      long others = life(database, other);
      assertThat(cached(database, life)).isLessThan(A_BLOCK);
      Warmup warmup = new Warmup(database, KeyLayout.incarnation(life));
      while (!warmup.isDone()) {
        warmup.step(700);
      }
      assertThat(warmup.bytes()).isGreaterThan(2L * ROWS * TEXT_BYTES);
      assertThat(cached(database, life)).isEqualTo(2 * ROWS);
      assertThat(cached(database, others)).isLessThan(A_BLOCK);
      warmup.step(1); // nothing is left
    }
  }

  @Test
  void aStepEndsWhereTheNextOneBegins() throws IOException {
    try (Database database = database()) {
      Warmup warmup = new Warmup(database, KeyLayout.incarnation(life(database, table)));
      int steps = 0;
      for (; !warmup.isDone(); steps++) {
        warmup.step(ROWS);
      }
      assertThat(steps).isEqualTo(2);
    }
  }

  @Test
  void itStopsAtItsBoundAndWhenToldTo() throws IOException {
    try (Online online = new Online(directory, FILES, 2)) {
      long all = online.store.readAhead(table, Long.MAX_VALUE, () -> true);
      assertThat(online.store.readAhead(table, all / 2, () -> true)).isBetween(all / 2, all - 1);
      AtomicInteger steps = new AtomicInteger(2);
      long some = online.store.readAhead(table, Long.MAX_VALUE, () -> steps.getAndDecrement() > 0);
      assertThat(some).isBetween(1L, all / 2);
      assertThat(online.store.readAhead(table(), Long.MAX_VALUE, () -> true)).isZero();
    }
  }

  @Test
  void aStoreThatClosesIsNotWaitedFor() throws IOException {
    Online online = new Online(directory, FILES, 2);
    assertThatThrownBy(
            () ->
                online.store.readAhead(
                    table,
                    Long.MAX_VALUE,
                    () -> {
                      closeQuietly(online);
                      return true;
                    }))
        .isInstanceOfSatisfying(
            PlimsollException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.SHUTTING_DOWN));
  }

  private static void closeQuietly(Online online) {
    try {
      online.close();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
