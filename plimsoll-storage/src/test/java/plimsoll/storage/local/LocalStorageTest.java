package plimsoll.storage.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import plimsoll.storage.FileEntry;
import plimsoll.storage.FileStatus;
import plimsoll.storage.InputFile;
import plimsoll.storage.OutputFile;
import plimsoll.storage.Readers;
import plimsoll.storage.Storage;
import plimsoll.testkit.storage.StorageContract;

class LocalStorageTest extends StorageContract {
  private final Storage storage = new LocalStorage();
  @TempDir Path directory;

  @Override
  protected Storage storage() {
    return storage;
  }

  @Override
  protected String root() {
    return directory.resolve("root").toString();
  }

  @Test
  void fileSchemeIsTaken() throws IOException {
    write("a", "1");
    assertThat(storage.exists("file://" + at("a"))).isTrue();
    assertThat(storage.exists("file:" + at("a"))).isTrue();
    assertThat(storage.match("file://" + at("*")))
        .extracting(FileStatus::path)
        .containsExactly(at("a"));
  }

  @Test
  void linksAreWhatTheyLeadTo() throws IOException {
    write("d/a", "12");
    Files.createSymbolicLink(Path.of(at("link")), Path.of(at("d")));
    Files.createSymbolicLink(Path.of(at("d/b")), Path.of(at("d/a")));
    assertThat(storage.match(at("link")))
        .extracting(FileStatus::path, FileStatus::length)
        .containsExactly(tuple(at("link/a"), 2L), tuple(at("link/b"), 2L));
    assertThat(storage.walk(at("link"))).hasSize(2);
  }

  @Test
  void aPathWithALinkInItIsOpenedOnlyWhereThatIsAllowed() throws IOException {
    write("d/e/a", "12");
    Files.createSymbolicLink(Path.of(at("link")), Path.of(at("d")));
    Files.createSymbolicLink(Path.of(at("d/e/b")), Path.of(at("d/e/a")));
    String real = storage.realPath(at("d/e/a"));
    try (InputFile file = storage.openWithoutLinks(real)) {
      assertThat(file.length()).isEqualTo(2);
    }
    String parent = storage.realPath(at("d/e"));
    for (String path : new String[] {at("link/e/a"), parent + "/b", parent, parent + "/none"}) {
      assertThatThrownBy(() -> storage.openWithoutLinks(path)).isInstanceOf(IOException.class);
    }
  }

  @Test
  void tooManyAlternativesAreRefused() {
    assertThatThrownBy(() -> storage.match(at("{a,b}".repeat(30))))
        .isInstanceOf(FileSystemException.class)
        .hasMessageContaining("its braces have more than 1000 alternatives");
  }

  @Test
  void deletingALinkLeavesItsTarget() throws IOException {
    write("d/a", "12");
    Files.createSymbolicLink(Path.of(at("link")), Path.of(at("d")));
    storage.delete(at("link"));
    assertThat(storage.exists(at("link"))).isFalse();
    assertThat(storage.exists(at("d/a"))).isTrue();
  }

  @Test
  void danglingLinkIsNotThere() throws IOException {
    write("d/a", "12");
    Files.createSymbolicLink(Path.of(at("d/link")), Path.of(at("none")));
    assertThat(storage.exists(at("d/link"))).isFalse();
    assertThat(storage.list(at("d"))).extracting(FileStatus::path).containsExactly(at("d/a"));
  }

  @Test
  void filesOfOthersAreRefusedWithReason() throws IOException {
    assumeFalse(System.getProperty("user.name").equals("root"), "root may read everything");
    write("a", "1");
    Files.setPosixFilePermissions(Path.of(at("a")), PosixFilePermissions.fromString("---------"));
    assertThatThrownBy(() -> storage.open(at("a")))
        .isInstanceOf(AccessDeniedException.class)
        .hasMessage(at("a") + ": Permission denied");
  }

  @Test
  void fullDeviceSaysSo() throws IOException {
    assumeTrue(Files.exists(Path.of("/dev/full")), "needs Linux' device that is always full");
    Files.createDirectories(Path.of(root()));
    // A link that create() follows cannot exist, so the device is opened as the file itself.
    try (OutputFile file =
        new LocalOutputFile(
            at("a"), FileChannel.open(Path.of("/dev/full"), StandardOpenOption.WRITE))) {
      assertThatThrownBy(() -> file.write(new byte[10], 0, 10))
          .isInstanceOf(FileSystemException.class)
          .hasMessage(at("a") + ": No space left on device");
    }
  }

  @Test
  void pathThatNoFileSystemTakesIsRefused() {
    assertThatThrownBy(() -> storage.open("/a\0b"))
        .isInstanceOf(FileSystemException.class)
        .hasMessageContaining("Not a valid path");
  }

  @Test
  void deviceIsNotAFile() {
    assumeTrue(Files.exists(Path.of("/dev/null")));
    assertThatThrownBy(() -> storage.open("/dev/null"))
        .isInstanceOf(FileSystemException.class)
        .hasMessage("/dev/null: Not a regular file");
  }

  @Test
  void aFileForFewHasTheirPermissionsAndWhatItReplacesHandsOnItsOwn() throws IOException {
    storage().create(at("a"), Readers.OWNER).close();
    storage().create(at("b"), Readers.GROUP).close();
    assertThat(mode("a")).isEqualTo("rw-------");
    assertThat(mode("b")).matches("rw-[r-]-----"); // the umask may take the group's
    write("old", "1");
    Files.setPosixFilePermissions(Path.of(at("old")), PosixFilePermissions.fromString("rw-rw-r--"));
    storage().replace(at("a"), at("old"));
    assertThat(mode("old")).isEqualTo("rw-rw-r--");
    storage().replace(at("b"), at("new"));
    assertThat(mode("new")).matches("rw-[r-]-----");
  }

  private String mode(String name) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(Path.of(at(name))));
  }

  @Test
  void anEntryIsNotWhereItsLinkLeads() throws IOException {
    write("a", "1");
    Files.createSymbolicLink(Path.of(at("link")), Path.of(at("a")));
    Files.createSymbolicLink(Path.of(at("nowhere")), Path.of(at("none")));
    for (String name : List.of("link", "nowhere")) {
      assertThat(Objects.requireNonNull(storage().entry(at(name))).kind())
          .isEqualTo(FileEntry.Kind.LINK);
    }
    assertThat(Objects.requireNonNull(storage().entry("/dev/null")).kind())
        .isEqualTo(FileEntry.Kind.OTHER);
  }
}
