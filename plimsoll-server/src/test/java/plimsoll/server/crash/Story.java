package plimsoll.server.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import plimsoll.commit.Metastore;
import plimsoll.error.ErrorCode;
import plimsoll.error.PlimsollException;

/**
 * Statements one after the other, and what is there after each of them. So whatever a crash leaves
 * must be what is there before the statement that ran, or after it; and from there the rest must
 * go.
 *
 * @param <W> what statements are run on
 */
final class Story<W> {
  private static final String BEGUN = "begun ";
  private static final String DONE = "done ";

  private final List<Step<W>> steps;
  private final Consumer<String> journal;
  private int done;
  private boolean unanswered;

  /** Runs a statement. */
  @FunctionalInterface
  interface Action<W> {
    void on(W world) throws IOException;
  }

  /**
   * One statement.
   *
   * @param name for messages
   * @param leaves what it changes, by name: what is there after it, empty if that is gone
   */
  record Step<W>(String name, Action<W> action, Map<String, String> leaves) {}

  /** Tells each beginning and end to the journal: a process that dies forgets. */
  Story(List<Step<W>> steps, Consumer<String> journal) {
    this.steps = List.copyOf(steps);
    this.journal = journal;
  }

  /** A story of which nobody was told but these lines of its journal; others are passed over. */
  Story<W> read(List<String> lines) {
    for (String line : lines) {
      if (line.startsWith(BEGUN)) {
        unanswered = true;
      } else if (line.startsWith(DONE)) {
        done++;
        unanswered = false;
      }
    }
    return this;
  }

  /** Goes on with what was not done. A statement that fails is tried once more. */
  void play(W world) throws IOException {
    int failures = 0;
    while (failures < 2 && done < steps.size()) {
      failures = attempt(world) ? 0 : failures + 1;
    }
  }

  private boolean attempt(W world) throws IOException {
    Step<W> next = steps.get(done);
    boolean mayHaveHappened = unanswered;
    unanswered = true;
    journal.accept(BEGUN + next.name());
    try {
      next.action().on(world);
    } catch (PlimsollException e) {
      unanswered =
          mayHaveHappened
              || e.code() == ErrorCode.UNKNOWN_OUTCOME
              || e.code() == ErrorCode.METASTORE_FAILED;
      return false;
    } catch (Metastore.UnknownOutcomeException e) {
      return false;
    } catch (IOException e) { // of what the test does itself, in a disk's fault
      unanswered = mayHaveHappened;
      return false;
    }
    done++;
    unanswered = false;
    journal.accept(DONE + next.name());
    return true;
  }

  /** Finds out whether the statement that had no answer happened: whole, or not at all. */
  void settle(Map<String, String> found) {
    List<Map<String, String>> allowed = new ArrayList<>(List.of(after(done)));
    if (unanswered) {
      allowed.add(after(done + 1));
    }
    assertThat(allowed).as("after %s: allowed", where()).contains(found);
    done += allowed.size() == 2 && allowed.get(1).equals(found) ? 1 : 0;
    unanswered = false;
  }

  /** Everything was done, and shows. */
  void checkEnd(Map<String, String> found) {
    assertThat(done).as("%s is refused; done", where()).isEqualTo(steps.size());
    assertThat(found).isEqualTo(after(done));
  }

  /** The statement that comes next, or ran when all ended. */
  String where() {
    return done < steps.size() ? steps.get(done).name() : "the end";
  }

  private Map<String, String> after(int count) {
    Map<String, String> state = new TreeMap<>();
    for (Step<W> step : steps.subList(0, count)) {
      state.putAll(step.leaves());
    }
    state.values().removeIf(String::isEmpty);
    return state;
  }
}
