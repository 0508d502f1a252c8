package plimsoll.storage.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import plimsoll.error.ErrorCode;
import plimsoll.error.PlimsollException;

class DataDirectoryLockTest {
  @TempDir Path directory;

  @Test
  void absentDirectoryIsMade() throws IOException {
    try (DataDirectoryLock lock = DataDirectoryLock.acquire(directory.resolve("x/y"))) {
      assertThat(lock.directory()).isDirectory();
    }
  }

  @Test
  void secondHolderInOneProcessIsRefusedAndFirstKeepsIt() throws Exception {
    try (DataDirectoryLock lock = DataDirectoryLock.acquire(directory)) {
      lock.announce(8030, Holder.NONE);
      assertHeldBy(ProcessHandle.current().pid() + " (HTTP port 8030)");
      assertHeldBy(ProcessHandle.current().pid() + " (HTTP port 8030)");
      assertThat(childTries()).startsWith("held: ").contains("HTTP port 8030");
    }
  }

  @Test
  void otherProcessHoldsItUntilItIsKilled() throws Exception {
    Process child = start("hold");
    try (BufferedReader out = output(child)) {
      assertThat(out.readLine()).isEqualTo("taken");
      assertHeldBy("process " + child.pid());
      assertThat(DataDirectoryLock.holder(directory)).map(Holder::pid).contains(child.pid());
    } finally {
      child.destroyForcibly().waitFor();
    }
    DataDirectoryLock.acquire(directory).close();
  }

  @Test
  void deadHolderIsNotShown() throws Exception {
    Process child = start("hold");
    try (BufferedReader out = output(child)) {
      assertThat(out.readLine()).isEqualTo("taken");
    } finally {
      child.destroyForcibly().waitFor();
    }
    assertThat(DataDirectoryLock.holder(directory)).isEmpty();
  }

  @Test
  void closedDirectoryHasNoHolderAndNoToken() throws IOException {
    DataDirectoryLock lock = DataDirectoryLock.acquire(directory);
    lock.createToken();
    lock.close();
    lock.close();
    assertThat(DataDirectoryLock.holder(directory)).isEmpty();
    assertThat(DataDirectoryLock.token(directory)).isEmpty();
    DataDirectoryLock.acquire(directory).close();
  }

  @Test
  void shorterAnnouncementLeavesNothingOfALongerOne() throws IOException {
    try (DataDirectoryLock lock = DataDirectoryLock.acquire(directory)) {
      lock.announce(65535, 65535);
      lock.announce(1, 2);
      assertThat(DataDirectoryLock.holder(directory))
          .contains(new Holder(ProcessHandle.current().pid(), 1, 2));
    }
  }

  @Test
  void tokenIsTheOwnersAloneAndNewEachTime() throws IOException {
    try (DataDirectoryLock lock = DataDirectoryLock.acquire(directory)) {
      String first = lock.createToken();
      String second = lock.createToken();
      assertThat(second).hasSize(64).isNotEqualTo(first);
      assertThat(DataDirectoryLock.token(directory)).contains(second);
      assertThat(Files.getPosixFilePermissions(directory.resolve("token")))
          .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    }
  }

  @Test
  void directoryThatWasNeverUsedHasNoHolder() throws IOException {
    assertThat(DataDirectoryLock.holder(directory)).isEmpty();
    assertThat(DataDirectoryLock.holder(directory.resolve("none"))).isEmpty();
  }

  private void assertHeldBy(String who) {
    assertThatThrownBy(() -> DataDirectoryLock.acquire(directory))
        .isInstanceOfSatisfying(
            PlimsollException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.DATA_DIRECTORY_HELD))
        .hasMessageContaining(who);
  }

  private String childTries() throws Exception {
    Process child = start("try");
    try (BufferedReader out = output(child)) {
      return out.readLine();
    } finally {
      child.destroyForcibly().waitFor();
    }
  }

  private Process start(String how) throws IOException {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    return new ProcessBuilder(
            java,
            "-cp",
            System.getProperty("java.class.path"),
            Child.class.getName(),
            directory.toString(),
            how)
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  private static BufferedReader output(Process process) {
    return new BufferedReader(
        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
  }

  /** Takes the directory, says so, and waits to be killed. */
  static final class Child {
    private Child() {}

    public static void main(String[] args) throws Exception {
      try (DataDirectoryLock lock = DataDirectoryLock.acquire(Path.of(args[0]))) {
        System.out.println("taken");
        if (args[1].equals("hold")) {
          new java.util.concurrent.CountDownLatch(1).await();
        }
        lock.announce(Holder.NONE, Holder.NONE);
      } catch (PlimsollException e) {
        System.out.println("held: " + e.getMessage());
      }
    }
  }
}
