package plimsoll.server.crash;

import java.io.IOException;
import plimsoll.commit.Metastore;
import plimsoll.error.ErrorCode;
import plimsoll.error.PlimsollException;
import plimsoll.storage.Storage;
import plimsoll.testkit.ModelMetastore;
import plimsoll.testkit.crash.Boundaries;
import plimsoll.testkit.crash.BoundaryMetastore;
import plimsoll.testkit.crash.BoundaryStorage;
import plimsoll.testkit.crash.CrashScenario;
import plimsoll.testkit.storage.CrashMode;
import plimsoll.testkit.storage.SimulatedStorage;

/** Statements that change tables, on a simulated disk and a model of the metastore. */
final class StatementScenario implements CrashScenario {
  private static final String DIRECTORY = "/plimsoll-data";

  private final SimulatedStorage disk = new SimulatedStorage();
  private final ModelMetastore database = new ModelMetastore();
  private final Story<Life> story = EngineStory.story();
  private final Bug bug;

  StatementScenario(Bug bug) {
    this.bug = bug;
  }

  @Override
  public void run(Boundaries boundaries) throws IOException {
    Storage storage = bug.in(new BoundaryStorage(disk, boundaries));
    Metastore metastore = bug.in(new BoundaryMetastore(database, boundaries));
    try (Life life = new Life(storage, metastore, DIRECTORY)) {
      story.play(life);
    } catch (PlimsollException e) {
      if (e.code() != ErrorCode.METASTORE_FAILED) { // a metastore that is gone ends the process
        throw e;
      }
    }
  }

  /** The next life does the rest; the one after it finds all of that. */
  @Override
  public void examine(CrashMode mode, long seed) throws IOException {
    SimulatedStorage left = disk.afterCrash(mode, seed);
    try (Life second = new Life(left, bug.afterwards(database), DIRECTORY)) {
      story.settle(EngineStory.state(second));
      Promises.checkFiles(second, DIRECTORY);
      story.play(second);
      story.checkEnd(EngineStory.state(second));
    }
    SimulatedStorage again = left.afterCrash(CrashMode.LOSE_UNSYNCED, seed);
    try (Life third = new Life(again, database, DIRECTORY)) {
      story.checkEnd(EngineStory.state(third));
      Promises.checkFiles(third, DIRECTORY);
    }
  }
}
