package plimsoll.pipeline.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import plimsoll.error.ErrorCode;
import plimsoll.flow.Progress;

@Timeout(60)
class WriteMemoryTest {
  private static final long LIMIT = 8 << 20;
  private static final long FIRST = LIMIT / 4;

  private final WriteMemory memory = new WriteMemory(LIMIT);
  private final ExecutorService threads = Executors.newCachedThreadPool();

  @AfterEach
  void stop() {
    threads.shutdownNow();
  }

  private WriteMemory.Share enter() {
    return memory.enter(new Progress());
  }

  @Test
  void writerBeyondTheLimitWaitsUntilAnotherGivesRoom() throws Exception {
    List<WriteMemory.Share> inside = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      inside.add(enter());
    }
    assertThat(memory.usedBytes()).isEqualTo(4 * FIRST);
    Future<?> fifth =
        threads.submit(
            () -> {
              try (WriteMemory.Share share = enter()) {
                share.holds(1);
              }
            });
    assertThat(fifth.isDone()).isFalse();
    inside.get(0).holds(0); // it flushed
    fifth.get();
    inside.forEach(WriteMemory.Share::close);
    assertThat(memory.usedBytes()).isZero();
  }

  @Test
  void oneWriterIsLetInHoweverMuchItNeeds() {
    try (WriteMemory.Share share = enter()) {
      assertThat(share.holds(3 * LIMIT)).isTrue();
    }
    try (WriteMemory.Share share = new WriteMemory(1).enter(new Progress())) {
      assertThat(share.holds(0)).isFalse();
    }
  }

  @Test
  void largeWritersWriteEarlyBeforeSmallOnes() {
    try (WriteMemory.Share large = enter();
        WriteMemory.Share small = enter()) {
      assertThat(large.holds(LIMIT / 2)).isFalse();
      assertThat(small.holds(LIMIT * 35 / 100)).isFalse(); // above the soft limit by now
      assertThat(large.holds(LIMIT / 2)).isTrue();
      assertThat(large.holds(LIMIT * 7 / 10)).isTrue();
      assertThat(small.holds(LIMIT * 35 / 100)).isTrue(); // above the limit: everyone
      assertThat(large.holds(0)).isFalse();
      assertThat(small.holds(LIMIT * 35 / 100)).isFalse();
    }
  }

  @Test
  void loadThatIsStoppedWhileItWaitsHearsWhy() throws Exception {
    List<WriteMemory.Share> inside = List.of(enter(), enter(), enter(), enter());
    Progress progress = new Progress();
    Future<?> waiting = threads.submit(() -> memory.enter(progress));
    progress.stop(ErrorCode.CANCELLED.with("user cancel"));
    assertThatThrownBy(waiting::get).hasRootCauseMessage("user cancel");
    inside.forEach(WriteMemory.Share::close);
    assertThat(memory.usedBytes()).isZero();
  }

  @Test
  void closingAShareTwiceGivesBackOnce() {
    try (WriteMemory.Share other = enter()) {
      WriteMemory.Share share = enter();
      share.close();
      share.close();
      other.holds(5);
      assertThat(memory.usedBytes()).isEqualTo(5);
    }
  }

  /** Writers that fill up as fast as they can, and are emptied when they are told. */
  @Test
  void manyWritersEndAndStayNearTheLimit() throws Exception {
    int writers = 64;
    long batch = 64 << 10;
    AtomicLong most = new AtomicLong();
    List<Future<?>> all = new ArrayList<>();
    for (int i = 0; i < writers; i++) {
      all.add(threads.submit(() -> fill(batch, most)));
    }
    for (Future<?> one : all) {
      one.get();
    }
    assertThat(memory.usedBytes()).isZero();
    // Each that was let in may be one batch beyond what it was told.
    assertThat(most.get()).isBetween(LIMIT / 2, LIMIT + writers * batch);
  }

  private void fill(long batch, AtomicLong most) {
    try (WriteMemory.Share share = enter()) {
      long held = 0;
      for (int i = 0; i < 500; i++) {
        held += batch;
        boolean flush = share.holds(held);
        most.accumulateAndGet(memory.usedBytes(), Math::max);
        if (flush) {
          held = 0;
          share.holds(held);
        }
      }
    }
  }
}
