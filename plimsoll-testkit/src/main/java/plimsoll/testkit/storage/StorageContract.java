package plimsoll.testkit.storage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import plimsoll.storage.FileEntry;
import plimsoll.storage.FileStatus;
import plimsoll.storage.InputFile;
import plimsoll.storage.OutputFile;
import plimsoll.storage.Readers;
import plimsoll.storage.Storage;

/** What every storage must do. A storage's own test extends this and adds what is special to it. */
public abstract class StorageContract {
  /** The storage under test, the same one for the whole of a test. */
  protected abstract Storage storage();

  /** An absolute path of a directory that is empty or absent at the start of each test. */
  protected abstract String root();

  @Test
  void writtenBytesAreReadBackAtAnyPosition() throws IOException {
    write("a", "0123456789");
    try (InputFile file = storage().open(at("a"))) {
      byte[] buffer = new byte[6];
      assertThat(file.path()).isEqualTo(at("a"));
      assertThat(file.length()).isEqualTo(10);
      assertThat(file.read(3, buffer, 1, 4)).isEqualTo(4);
      assertThat(new String(buffer, 1, 4, UTF_8)).isEqualTo("3456");
      assertThat(file.read(0, buffer, 0, 6)).isEqualTo(6);
      assertThat(new String(buffer, UTF_8)).isEqualTo("012345");
    }
  }

  @Test
  void readIsShortOnlyAtTheEnd() throws IOException {
    write("a", "0123456789");
    try (InputFile file = storage().open(at("a"))) {
      byte[] buffer = new byte[100];
      assertThat(file.read(8, buffer, 0, 100)).isEqualTo(2);
      assertThat(file.read(10, buffer, 0, 100)).isEqualTo(-1);
      assertThat(file.read(99, buffer, 0, 100)).isEqualTo(-1);
    }
  }

  @Test
  void writesAreAppendedAndCounted() throws IOException {
    try (OutputFile file = storage().create(at("a"))) {
      assertThat(file.path()).isEqualTo(at("a"));
      assertThat(file.position()).isZero();
      file.write("xabcx".getBytes(UTF_8), 1, 3);
      assertThat(file.position()).isEqualTo(3);
      file.sync();
      file.write("de".getBytes(UTF_8), 0, 2);
      assertThat(file.position()).isEqualTo(5);
    }
    assertThat(read("a")).isEqualTo("abcde");
  }

  @Test
  void emptyFileIsAFile() throws IOException {
    write("a", "");
    assertThat(read("a")).isEmpty();
    assertThat(storage().exists(at("a"))).isTrue();
  }

  @Test
  void createMakesParents() throws IOException {
    write("x/y/z/a", "1");
    assertThat(read("x/y/z/a")).isEqualTo("1");
    assertThat(storage().exists(at("x/y"))).isTrue();
  }

  @Test
  void createRefusesAFileThatExists() throws IOException {
    write("a", "1");
    assertThatThrownBy(() -> storage().create(at("a")))
        .isInstanceOf(FileAlreadyExistsException.class)
        .hasMessage(at("a") + ": File exists");
    assertThat(read("a")).isEqualTo("1");
  }

  @Test
  void createRefusesAFileAsParent() throws IOException {
    write("a", "1");
    assertThatThrownBy(() -> storage().create(at("a/b")))
        .isInstanceOf(FileSystemException.class)
        .hasMessageContaining(at("a"))
        .hasMessageContaining("Not a directory");
  }

  @Test
  void openNamesAMissingFile() {
    assertThatThrownBy(() -> storage().open(at("none/a")))
        .isInstanceOf(NoSuchFileException.class)
        .hasMessage(at("none/a") + ": No such file or directory");
  }

  @Test
  void openRefusesADirectory() throws IOException {
    write("d/a", "1");
    assertThatThrownBy(() -> storage().open(at("d")))
        .isInstanceOf(FileSystemException.class)
        .hasMessage(at("d") + ": Is a directory");
  }

  @Test
  void relativePathsAreRefused() {
    assertThatThrownBy(() -> storage().open("a"))
        .isInstanceOf(FileSystemException.class)
        .hasMessage("a: Not an absolute path");
  }

  @Test
  void existsTellsFilesAndDirectoriesFromNothing() throws IOException {
    write("d/a", "1");
    assertThat(storage().exists(at("d/a"))).isTrue();
    assertThat(storage().exists(at("d"))).isTrue();
    assertThat(storage().exists(at("d/b"))).isFalse();
    assertThat(storage().exists(at("d/a/b"))).isFalse();
  }

