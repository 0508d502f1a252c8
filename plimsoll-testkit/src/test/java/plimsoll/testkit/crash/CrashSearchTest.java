package plimsoll.testkit.crash;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.util.ArrayList;
import java.util.List;
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

/** Tries the search on a program small enough to know the answer: write a file, then say so. */
class CrashSearchTest {
  @ParameterizedTest
  @EnumSource(CrashMode.class)
  void rightProgramKeepsItsPromiseEverywhere(CrashMode mode) throws Exception {
    CrashSearch search = search(storage -> storage, Fault.STOP, mode);
    assertThat(search.violations()).as(search.report()).isEmpty();
    assertThat(search.boundaries()).isEqualTo(8);
    assertThat(search.attempts()).isEqualTo(9);
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
    assertThat(search.report()).contains("create /d/new").contains("broke a promise");
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
    return CrashSearch.everyBoundary(() -> new Write(bug), fault, mode);
  }

  /** Writes a file "old", then a file "new"; acknowledges each. */
  private static final class Write implements CrashScenario {
    private final SimulatedStorage disk = new SimulatedStorage();
    private final UnaryOperator<Storage> bug;
    private final List<String> acknowledged = new ArrayList<>();

    private Write(UnaryOperator<Storage> bug) {
      this.bug = bug;
    }

    @Override
    public void run(Boundaries boundaries) {
      Storage storage = bug.apply(new BoundaryStorage(disk, boundaries));
      try {
        write(storage, "old");
        write(storage, "new");
      } catch (IOException e) {
        assertThat(boundaries.stopped()).isFalse(); // reported to the client: nothing promised
      }
    }

    private void write(Storage storage, String text) throws IOException {
      try (OutputFile file = storage.create("/d/" + text)) {
        file.write(text.getBytes(UTF_8), 0, 3);
        file.sync();
      }
      storage.syncDirectory("/d");
      acknowledged.add(text);
    }

    @Override
    public void examine(CrashMode mode, long seed) throws Exception {
      SimulatedStorage left = disk.afterCrash(mode, seed);
      for (String text : acknowledged) {
        byte[] bytes = new byte[3];
        try (InputFile file = left.open("/d/" + text)) {
          assertThat(file.read(0, bytes, 0, 3)).isEqualTo(3);
        }
        assertThat(new String(bytes, UTF_8)).isEqualTo(text);
      }
    }
  }
}
