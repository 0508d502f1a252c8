package plimsoll.testkit.crash;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.util.function.UnaryOperator;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import plimsoll.storage.InputFile;
import plimsoll.storage.OutputFile;
import plimsoll.storage.Storage;
import plimsoll.testkit.storage.CrashMode;
import plimsoll.testkit.storage.SimulatedStorage;

/** Tries the search on a program small enough to know the answer: replace a file, then say so. */
class CrashSearchTest {
  @ParameterizedTest
  @EnumSource(CrashMode.class)
  void rightProgramKeepsItsPromiseEverywhere(CrashMode mode) throws Exception {
    CrashSearch search = search(storage -> storage, Fault.STOP, mode);
    assertThat(search.violations()).as(search.report()).isEmpty();
    assertThat(search.boundaries()).isEqualTo(12);
    assertThat(search.attempts()).isEqualTo(13);
  }

  @ParameterizedTest
  @EnumSource(Fault.class)
  void rightProgramKeepsItsPromiseUnderEveryFault(Fault fault) throws Exception {
    CrashSearch search = search(storage -> storage, fault, CrashMode.LOSE_UNSYNCED);
    assertThat(search.violations()).as(search.report()).isEmpty();
  }

  @Test
  void missingFileSyncIsFound() throws Exception {
    CrashSearch search =
        search(
            storage -> ForgetfulStorage.ofFiles(storage, path -> path.endsWith("new")),
            Fault.STOP,
            CrashMode.LOSE_UNSYNCED);
    assertThat(search.violations()).isNotEmpty();
    assertThat(search.report()).contains("rename /d/new -> /d/file").contains("broke a promise");
  }

  @Test
  void missingDirectorySyncIsFound() throws Exception {
    CrashSearch search =
        search(
            storage -> ForgetfulStorage.ofDirectories(storage, path -> true),
            Fault.STOP,
            CrashMode.LOSE_UNSYNCED);
    assertThat(search.violations()).isNotEmpty();
  }

  @Test
  void killedProcessAloneDoesNotShowAMissingSync() throws Exception {
    CrashSearch search =
        search(
            storage -> ForgetfulStorage.ofFiles(storage, path -> true),
            Fault.STOP,
            CrashMode.KEEP_ALL);
    assertThat(search.violations()).isEmpty();
  }

  @Test
  void deadProcessCanDoNothing() throws IOException {
    Boundaries boundaries = Boundaries.with(Fault.STOP, 2);
    Storage storage = new BoundaryStorage(new SimulatedStorage(), boundaries);
    OutputFile file = storage.create("/a");
    Assertions.assertThatThrownBy(() -> file.write(new byte[1], 0, 1)).isInstanceOf(Crash.class);
    Assertions.assertThatThrownBy(file::sync).isInstanceOf(Crash.class);
    Assertions.assertThatThrownBy(() -> storage.exists("/a")).isInstanceOf(Crash.class);
    assertThat(boundaries.trace()).containsExactly("1 create /a", "2 write /a");
  }

  @Test
  void fullDiskRefusesSpaceAndNothingElse() throws IOException {
    Storage storage =
        new BoundaryStorage(new SimulatedStorage(), Boundaries.with(Fault.DISK_FULL, 2));
    OutputFile file = storage.create("/a");
    Assertions.assertThatThrownBy(() -> file.write(new byte[1], 0, 1))
        .isInstanceOf(FileSystemException.class)
        .hasMessage("/a: No space left on device");
    Assertions.assertThatThrownBy(() -> storage.create("/b"))
        .hasMessage("/b: No space left on device");
    file.sync();
    storage.delete("/a");
    assertThat(storage.exists("/a")).isFalse();
  }

  private static CrashSearch search(UnaryOperator<Storage> bug, Fault fault, CrashMode mode)
      throws Exception {
    return CrashSearch.everyBoundary(() -> new Replace(bug), fault, mode);
  }

  /** Writes "old", then replaces it by "new"; acknowledges each. */
  private static final class Replace implements CrashScenario {
    private final SimulatedStorage disk = new SimulatedStorage();
    private final UnaryOperator<Storage> bug;
    private String acknowledged = "";

    private Replace(UnaryOperator<Storage> bug) {
      this.bug = bug;
    }

    @Override
    public void run(Boundaries boundaries) {
      Storage storage = bug.apply(new BoundaryStorage(disk, boundaries));
      try {
        replace(storage, "old");
        replace(storage, "new");
      } catch (IOException e) {
        assertThat(boundaries.stopped()).isFalse(); // reported to the client: nothing promised
      }
    }

    private void replace(Storage storage, String text) throws IOException {
      storage.delete("/d/new");
      try (OutputFile file = storage.create("/d/new")) {
        file.write(text.getBytes(UTF_8), 0, 3);
        file.sync();
      }
      storage.rename("/d/new", "/d/file");
      storage.syncDirectory("/d");
      acknowledged = text;
    }

    @Override
    public void examine(CrashMode mode, long seed) throws Exception {
      SimulatedStorage left = disk.afterCrash(mode, seed);
      if (!left.exists("/d/file")) {
        assertThat(acknowledged).isEmpty();
        return;
      }
      byte[] bytes = new byte[3];
      try (InputFile file = left.open("/d/file")) {
        assertThat(file.read(0, bytes, 0, 3)).isEqualTo(3);
      }
      assertThat(new String(bytes, UTF_8)).isIn("old", "new");
      if (acknowledged.equals("new")) {
        assertThat(new String(bytes, UTF_8)).isEqualTo("new");
      }
    }
  }
}
