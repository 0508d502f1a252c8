package plimsoll.server.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import plimsoll.storage.local.LocalStorage;

/**
 * The real thing: a process with the server's wiring, SQLite and files, dies at a boundary as by
 * {@code kill -9}, for one boundary after the other; what it left is opened again.
 *
 * <p>Each costs the start of a process, so only some are visited: the first of every kind, and
 * others evenly between, of loads and of statements about as many. {@code
 * -Dplimsoll.kill.boundaries=1000} visits all.
 */
class KillTest {
  private static final int HOW_MANY = Integer.getInteger("plimsoll.kill.boundaries", 40);

  @TempDir private static Path classes;
  private static ChildJvm jvm;
  private static Set<String> loadKinds;
  private static Set<String> statementKinds;

  @TempDir private Path directory;

  @BeforeAll
  static void makeArchive(@TempDir Path first) throws Exception {
    jvm = ChildJvm.packed(classes);
    statementKinds = kinds(first.resolve("statements"), KilledProcess.Life.STATEMENTS);
    loadKinds = kinds(first.resolve("loads"), KilledProcess.Life.SCRIPT);
  }

  private static Set<String> kinds(Path own, KilledProcess.Life life) throws Exception {
    Files.createDirectories(own);
    return Killing.run(jvm, life, own, 0, Bug.NONE).ended().boundaries().stream()
        .map(BoundaryKind::of)
        .collect(Collectors.toSet());
  }

  @Test
  void everyLoadIsWholeOrAbsentWhereverTheProcessIsKilled() throws Exception {
    Killing undisturbed = script("undisturbed", 0, Bug.NONE).ended();
    AfterKill.examine(undisturbed, undisturbed.ledger(), Bug.NONE);
    List<String> boundaries = undisturbed.boundaries();
    Set<Integer> chosen = choose(boundaries, kind -> !isStatements(kind), HOW_MANY / 2);
    print("boundaries of a life", boundaries, chosen);
    forEach(
        chosen,
        at -> {
          Killing killed = script("at-" + at, at, Bug.NONE).killedAt(at);
          AfterKill.examine(killed, killed.ledger(), Bug.NONE);
        });
  }

  @Test
  void everyStatementIsWholeOrAbsentWhereverTheProcessIsKilled() throws Exception {
    Killing undisturbed = statements("undisturbed", 0, Bug.NONE).ended();
    AfterKill.examineStatements(undisturbed, Bug.NONE);
    List<String> boundaries = undisturbed.boundaries();
    Set<Integer> chosen = choose(boundaries, KillTest::isStatements, HOW_MANY / 2);
    print("boundaries of statements", boundaries, chosen);
    forEach(
        chosen,
        at -> {
          Killing killed = statements("at-" + at, at, Bug.NONE).killedAt(at);
          AfterKill.examineStatements(killed, Bug.NONE);
        });
  }

  /** What the first process left, the second one dies of recovering, and the third one finds. */
  @Test
  void recoveryMayBeKilledAnywhere() throws Exception {
    List<String> life = script("undisturbed", 0, Bug.NONE).ended().boundaries();
    List<String> kinds =
        List.of("before createTable", "before recordAborted", "before commit", "after dropTable");
    forEach(kinds.stream().map(kind -> last(life, kind)).toList(), this::killRecoveries);
  }

  private void killRecoveries(int at) throws Exception {
    Killing left = script("left-" + at, at, Bug.NONE).killedAt(at);
    Path kept = directory.resolve("kept-" + at); // tables know where they lie: always back there
    copy(left.data(), kept);
    List<String> boundaries = recover(left, 0).ended().boundaries();
    Set<Integer> chosen = choose(boundaries, kind -> true, HOW_MANY / 10);
    String death = BoundaryKind.of(left.boundaries().get(at - 1));
    print("boundaries of a recovery from a death " + death, boundaries, chosen);
    for (int again : chosen) {
      new LocalStorage().deleteTree(left.data().toString());
      copy(kept, left.data());
      AfterKill.examine(recover(left, again).killedAt(again), left.ledger(), Bug.NONE);
    }
  }

