package plimsoll.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class HomeDirectoryTest {
  @Test
  void variableCountsBeforeTheSystemsEntry() {
    assertThat(HomeDirectory.of("/home/ann", "/root")).isEqualTo(Path.of("/home/ann"));
  }

  @Test
  void systemsEntryCountsWithoutIt() {
    assertThat(HomeDirectory.of(null, "/root")).isEqualTo(Path.of("/root"));
    assertThat(HomeDirectory.of("", "/root")).isEqualTo(Path.of("/root"));
  }
}