  @Test
  void listGivesFilesDirectlyInsideInNameOrder() throws IOException {
    writeAll("d/c", "d/a", "d/.h", "d/sub/x", "e");
    assertThat(names(storage().list(at("d")))).isEqualTo(List.of("d/.h", "d/a", "d/c"));
  }

  @Test
  void listTellsLengths() throws IOException {
    write("d/a", "12345");
    assertThat(storage().list(at("d"))).extracting(FileStatus::length).containsExactly(5L);
  }

  @Test
  void absentDirectoryHasNoFiles() throws IOException {
    assertThat(storage().list(at("none"))).isEmpty();
    assertThat(storage().walk(at("none"))).isEmpty();
  }

  @Test
  void walkGoesToAnyDepthInPathOrder() throws IOException {
    writeAll("d/c", "d/sub/deep/x", "d/sub/y", "d/.h", "e");
    assertThat(names(storage().walk(at("d"))))
        .isEqualTo(List.of("d/.h", "d/c", "d/sub/deep/x", "d/sub/y"));
  }

  @ParameterizedTest(name = "{0} matches {1}")
  @CsvSource(
      delimiter = '|',
      value = {
        // pattern            | files, in order
        "day=1/a.csv          | day=1/a.csv",
        "day=1                | day=1/a.csv day=1/b.csv",
        "day=1/               | day=1/a.csv day=1/b.csv",
        "day=1/*              | day=1/a.csv day=1/b.csv",
        "day=1/.hidden        | day=1/.hidden",
        "day=1/_*             | day=1/_SUCCESS",
        "day=?/a.csv          | day=1/a.csv day=2/a.csv",
        "day=[2-9]/*          | day=2/a.csv",
        "day=[!2]/a.csv       | day=1/a.csv",
        "*/a.csv              | day=1/a.csv day=2/a.csv",
        "*/*.csv              | day=1/a.csv day=1/b.csv day=2/a.csv",
        "{day=1/b,day=2/a}.csv| day=1/b.csv day=2/a.csv",
        "day={1,2}/{b,{a,x}}.c*| day=1/a.csv day=1/b.csv day=2/a.csv",
        "day=*                |",
        "day=3/*              |",
        "none                 |",
        "none/*/x             |",
        "odd[1].csv           | odd[1].csv",
      })
  void patternsNameFiles(String pattern, String expected) throws IOException {
    writeAll("day=1/b.csv", "day=1/a.csv", "day=1/_SUCCESS", "day=1/.hidden", "day=1/sub/c.csv");
    writeAll("day=2/a.csv", "odd[1].csv");
    List<String> wanted = expected == null ? List.of() : List.of(expected.split(" "));
    assertThat(names(storage().match(at(pattern)))).isEqualTo(wanted);
  }

  @ParameterizedTest
  @CsvSource({"'a{b,c'", "'a[b'"})
  void wrongPatternsAreRefusedByName(String pattern) throws IOException {
    write("a", "1");
    assertThatThrownBy(() -> storage().match(at(pattern)))
        .isInstanceOf(FileSystemException.class)
        .hasMessageContaining("Not a valid pattern");
  }

  @Test
  void aLinkIsASecondNameOfTheFile() throws IOException {
    write("d/a", "1");
    storage().link(at("d/a"), at("d/b"));
    FileEntry second = entry("d/b");
    assertThat(second).isEqualTo(entry("d/a"));
    storage().delete(at("d/a"));
    assertThat(read("d/b")).isEqualTo("1");
    assertThat(entry("d/b")).isEqualTo(second);
  }

  @Test
  void aLinkReplacesNothing() throws IOException {
    write("d/a", "1");
    write("d/b", "2");
    assertThatThrownBy(() -> storage().link(at("d/a"), at("d/b")))
        .isInstanceOf(FileAlreadyExistsException.class)
        .hasMessageContaining(at("d/b"));
    assertThat(read("d/b")).isEqualTo("2");
    assertThatThrownBy(() -> storage().link(at("d/none"), at("d/c")))
        .isInstanceOf(NoSuchFileException.class);
  }

