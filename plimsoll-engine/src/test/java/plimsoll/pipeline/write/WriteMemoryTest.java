package plimsoll.pipeline.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import plimsoll.error.ErrorCode;
import plimsoll.flow.Progress;
import plimsoll.load.LoadBounds;

@Timeout(60)
class WriteMemoryTest {
  private static final long LIMIT = 8 << 20;
  private static final long LEAST = LIMIT / 4;

  private final WriteMemory memory = new WriteMemory(LIMIT);
  private final WriteMemory.Part part = memory.part(LoadBounds.ANY);
  private final ExecutorService threads = Executors.newCachedThreadPool();

  @AfterEach
  void stop() {
    threads.shutdownNow();
  }

  private WriteMemory.Share enter() {
    return enter(part, LEAST);
  }

  private static WriteMemory.Share enter(WriteMemory.Part part, long least) {
    return part.enter(least, new Progress(), () -> true).orElseThrow();
  }

  @Test
  void workerBeyondTheLimitWaitsUntilAnotherGivesRoom() throws Exception {
    List<WriteMemory.Share> inside = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      inside.add(enter());
    }
    inside.get(0).holds(2 * LEAST);
    assertThat(memory.usedBytes()).isEqualTo(LIMIT);
    Future<?> another = threads.submit(() -> enter().close());
    assertThat(another.isDone()).isFalse();
    inside.get(0).holds(0); // it wrote early
    another.get();
    inside.forEach(WriteMemory.Share::close);
    assertThat(memory.usedBytes()).isZero();
  }

  @Test
  void oneWorkerIsLetInHoweverMuchItNeeds() {
    try (WriteMemory.Share share = enter()) {
      assertThat(share.holds(3 * LIMIT)).isTrue();
    }
    try (WriteMemory.Share share = enter(new WriteMemory(1).part(1), LEAST)) {
      assertThat(share.holds(0)).isFalse();
      share.beforeReading(new Progress());
    }
  }

  @Test
  void largeWorkersWriteEarlyBeforeSmallOnes() {
    try (WriteMemory.Share large = enter(part, 1);
        WriteMemory.Share small = enter(part, 1)) {
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
  void loadWritesEarlyForItsOwnLimit() {
    try (WriteMemory.Share limited = enter(memory.part(LIMIT / 8), 1);
        WriteMemory.Share other = enter(part, 1)) {
      assertThat(limited.holds(LIMIT / 8 + 1)).isTrue();
      assertThat(other.holds(LIMIT / 8 + 1)).isFalse();
    }
  }

  @Test
  void loadThatIsFullHoldsNobodyElseUp() throws Exception {
    WriteMemory.Part limited = memory.part(LEAST);
    WriteMemory.Share inside = enter(limited, LEAST);
    Future<?> second = threads.submit(() -> enter(limited, LEAST).close());
    enter().close();
    assertThat(second.isDone()).isFalse();
    inside.close();
    second.get();
  }

  @Test
  void whoComesFirstIsLetInFirstHoweverLittleTheNextOneNeeds() throws Exception {
    WriteMemory.Share inside = enter(part, LIMIT);
    AtomicInteger waiting = new AtomicInteger();
    CountDownLatch large = new CountDownLatch(1);
    Future<WriteMemory.Share> first =
        threads.submit(
            () ->
                memory
                    .part(LoadBounds.ANY)
                    .enter(LIMIT, new Progress(), () -> looked(waiting, large))
                    .orElseThrow());
    large.await();
    Future<?> small = threads.submit(() -> enter(memory.part(LoadBounds.ANY), 1).close());
    inside.holds(LIMIT);
    inside.close();
    WriteMemory.Share second = first.get();
    assertThat(memory.usedBytes()).isGreaterThanOrEqualTo(LIMIT);
    second.close();
    small.get();
  }

  private static boolean looked(AtomicInteger times, CountDownLatch latch) {
    times.incrementAndGet();
    latch.countDown();
    return true;
  }

  @Test
  void workerThatIsNoLongerWantedGoesAway() throws Exception {
    AtomicBoolean wanted = new AtomicBoolean(true);
    WriteMemory.Share inside = enter(part, LIMIT);
    Future<?> helper =
        threads.submit(() -> assertThat(part.enter(LEAST, new Progress(), wanted::get)).isEmpty());
    wanted.set(false);
    inside.close();
    helper.get();
    assertThat(memory.usedBytes()).isZero();
  }

  @Test
  void loadThatIsStoppedWhileItWaitsHearsWhy() throws Exception {
    List<WriteMemory.Share> inside = List.of(enter(), enter(), enter(), enter());
    Progress progress = new Progress();
    Future<?> waiting = threads.submit(() -> part.enter(LEAST, progress, () -> true));
    progress.stop(ErrorCode.CANCELLED.with("user cancel"));
    assertThatThrownBy(waiting::get).hasRootCauseMessage("user cancel");
    inside.forEach(WriteMemory.Share::close);
    assertThat(memory.usedBytes()).isZero();
  }

  @Test
  void readingWaitsWhileMemoryIsShortAndAnotherIsBusy() throws Exception {
    try (WriteMemory.Share busy = enter();
        WriteMemory.Share reader = enter()) {
      busy.beforeReading(new Progress());
      busy.afterReading();
      busy.holds(2 * LIMIT);
      Future<?> reading = threads.submit(() -> reader.beforeReading(new Progress()));
      assertThat(reading.isDone()).isFalse();
      busy.beforeReading(new Progress()); // it is the last one that was busy: it need not wait
      reading.get();
    }
  }

  @Test
  void nobodyWaitsForAClientThatSendsNothing() {
    try (WriteMemory.Share idle = enter();
        WriteMemory.Share reader = enter()) {
      idle.beforeReading(new Progress());
      idle.afterReading();
      idle.holds(2 * LIMIT);
      idle.beforeReading(new Progress());
      reader.beforeReading(new Progress());
      reader.afterReading();
      reader.beforeReading(new Progress());
    }
  }

  @Test
  void longRowsAreHeldOneAtATime() throws Exception {
    try (WriteMemory.Share first = enter();
        WriteMemory.Share second = enter()) {
      first.heavy(new Progress());
      first.heavy(new Progress());
      Future<?> waiting = threads.submit(() -> second.heavy(new Progress()));
      assertThat(waiting.isDone()).isFalse();
      second.light(); // it has none: nothing changes
      first.light();
      waiting.get();
    }
    try (WriteMemory.Share third = enter()) {
      third.heavy(new Progress());
    }
  }

  @Test
  void closingAShareTwiceGivesBackOnce() {
    try (WriteMemory.Share other = enter()) {
      WriteMemory.Share share = enter();
      share.close();
      share.close();
      other.holds(LEAST + 5);
      assertThat(memory.usedBytes()).isEqualTo(LEAST + 5);
    }
  }

  /** Workers that fill up as fast as they can, and are emptied when they are told. */
  @Test
  void manyWorkersEndAndStayNearTheLimit() throws Exception {
    int workers = 64;
    long batch = 64 << 10;
    AtomicLong most = new AtomicLong();
    List<Future<?>> all = new ArrayList<>();
    for (int i = 0; i < workers; i++) {
      long limit = i % 3 == 0 ? 1 : i % 3 == 1 ? LIMIT / 2 : LoadBounds.ANY;
      WriteMemory.Part load = memory.part(limit);
      all.add(threads.submit(() -> fill(load, batch, most)));
      all.add(threads.submit(() -> fill(load, batch, most)));
    }
    for (Future<?> one : all) {
      one.get();
    }
    assertThat(memory.usedBytes()).isZero();
    // Each of those that were let in may be one batch beyond what it was told.
    assertThat(most.get()).isBetween(LIMIT / 2, LIMIT + LIMIT / LEAST * 2 * batch);
  }

  private void fill(WriteMemory.Part load, long batch, AtomicLong most) {
    Progress progress = new Progress();
    try (WriteMemory.Share share = enter(load, LEAST)) {
      long held = 0;
      for (int i = 0; i < 300; i++) {
        share.beforeReading(progress);
        if (i % 100 == 7) {
          share.heavy(progress);
        }
        share.afterReading();
        held += batch;
        boolean flush = share.holds(held);
        most.accumulateAndGet(memory.usedBytes(), Math::max);
        if (flush) {
          held = 0;
          share.holds(held);
        }
        share.light();
      }
    }
  }
}
