package plimsoll.online.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HelpersTest {
  /** Each task waits until so many are at work: else this test would not end. */
  @ParameterizedTest
  @CsvSource({"3, 4, 4", "3, 2, 2", "1, 4, 2", "0, 4, 1"})
  void asManyWorkAsThereMayBe(int most, int threads, int expected) throws IOException {
    Set<Thread> workers = ConcurrentHashMap.newKeySet();
    CountDownLatch all = new CountDownLatch(expected);
    AtomicInteger done = new AtomicInteger();
    List<Helpers.Task> tasks =
        Collections.nCopies(
            20,
            goesOn -> {
              if (workers.add(Thread.currentThread())) {
                all.countDown();
                await(all);
              }
              done.incrementAndGet();
            });
    Helpers helpers = new Helpers(most);
    helpers.run(tasks, threads);
    assertThat(workers).hasSize(expected);
    assertThat(done).hasValue(20);
    helpers.run(tasks, 1);
    assertThat(done).hasValue(40);
  }

  @Test
  void theFirstFailureIsThrownAndNoTaskIsBegunBehindIt() {
    List<Integer> begun = Collections.synchronizedList(new ArrayList<>());
    CountDownLatch both = new CountDownLatch(2);
    List<Helpers.Task> tasks = new ArrayList<>();
    for (int i = 0; i < 9; i++) {
      int number = i;
      tasks.add(
          goesOn -> {
            begun.add(number);
            both.countDown();
            await(both);
            throw new IOException("disk full");
          });
    }
    Helpers helpers = new Helpers(1);
    assertThatThrownBy(() -> helpers.run(tasks, 2))
        .isInstanceOf(IOException.class)
        .hasMessage("disk full")
        .satisfies(e -> assertThat(e.getSuppressed()).hasSize(1));
    assertThat(begun).containsExactlyInAnyOrder(0, 1);
  }

  @Test
  void aTaskLearnsThatAnotherHasFailed() {
    CountDownLatch both = new CountDownLatch(2);
    AtomicInteger stopped = new AtomicInteger();
    Helpers.Task failing =
        goesOn -> {
          both.countDown();
          await(both);
          throw new IOException("disk full");
        };
    Helpers.Task working =
        goesOn -> {
          assertThat(goesOn.getAsBoolean()).isTrue();
          both.countDown();
          while (goesOn.getAsBoolean()) {
            Thread.onSpinWait();
          }
          stopped.incrementAndGet();
        };
    assertThatThrownBy(() -> new Helpers(1).run(List.of(failing, working), 2))
        .hasMessage("disk full");
    assertThat(stopped).hasValue(1);
  }

  @Test
  void helpersAreFreeAgainWhenTasksFailed() throws IOException {
    Helpers helpers = new Helpers(1);
    Helpers.Task failing =
        goesOn -> {
          throw new IllegalStateException("no");
        };
    for (int i = 0; i < 3; i++) {
      assertThatThrownBy(() -> helpers.run(List.of(failing, failing), 2)).hasMessage("no");
    }
    CountDownLatch both = new CountDownLatch(2);
    Helpers.Task meeting =
        goesOn -> {
          both.countDown();
          await(both);
        };
    helpers.run(List.of(meeting, meeting), 2);
    assertThat(both.getCount()).isZero();
  }

  /** The files that a helper writes must not be taken away under it. */
  @Test
  void anInterruptedCallerWaitsAndStaysInterrupted() throws IOException {
    CountDownLatch both = new CountDownLatch(2);
    AtomicInteger done = new AtomicInteger();
    Thread caller = Thread.currentThread();
    Helpers.Task task =
        goesOn -> {
          both.countDown();
          await(both);
          if (Thread.currentThread() == caller) {
            caller.interrupt();
          } else {
            while (caller.getState() != Thread.State.WAITING) {
              Thread.onSpinWait(); // it must be in its wait, the interrupt behind it
            }
          }
          done.incrementAndGet();
        };
    new Helpers(1).run(List.of(task, task), 2);
    assertThat(Thread.interrupted()).isTrue();
    assertThat(done).hasValue(2);
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(1, TimeUnit.MINUTES)).as("others at work").isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
