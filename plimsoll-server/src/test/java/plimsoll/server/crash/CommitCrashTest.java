package plimsoll.server.crash;

import static org.assertj.core.api.Assertions.assertThat;

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
  @ParameterizedTest
  @EnumSource(CrashMode.class)
  void everyLoadIsWholeOrAbsentWhereverItStops(CrashMode mode) throws Exception {
    CrashSearch search = search(Bug.NONE, Fault.STOP, mode);
    assertThat(search.violations()).as(search.report()).isEmpty();
    assertThat(search.boundaries()).isGreaterThan(200);
  }

  @ParameterizedTest
  @EnumSource(names = {"FAIL", "DISK_FULL"})
  void everyLoadIsWholeOrAbsentWhateverFails(Fault fault) throws Exception {
    CrashSearch search = search(Bug.NONE, fault, CrashMode.LOSE_UNSYNCED);
    assertThat(search.violations()).as(search.report()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
  void plantedBugIsFound(Bug bug) throws Exception {
    assertThat(search(bug, Fault.STOP, CrashMode.LOSE_UNSYNCED).violations()).isNotEmpty();
  }

  private static CrashSearch search(Bug bug, Fault fault, CrashMode mode) throws Exception {
    return CrashSearch.everyBoundary(() -> new CommitScenario(bug), fault, mode);
  }
}
