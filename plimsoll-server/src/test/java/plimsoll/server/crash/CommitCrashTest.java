package plimsoll.server.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import plimsoll.testkit.crash.CrashSearch;
import plimsoll.testkit.crash.Fault;
import plimsoll.testkit.storage.CrashMode;

/**
 * Every write of stage, metadata, commit and clean-up as a place to die: on a disk that then keeps
 * nothing unsynced, some of it, torn pieces, or all.
 */
class CommitCrashTest {
  /** Searches beside the main one visit every so manyth boundary: all of them take minutes. */
  private static final int STRIDE = Integer.getInteger("plimsoll.crash.stride", 5);

  @Test
  void everyLoadIsWholeOrAbsentWhereverItStops() throws Exception {
    CrashSearch search =
        CrashSearch.everyBoundary(script(Bug.NONE), Fault.STOP, CrashMode.LOSE_UNSYNCED);
    assertThat(search.violations()).as(search.report()).isEmpty();
    assertThat(search.boundaries()).isGreaterThan(200);
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "LOSE_UNSYNCED")
  void everyLoadIsWholeOrAbsentWhateverTheDiskKeeps(CrashMode mode) throws Exception {
    CrashSearch search = CrashSearch.someBoundaries(script(Bug.NONE), Fault.STOP, mode, STRIDE);
    assertThat(search.violations()).as(search.report()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(names = {"FAIL", "DISK_FULL"})
  void everyLoadIsWholeOrAbsentWhateverFails(Fault fault) throws Exception {
    CrashSearch search =
        CrashSearch.someBoundaries(script(Bug.NONE), fault, CrashMode.LOSE_UNSYNCED, STRIDE);
    assertThat(search.violations()).as(search.report()).isEmpty();
  }

  @Test
  void everyStatementIsWholeOrAbsentWhereverItStops() throws Exception {
    CrashSearch search =
        CrashSearch.everyBoundary(statements(Bug.NONE), Fault.STOP, CrashMode.LOSE_UNSYNCED);
    assertThat(search.violations()).as(search.report()).isEmpty();
    assertThat(search.boundaries()).isGreaterThan(200);
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "LOSE_UNSYNCED")
  void everyStatementIsWholeOrAbsentWhateverTheDiskKeeps(CrashMode mode) throws Exception {
    CrashSearch search = CrashSearch.someBoundaries(statements(Bug.NONE), Fault.STOP, mode, STRIDE);
    assertThat(search.violations()).as(search.report()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(names = {"FAIL", "DISK_FULL"})
  void everyStatementIsWholeOrAbsentWhateverFails(Fault fault) throws Exception {
    CrashSearch search =
        CrashSearch.someBoundaries(statements(Bug.NONE), fault, CrashMode.LOSE_UNSYNCED, STRIDE);
    assertThat(search.violations()).as(search.report()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
  void plantedBugIsFound(Bug bug) throws Exception {
    CrashSearch search =
        CrashSearch.firstViolation(script(bug), Fault.STOP, CrashMode.LOSE_UNSYNCED);
    assertThat(search.violations()).isNotEmpty();
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
  void plantedBugIsFoundByStatements(Bug bug) throws Exception {
    CrashSearch search =
        CrashSearch.firstViolation(statements(bug), Fault.STOP, CrashMode.LOSE_UNSYNCED);
    assertThat(search.violations()).isNotEmpty();
  }

  private static Callable<StatementScenario> statements(Bug bug) {
    return () -> new StatementScenario(bug);
  }

  private static Callable<CommitScenario> script(Bug bug) {
    return () -> new CommitScenario(bug);
  }
}
