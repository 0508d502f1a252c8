package plimsoll.server.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import plimsoll.commit.Metastore;
import plimsoll.error.ErrorCode;
import plimsoll.error.PlimsollException;
import plimsoll.storage.Storage;
import plimsoll.testkit.ModelMetastore;
import plimsoll.testkit.crash.Boundaries;
import plimsoll.testkit.crash.BoundaryMetastore;
import plimsoll.testkit.crash.BoundaryStorage;
import plimsoll.testkit.crash.Crash;
import plimsoll.testkit.crash.CrashScenario;
import plimsoll.testkit.crash.Fault;
import plimsoll.testkit.storage.CrashMode;
import plimsoll.testkit.storage.SimulatedStorage;

/** The script on a simulated disk and a model of the metastore. */
final class CommitScenario implements CrashScenario {
  private static final int RECOVERY = 12; // about as many boundaries as a recovery has
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

  /** Three more lives, each after a power cut; the first of them may end while it recovers. */
  @Override
  public void examine(CrashMode mode, long seed) throws IOException {
    SimulatedStorage left = recoverAndDie(disk.afterCrash(mode, seed), 1 + seed % RECOVERY);
    try (Life second = new Life(left, bug.afterwards(database), DIRECTORY)) {
      Promises.check(second, ledger, DIRECTORY);
      Aftermath.loadOn(second, ledger, "again");
      SimulatedStorage again = left.afterCrash(CrashMode.LOSE_UNSYNCED, seed);
      try (Life third = new Life(again, database, DIRECTORY)) {
        Promises.check(third, ledger, DIRECTORY);
      }
    }
  }

  private SimulatedStorage recoverAndDie(SimulatedStorage left, long boundary) {
    Boundaries boundaries = Boundaries.with(Fault.STOP, boundary);
    Storage storage = new BoundaryStorage(left, boundaries);
    Metastore metastore = bug.afterwards(new BoundaryMetastore(database, boundaries));
    try (Life life = new Life(storage, metastore, DIRECTORY)) {
      assertThat(life.metastore).isNotNull();
    } catch (Crash asAsked) {
      assertThat(boundaries.stopped()).isTrue();
    }
    return left.afterCrash(CrashMode.LOSE_UNSYNCED, boundary);
  }
}