  /** Those that a kill can show; a sync left out only a power cut can: {@link CommitCrashTest}. */
  @ParameterizedTest
  @CsvSource({
    "LABEL_BEFORE_POINTER, after commit",
    "POINTER_BEFORE_LABEL, after commit",
    "TOUCH_NOT_NOTED, sync data file",
    "NOTHING_SWEPT, sync metadata.json",
  })
  void plantedBugIsFound(Bug bug, String kind) throws Exception {
    List<String> boundaries = script("undisturbed", 0, bug).ended().boundaries();
    List<String> found = new ArrayList<>();
    for (int at = 1; at <= boundaries.size() && found.isEmpty(); at++) {
      if (BoundaryKind.of(boundaries.get(at - 1)).equals(kind)) {
        Killing killed = script("at-" + at, at, bug).killedAt(at);
        try {
          AfterKill.examine(killed, killed.ledger(), bug);
        } catch (AssertionError e) {
          found.add(e.getMessage());
        }
      }
    }
    assertThat(found).isNotEmpty();
  }

  private Killing script(String name, long at, Bug bug) throws IOException, InterruptedException {
    Path own = Files.createDirectories(directory.resolve(name));
    return Killing.run(jvm, KilledProcess.Life.SCRIPT, own, at, bug);
  }

  private Killing statements(String name, long at, Bug bug)
      throws IOException, InterruptedException {
    Path own = Files.createDirectories(directory.resolve(name));
    return Killing.run(jvm, KilledProcess.Life.STATEMENTS, own, at, bug);
  }

  private Killing recover(Killing left, long at) throws IOException, InterruptedException {
    return Killing.run(jvm, KilledProcess.Life.RECOVERY, left.directory(), at, Bug.NONE);
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(from.relativize(file)));
      }
    }
  }

  private static int last(List<String> boundaries, String kind) {
    for (int i = boundaries.size(); i > 0; i--) {
      if (BoundaryKind.of(boundaries.get(i - 1)).equals(kind)) {
        return i;
      }
    }
    throw new AssertionError("no boundary " + kind);
  }

  /** Of which test the kind is first of all: each kind is visited in one of them at least. */
  private static boolean isStatements(String kind) {
    return loadKinds.contains(kind)
        ? statementKinds.contains(kind) && kind.hashCode() % 2 == 0
        : statementKinds.contains(kind);
  }

  /** Numbers of the first boundary of some kinds, and of others evenly between. */
  private static Set<Integer> choose(List<String> boundaries, Predicate<String> kinds, int most) {
    Map<String, Integer> first = new LinkedHashMap<>();
    for (int at = 1; at <= boundaries.size(); at++) {
      String kind = BoundaryKind.of(boundaries.get(at - 1));
      if (kinds.test(kind)) {
        first.putIfAbsent(kind, at);
      }
    }
    Set<Integer> chosen = new TreeSet<>(first.values());
    chosen.addAll(evenly(boundaries.size(), most - chosen.size()));
    return chosen;
  }

  private static Set<Integer> evenly(int boundaries, int most) {
    Set<Integer> chosen = new TreeSet<>();
    int count = Math.min(most, boundaries);
    for (int i = 0; i < count; i++) {
      chosen.add(1 + (int) ((long) i * boundaries / count));
    }
    return chosen;
  }

  private static void print(String title, List<String> boundaries, Set<Integer> chosen) {
    Map<String, Long> kinds =
        boundaries.stream()
            .collect(
                Collectors.groupingBy(BoundaryKind::of, LinkedHashMap::new, Collectors.counting()));
    StringBuilder text = new StringBuilder();
    text.append(String.format("%d %s, killed at %d:%n", boundaries.size(), title, chosen.size()));
    kinds.forEach((kind, count) -> text.append(String.format("  %4d  %s%n", count, kind)));
    System.out.print(text);
  }

  private interface Visit {
    void at(int boundary) throws Exception;
  }

  /** On two threads: one process starts while another one's remains are examined. */
  private static void forEach(Collection<Integer> boundaries, Visit visit) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      Map<Integer, Future<?>> visits = new LinkedHashMap<>();
      for (int at : boundaries) {
        visits.put(
            at,
            threads.submit(
                () -> {
                  visit.at(at);
                  return at;
                }));
      }
      List<String> broken = new ArrayList<>();
      for (Map.Entry<Integer, Future<?>> one : visits.entrySet()) {
        try {
          one.getValue().get();
        } catch (ExecutionException e) {
          broken.add("at boundary " + one.getKey() + ": " + e.getCause().getMessage());
        }
      }
      assertThat(broken).as("%d of %d", broken.size(), visits.size()).isEmpty();
    } finally {
      threads.shutdownNow();
    }
  }
}
