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

/** The script on a simulated disk and a model of the metastore. */
final class CommitScenario implements CrashScenario {
  private static final String DIRECTORY = "/plimsoll-data";

  private final SimulatedStorage disk = new SimulatedStorage();
  private final ModelMetastore database = new ModelMetastore();
  private final Ledger ledger = new Ledger();
  private final Bug bug;

  CommitScenario(Bug bug) {
    this.bug = bug;
  }

  @Override
  public void run(Boundaries boundaries) throws IOException {
    Storage storage = bug.in(new BoundaryStorage(disk, boundaries));
    Metastore metastore = bug.in(new BoundaryMetastore(database, boundaries));
    try (Life life = new Life(storage, metastore, DIRECTORY)) {
      Script.play(life, ledger);
    } catch (PlimsollException e) {
      if (e.code() != ErrorCode.METASTORE_FAILED) { // a metastore that is gone ends the process
        throw e;
      }
    }
  }

  /** Two more lives, each after a power cut. */
  @Override
  public void examine(CrashMode mode, long seed) throws IOException {
    SimulatedStorage left = disk.afterCrash(mode, seed);
    try (Life second = new Life(left, database, DIRECTORY)) {
      Promises.check(second, ledger, DIRECTORY);
      Aftermath.loadOn(second, ledger, "again");
      SimulatedStorage again = left.afterCrash(CrashMode.LOSE_UNSYNCED, seed);
      try (Life third = new Life(again, database, DIRECTORY)) {
        Promises.check(third, ledger, DIRECTORY);
      }
    }
  }
}
