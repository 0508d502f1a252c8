package plimsoll.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import plimsoll.cli.client.LoadOutcome;
import plimsoll.error.ErrorCode;
import plimsoll.error.PlimsollException;
import plimsoll.model.Label;
import plimsoll.model.TableName;
import plimsoll.storage.FileStatus;

@Timeout(60)
class ImportRunTest {
  private final List<String> told = new ArrayList<>();

  private static List<ImportPart> parts(int count) {
    return IntStream.range(0, count)
        .mapToObj(
            i -> new ImportPart(new FileStatus("/f" + i, 1, Instant.EPOCH), Label.given("f" + i)))
        .toList();
  }

  private static LoadOutcome outcome(ImportPart part) {
    return new LoadOutcome(
        new TableName("d", "t"), part.label().text(), 1, 0, 0, 0, 0, null, null, null);
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue(); // a run waits for what is at work
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private void run(int files, int threads, Function<ImportPart, LoadOutcome> load) {
    new ImportRun(threads)
        .run(
            parts(files),
            load,
            (part, outcome) -> {
              told.add(part.file().path());
              return true;
            });
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 64})
  void eachFileIsLoadedOnceByNoMoreThreadsThanSaid(int threads) {
    AtomicInteger atWork = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    run(
        100,
        threads,
        part -> {
          most.accumulateAndGet(atWork.incrementAndGet(), Math::max);
          LoadOutcome outcome = outcome(part);
          atWork.decrementAndGet();
          return outcome;
        });
    assertThat(told)
        .containsExactlyInAnyOrderElementsOf(
            parts(100).stream().map(part -> part.file().path()).toList());
    assertThat(most.get()).isBetween(1, threads);
  }

  @Test
  void afterAFailureNoOtherIsBegun() {
    AtomicInteger begun = new AtomicInteger();
    IllegalStateException failure = new IllegalStateException("first");
    assertThatThrownBy(
            () ->
                run(
                    10,
                    1,
                    part -> {
                      begun.incrementAndGet();
                      throw failure;
                    }))
        .isSameAs(failure);
    assertThat(begun.get()).isEqualTo(1);
    assertThat(told).isEmpty();
  }

  @Test
  void whatIsAtWorkWhenOneFailsIsToldOf() {
    CountDownLatch failing = new CountDownLatch(1);
    assertThatThrownBy(
            () ->
                run(
                    2,
                    2,
                    part -> {
                      if (part.label().text().equals("f0")) {
                        failing.countDown();
                        throw new AssertionError("a bug");
                      }
                      await(failing);
                      return outcome(part);
                    }))
        .isInstanceOf(AssertionError.class)
        .hasMessage("a bug");
    assertThat(told).containsExactly("/f1");
  }

  @Test
  void theFirstFailureIsThrownWithTheOthers() {
    CountDownLatch go = new CountDownLatch(1);
    AtomicInteger begun = new AtomicInteger();
    IllegalStateException one = new IllegalStateException("one");
    IllegalStateException two = new IllegalStateException("two");
    Function<ImportPart, LoadOutcome> load =
        part -> {
          begun.incrementAndGet();
          if (part.label().text().equals("f2")) {
            return outcome(part);
          }
          await(go);
          throw part.label().text().equals("f0") ? one : two;
        };
    assertThatThrownBy(
            () ->
                new ImportRun(3)
                    .run(
                        parts(10),
                        load,
                        (part, outcome) -> {
                          go.countDown();
                          return false;
                        }))
        .satisfies(
            thrown ->
                assertThat(List.of(thrown, thrown.getSuppressed()[0]))
                    .containsExactlyInAnyOrder(one, two));
    assertThat(begun.get()).isEqualTo(3);
  }

  @Test
  void anInterruptedRunReturnsWhenNothingIsAtWork() throws InterruptedException {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    AtomicInteger ended = new AtomicInteger();
    List<PlimsollException> thrown = new ArrayList<>();
    Thread caller =
        new Thread(
            () -> {
              try {
                run(
                    5,
                    1,
                    part -> {
                      begun.countDown();
                      await(go);
                      ended.incrementAndGet();
                      return outcome(part);
                    });
              } catch (PlimsollException e) {
                assertThat(Thread.currentThread().isInterrupted()).isTrue();
                assertThat(ended.get()).isEqualTo(1);
                thrown.add(e);
              }
            });
    caller.start();
    await(begun);
    caller.interrupt();
    go.countDown();
    caller.join();
    assertThat(thrown).hasSize(1);
    assertThat(thrown.get(0).code()).isEqualTo(ErrorCode.CANCELLED);
  }
}
