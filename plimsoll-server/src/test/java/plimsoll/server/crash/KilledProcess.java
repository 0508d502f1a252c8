package plimsoll.server.crash;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import plimsoll.server.Plimsoll;
import plimsoll.server.Wiring;
import plimsoll.storage.Storage;
import plimsoll.storage.local.LocalStorage;
import plimsoll.testkit.crash.Boundaries;
import plimsoll.testkit.crash.BoundaryMetastore;
import plimsoll.testkit.crash.BoundaryStorage;

/**
 * A process that plays the script, or only starts and ends, on a real data directory, and dies at a
 * boundary as by {@code kill -9}. Tells on its output what it reaches and what its clients were
 * told: {@code at <boundary>}, and the lines of {@link Ledger} or {@link Story}.
 */
final class KilledProcess {
  /** Exit code of a process that died as asked. */
  static final int KILLED = 137;

  private KilledProcess() {}

  /** What to do with the directory. */
  enum Life {
    /** Loads of each kind. */
    SCRIPT,
    /** Statements of each kind. */
    STATEMENTS,
    /** A start and an end. */
    RECOVERY
  }

  /** Arguments: life, directory, boundary to die at (0: none), bug. */
  public static void main(String[] arguments) throws Exception {
    Life life = Life.valueOf(arguments[0]);
    Path directory = Path.of(arguments[1]);
    long at = Long.parseLong(arguments[2]);
    Bug bug = Bug.valueOf(arguments[3]);
    PrintStream out =
        new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
    Boundaries boundaries =
        Boundaries.ending(
            at, line -> out.println("at " + line), () -> Runtime.getRuntime().halt(KILLED));
    Storage storage = bug.in(new BoundaryStorage(new LocalStorage(), boundaries));
    CommitGate gate = new CommitGate();
    try (Plimsoll plimsoll =
        Wiring.open(
            directory.resolve("data"),
            storage,
            real -> gate.before(bug.in(new BoundaryMetastore(real, boundaries))))) {
      switch (life) {
        case SCRIPT -> new RealScript(plimsoll, directory, gate, new Ledger(out::println)).play();
        case STATEMENTS -> playStatements(plimsoll, out);
        case RECOVERY -> {}
      }
    }
  }

  private static void playStatements(Plimsoll plimsoll, PrintStream out) throws IOException {
    SqlStory world = SqlStory.on(plimsoll);
    Story<SqlStory> story = SqlStory.story(out::println);
    story.play(world);
    story.checkEnd(world.state());
  }
}
