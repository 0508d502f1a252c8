package plimsoll.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import plimsoll.config.Settings;
import plimsoll.error.ErrorCode;
import plimsoll.error.PlimsollException;

/** One data directory, two processes of the operating system. */
@Timeout(60)
class SecondProcessTest {
  @TempDir Path directory;
  private Process other;

  @AfterEach
  void kill() throws InterruptedException {
    if (other != null) {
      other.destroyForcibly().waitFor();
    }
  }

  @Test
  void directoryThatAnotherProcessHoldsIsRefusedUntilItEnds() throws Exception {
    assertThat(start()).isEqualTo("open " + directory);
    for (int i = 0; i < 2; i++) { // the first refusal does not break the other's lock
      assertThatThrownBy(this::open)
          .isInstanceOfSatisfying(
              PlimsollException.class,
              e -> assertThat(e.code()).isEqualTo(ErrorCode.DATA_DIRECTORY_HELD))
          .hasMessageContaining(directory.toString())
          .hasMessageContaining(Long.toString(other.pid()));
    }
    other.getOutputStream().close();
    assertThat(other.waitFor()).isZero();
    open().close();
  }

  @Test
  void killedHolderHoldsNothing() throws Exception {
    assertThat(start()).isEqualTo("open " + directory);
    other.destroyForcibly().waitFor();
    open().close();
  }

  @Test
  void directoryOfThisProcessIsRefusedToAnotherAndWorksOn() throws Exception {
    try (Plimsoll plimsoll = open()) {
      assertThat(start())
          .startsWith("DATA_DIRECTORY_HELD ")
          .contains(directory.toString(), Long.toString(ProcessHandle.current().pid()));
      assertThat(other.waitFor()).isZero();
      plimsoll.metastore().createDatabase("demo", Map.of());
      assertThatThrownBy(this::open).isInstanceOf(PlimsollException.class);
    }
  }

  private Plimsoll open() {
    return Plimsoll.open(directory, Settings.defaults());
  }

  /** Starts the other process; what it says first. */
  private String start() throws IOException {
    other =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Holder.class.getName(),
                directory.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    BufferedReader out = other.inputReader(StandardCharsets.UTF_8);
    return out.readLine();
  }
}