  @Test
  void replacingGivesANameToAnotherFile() throws IOException {
    write("d/old", "1");
    write("d/a", "22");
    write("d/b", "33");
    try (InputFile reading = storage().open(at("d/old"))) {
      storage().replace(at("d/a"), at("d/old"));
      assertThat(reading.length()).isEqualTo(1);
    }
    storage().replace(at("d/b"), at("d/new"));
    assertThat(names(storage().list(at("d")))).isEqualTo(List.of("d/new", "d/old"));
    assertThat(read("d/old")).isEqualTo("22");
    assertThat(read("d/new")).isEqualTo("33");
    assertThatThrownBy(() -> storage().replace(at("d/none"), at("d/old")))
        .isInstanceOf(NoSuchFileException.class);
    assertThat(read("d/old")).isEqualTo("22");
  }

  @Test
  void anEntrySaysWhatStandsUnderAName() throws IOException {
    write("d/a", "123");
    write("d/b", "123");
    assertThat(entry("d/a").kind()).isEqualTo(FileEntry.Kind.FILE);
    assertThat(entry("d/a").length()).isEqualTo(3);
    assertThat(entry("d/a").identity()).isNotEqualTo(entry("d/b").identity());
    assertThat(entry("d").kind()).isEqualTo(FileEntry.Kind.DIRECTORY);
    assertThat(storage().entry(at("d/none"))).isNull();
  }

  private FileEntry entry(String name) throws IOException {
    return Objects.requireNonNull(storage().entry(at(name)));
  }

  @ParameterizedTest
  @EnumSource
  void aFileForFewIsAFile(Readers readers) throws IOException {
    try (OutputFile file = storage().create(at("d/a"), readers)) {
      file.write(new byte[] {'1'}, 0, 1);
    }
    assertThat(read("d/a")).isEqualTo("1");
    assertThatThrownBy(() -> storage().create(at("d/a"), readers))
        .isInstanceOf(FileAlreadyExistsException.class);
  }

  @Test
  void deleteRemovesAFileAndMindsNoAbsentOne() throws IOException {
    write("d/a", "1");
    storage().delete(at("d/a"));
    storage().delete(at("d/a"));
    storage().delete(at("none/a"));
    assertThat(storage().exists(at("d/a"))).isFalse();
    assertThat(storage().exists(at("d"))).isTrue();
  }

  @Test
  void deleteRefusesADirectory() throws IOException {
    write("d/a", "1");
    assertThatThrownBy(() -> storage().delete(at("d")))
        .isInstanceOf(FileSystemException.class)
        .hasMessage(at("d") + ": Is a directory");
  }

  @Test
  void deleteTreeRemovesAllBelow() throws IOException {
    writeAll("d/a", "d/sub/b", "d/sub/deep/c", "e");
    storage().deleteTree(at("d"));
    storage().deleteTree(at("d"));
    assertThat(storage().exists(at("d"))).isFalse();
    assertThat(names(storage().walk(root()))).isEqualTo(List.of("e"));
  }

  @Test
  void deletedDirectoryCanBeMadeAgain() throws IOException {
    write("d/sub/a", "1");
    storage().syncDirectory(at("d/sub"));
    storage().deleteTree(at("d"));
    write("d/sub/a", "2");
    storage().syncDirectory(at("d/sub"));
    assertThat(read("d/sub/a")).isEqualTo("2");
  }

  @Test
  void syncOfAMissingDirectoryFails() {
    assertThatThrownBy(() -> storage().syncDirectory(at("none")))
        .isInstanceOf(NoSuchFileException.class)
        .hasMessageContaining(at("none"));
  }

  @Test
  void openFileIsReadableAfterItsNameIsGone() throws IOException {
    write("a", "1");
    try (InputFile file = storage().open(at("a"))) {
      storage().delete(at("a"));
      assertThat(file.read(0, new byte[1], 0, 1)).isEqualTo(1);
    }
  }

  /** The absolute path of a name below {@link #root}. */
  protected final String at(String name) {
    return root() + "/" + name;
  }

  /** Writes a whole file without syncing it. */
  protected final void write(String name, String text) throws IOException {
    byte[] bytes = text.getBytes(UTF_8);
    try (OutputFile file = storage().create(at(name))) {
      file.write(bytes, 0, bytes.length);
    }
  }

  /** The whole of a file. */
  protected final String read(String name) throws IOException {
    try (InputFile file = storage().open(at(name))) {
      byte[] bytes = new byte[Math.toIntExact(file.length())];
      int read = file.read(0, bytes, 0, bytes.length);
      return new String(bytes, 0, Math.max(read, 0), UTF_8);
    }
  }

  private void writeAll(String... names) throws IOException {
    for (String name : names) {
      write(name, "1");
    }
  }

  private List<String> names(List<FileStatus> files) {
    return files.stream().map(file -> file.path().substring(root().length() + 1)).toList();
  }
}
