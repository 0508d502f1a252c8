package plimsoll.server.crash;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** What a client knows: what it asked for, in order, and what it was told. */
final class Ledger {
  private final Consumer<String> journal;
  private final List<Attempt> attempts = new ArrayList<>();
  private final Set<String> acknowledged = new HashSet<>();
  private final Set<String> refused = new HashSet<>();

  /** Remembers. */
  Ledger() {
    this(line -> {});
  }

  /** Also tells each entry as a line, for {@link #read}: a process that dies forgets. */
  Ledger(Consumer<String> journal) {
    this.journal = journal;
  }

  /** The ledger of a process that told these lines; others are passed over. */
  static Ledger read(List<String> lines) {
    Ledger ledger = new Ledger();
    for (String line : lines) {
      String rest = line.substring(line.indexOf(' ') + 1);
      if (line.startsWith("attempt ")) {
        Map<String, Integer> rows = new HashMap<>();
        String[] words = rest.split("[ =]", -1);
        for (int i = 1; i < words.length; i += 2) {
          rows.put(words[i], Integer.valueOf(words[i + 1]));
        }
        ledger.attempt(words[0], rows);
      } else if (line.startsWith("acknowledged ")) {
        ledger.acknowledged(rest);
      } else if (line.startsWith("refused ")) {
        ledger.refused(rest);
      }
    }
    return ledger;
  }

  /**
   * One load.
   *
   * @param label its label; empty for a truncate, whose label is generated
   * @param rows rows by table name
   */
  record Attempt(String label, Map<String, Integer> rows) {
    boolean isTruncate() {
      return label.isEmpty();
    }
  }

  synchronized void attempt(String label, Map<String, Integer> rows) {
    attempts.add(new Attempt(label, Map.copyOf(rows)));
    StringBuilder line = new StringBuilder("attempt ").append(label);
    rows.forEach((table, count) -> line.append(' ').append(table).append('=').append(count));
    journal.accept(line.toString());
  }

  /** The same load was sent again, and loaded now. */
  synchronized void loadedLater(Attempt attempt) {
    attempts.remove(attempt);
    attempts.add(attempt);
    acknowledged.add(attempt.label());
  }

  /** The client was told that it is done: a label, or the name of a step. */
  synchronized void acknowledged(String what) {
    acknowledged.add(what);
    journal.accept("acknowledged " + what);
  }

  /** The client was told that nothing happened. */
  synchronized void refused(String what) {
    refused.add(what);
    journal.accept("refused " + what);
  }

  synchronized List<Attempt> attempts() {
    return List.copyOf(attempts);
  }

  synchronized Set<String> acknowledged() {
    return Set.copyOf(acknowledged);
  }

  synchronized Set<String> refused() {
    return Set.copyOf(refused);
  }

  /** Whether the client knows what came of a load. */
  synchronized boolean isAnswered(String label) {
    return acknowledged.contains(label) || refused.contains(label);
  }

  /** Some load that nobody was told about. */
  synchronized Optional<Attempt> unanswered() {
    return attempts.stream()
        .filter(attempt -> !attempt.isTruncate())
        .filter(attempt -> !acknowledged.contains(attempt.label()))
        .filter(attempt -> !refused.contains(attempt.label()))
        .findFirst();
  }
}
