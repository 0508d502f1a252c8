package plimsoll.testkit.storage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import plimsoll.storage.FileStatus;
import plimsoll.storage.InputFile;
import plimsoll.storage.OutputFile;
import plimsoll.storage.Storage;

class SimulatedStorageTest extends StorageContract {
  private SimulatedStorage storage = new SimulatedStorage();

  @Override
  protected Storage storage() {
    return storage;
  }

  @Override
  protected String root() {
    return "/root";
  }

  @Test
  void syncedFileInSyncedDirectorySurvives() throws IOException {
    writeSynced("d/a", "1");
    storage.syncDirectory(at("d"));
    crash();
    assertThat(read("d/a")).isEqualTo("1");
  }

  @Test
  void nameWithoutDirectorySyncIsLost() throws IOException {
    writeSynced("d/a", "1");
    crash();
    assertThat(storage.exists(at("d/a"))).isFalse();
    assertThat(storage.exists(root())).isFalse();
  }

  @Test
  void bytesWithoutSyncAreLostThoughTheNameStays() throws IOException {
    write("d/a", "1");
    storage.syncDirectory(at("d"));
    crash();
    assertThat(read("d/a")).isEmpty();
  }

  @Test
  void onlyBytesAfterTheLastSyncAreLost() throws IOException {
    try (OutputFile file = storage.create(at("d/a"))) {
      file.write(new byte[] {'1', '2'}, 0, 2);
      file.sync();
      file.write(new byte[] {'3'}, 0, 1);
    }
    storage.syncDirectory(at("d"));
    crash();
    assertThat(read("d/a")).isEqualTo("12");
  }

  @Test
  void directorySyncMakesTheDirectorysOwnNameDurableAndNoOther() throws IOException {
    writeSynced("d/sub/a", "1");
    writeSynced("d/b", "1");
    storage.syncDirectory(at("d/sub"));
    crash();
    assertThat(read("d/sub/a")).isEqualTo("1");
    assertThat(storage.exists(at("d/b"))).isFalse();
  }

  @Test
  void unsyncedDeleteComesBack() throws IOException {
    writeSynced("d/a", "1");
    storage.syncDirectory(at("d"));
    storage.delete(at("d/a"));
    assertThat(storage.exists(at("d/a"))).isFalse();
    crash();
    assertThat(read("d/a")).isEqualTo("1");
    storage.delete(at("d/a"));
    storage.syncDirectory(at("d"));
    crash();
    assertThat(storage.exists(at("d/a"))).isFalse();
  }

  @Test
  void killedProcessLosesNothing() throws IOException {
    write("d/a", "1");
    storage = storage.afterCrash(CrashMode.KEEP_ALL, 0);
    assertThat(read("d/a")).isEqualTo("1");
  }

  @ParameterizedTest
  @EnumSource(CrashMode.class)
  void whatWasSyncedSurvivesEveryKindOfCrash(CrashMode mode) throws IOException {
    for (int seed = 0; seed < 50; seed++) {
      storage = new SimulatedStorage();
      writeSynced("d/a", "synced");
      storage.syncDirectory(at("d"));
      write("d/b", "unsynced");
      storage = storage.afterCrash(mode, seed);
      assertThat(read("d/a")).isEqualTo("synced");
    }
  }

  @Test
  void partialCrashesVaryBySeedAndRepeatBySeed() throws IOException {
    TreeSet<String> outcomes = new TreeSet<>();
    for (int seed = 0; seed < 50; seed++) {
      String first = outcome(CrashMode.KEEP_SOME, seed);
      assertThat(outcome(CrashMode.KEEP_SOME, seed)).isEqualTo(first);
      outcomes.add(first);
    }
    assertThat(outcomes).contains("absent", "", "u", "unsynced");
  }

  @Test
  void tornTailIsZeros() throws IOException {
    TreeSet<String> outcomes = new TreeSet<>();
    for (int seed = 0; seed < 50; seed++) {
      outcomes.add(outcome(CrashMode.TEAR_TAILS, seed).replace('\0', '0'));
    }
    assertThat(outcomes).contains("absent", "", "0", "00000000").doesNotContain("unsynced");
  }

  @Test
  void oldDiskIsUntouchedByTheCrash() throws IOException {
    write("d/a", "1");
    SimulatedStorage after = storage.afterCrash(CrashMode.KEEP_ALL, 0);
    after.delete(at("d/a"));
    assertThat(read("d/a")).isEqualTo("1");
  }

  private String outcome(CrashMode mode, int seed) throws IOException {
    SimulatedStorage disk = new SimulatedStorage();
    storage = disk;
    write("d/a", "unsynced");
    storage.syncDirectory(root());
    storage = storage.afterCrash(mode, seed);
    for (FileStatus file : storage.walk(root())) {
      return read(file.path().substring(root().length() + 1));
    }
    return "absent";
  }

  private void writeSynced(String name, String text) throws IOException {
    byte[] bytes = text.getBytes(UTF_8);
    try (OutputFile file = storage.create(at(name))) {
      file.write(bytes, 0, bytes.length);
      file.sync();
    }
  }

  private void crash() {
    storage = storage.afterCrash(CrashMode.LOSE_UNSYNCED, 0);
  }

  @Test
  void openFileSeesItsBytesGrow() throws IOException {
    try (OutputFile out = storage.create(at("a"));
        InputFile in = storage.open(at("a"))) {
      assertThat(in.length()).isZero();
      out.write(new byte[] {1}, 0, 1);
      assertThat(in.length()).isEqualTo(1);
    }
  }
}
