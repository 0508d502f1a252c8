package plimsoll.server.session;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostMemoryTest {
  @TempDir Path directory;

  private HostMemory report(String text) throws IOException {
    return new HostMemory(Files.writeString(directory.resolve("meminfo"), text));
  }

  @Test
  void shareInUseIsCompared() throws IOException {
    HostMemory memory =
        report(
            "MemTotal:       1000 kB\nMemFree:  1 kB\nMemAvailable:    300 kB\nHugePages_Total: 0\n");
    assertThatCode(() -> memory.requireBelow(70)).doesNotThrowAnyException();
    assertThatThrownBy(() -> memory.requireBelow(69))
        .hasMessageContaining("70 % of this machine's memory are in use")
        .hasMessageContaining("insert_memory_usage_limit is 69");
  }

  @Test
  void zeroLooksAtNothing() {
    assertThatCode(() -> new HostMemory(directory.resolve("none")).requireBelow(0))
        .doesNotThrowAnyException();
  }

  @Test
  void whatCannotBeKnownIsNotPassedOver() throws IOException {
    assertThatThrownBy(() -> new HostMemory(directory.resolve("none")).requireBelow(50))
        .hasMessageContaining("insert_memory_usage_limit cannot be kept");
    HostMemory strange = report("odd\n\nMemTotal: x kB\n");
    assertThatThrownBy(() -> strange.requireBelow(50)).hasMessageContaining("does not tell");
  }

  @Test
  void thisMachineTells() {
    assertThatCode(() -> HostMemory.LINUX.requireBelow(100)).doesNotThrowAnyException();
  }
}
