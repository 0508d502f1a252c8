package plimsoll.server.crash;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What a client knows: what it asked for, in order, and what it was told. */
final class Ledger {
  private final List<Attempt> attempts = new ArrayList<>();
  private final Set<String> acknowledged = new HashSet<>();
  private final Set<String> refused = new HashSet<>();

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
  }

  /** The client was told that nothing happened. */
  synchronized void refused(String what) {
    refused.add(what);
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

  /** Some load that nobody was told about. */
  synchronized Optional<Attempt> unanswered() {
    return attempts.stream()
        .filter(attempt -> !attempt.isTruncate())
        .filter(attempt -> !acknowledged.contains(attempt.label()))
        .filter(attempt -> !refused.contains(attempt.label()))
        .findFirst();
  }
}
