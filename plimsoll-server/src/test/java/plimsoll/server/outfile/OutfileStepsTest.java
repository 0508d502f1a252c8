package plimsoll.server.outfile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import plimsoll.error.ErrorCode;
import plimsoll.error.PlimsollException;
import plimsoll.model.DataType.Scalar;
import plimsoll.model.DataTypes;
import plimsoll.pipeline.parse.CsvOptions;
import plimsoll.pipeline.parse.InputFormat;
import plimsoll.query.ResultColumn;
import plimsoll.sql.plan.OutfileOptions;
import plimsoll.sql.plan.OutfileOptions.Mode;
import plimsoll.storage.ForwardingStorage;
import plimsoll.storage.Storage;
import plimsoll.storage.local.LocalStorage;

/** What others see while a file is written, and what becomes of it if a step fails. */
class OutfileStepsTest {
  private static final List<InputFormat> FORMATS = List.of(InputFormat.CSV, InputFormat.PARQUET);

  @TempDir Path directory;
  private final Failing disk = new Failing();
  private final Temporaries names = new Temporaries(() -> new Temporaries.Life("a", "1"));

  /** Local files; some steps fail when told so. */
  private static final class Failing extends ForwardingStorage {
    private boolean links = true;
    private boolean deletes = true;
    private int syncs = Integer.MAX_VALUE;

    Failing() {
      super(new LocalStorage());
    }

    @Override
    public void link(String file, String name) throws IOException {
      if (!links) {
        throw new FileSystemException(name, file, "Operation not permitted");
      }
      super.link(file, name);
    }

    @Override
    public void delete(String path) throws IOException {
      if (!deletes) {
        throw new FileSystemException(path, null, "Input/output error");
      }
      super.delete(path);
    }

    @Override
    public void syncDirectory(String path) throws IOException {
      if (syncs-- <= 0) {
        throw new FileSystemException(path, null, "Input/output error");
      }
      super.syncDirectory(path);
    }
  }

  /** Two rows; then {@code last} may fail. */
  private static Outfile.Rows rows(Runnable first, Runnable last) {
    return new Outfile.Rows() {
      private int given;

      @Override
      public @Nullable Object @Nullable [] next() {
        if (given == 1) {
          first.run();
        }
        given++;
        return given > 2 ? null : new @Nullable Object[] {given};
      }

      @Override
      public void checkStopped() {
        if (given > 2) {
          last.run();
        }
      }
    };
  }

  private static void nothing() {}

  private long write(InputFormat format, Mode mode, Runnable first, Runnable last) {
    return write(disk, names, directory.resolve("x"), format, mode, rows(first, last));
  }

  static long write(
      Storage storage,
      Temporaries names,
      Path path,
      InputFormat format,
      Mode mode,
      Outfile.Rows rows) {
    OutfileOptions options = new OutfileOptions(format, CsvOptions.rfc4180(), mode);
    List<ResultColumn> columns = List.of(new ResultColumn("a", Scalar.INT));
    return new Outfile(storage, names, path, options).write(writer -> writer.write(columns, rows));
  }

  private List<Path> hidden() {
    try (Stream<Path> files = Files.list(directory)) {
      return files.filter(file -> file.getFileName().toString().startsWith(".")).toList();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private void collectModes(List<String> modes) {
    try {
      for (Path file : hidden()) {
        modes.add(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
      }
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Test
  void rowsOfANewFileAreNotForEverybody() throws IOException {
    for (InputFormat format : FORMATS) {
      List<String> modes = new ArrayList<>();
      write(format, Mode.ERROR_IF_EXISTS, () -> collectModes(modes), OutfileStepsTest::nothing);
      collectModes(modes);
      modes.add(PosixFilePermissions.toString(Files.getPosixFilePermissions(path())));
      assertThat(modes).hasSize(2).allMatch(mode -> mode.matches("rw-[r-]-----"));
      Files.delete(path());
    }
  }

  private Path path() {
    return directory.resolve("x");
  }

  @Test
  void whatReplacesAFileIsItsWritersUntilItHasTheName() throws IOException {
    Files.writeString(path(), "a\n0\n");
    Files.setPosixFilePermissions(path(), PosixFilePermissions.fromString("rw-rw-r--"));
    for (Mode mode : List.of(Mode.APPEND, Mode.OVERWRITE)) {
      List<String> modes = new ArrayList<>();
      write(InputFormat.CSV, mode, () -> collectModes(modes), OutfileStepsTest::nothing);
      assertThat(modes).containsExactly("rw-------");
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path())))
          .isEqualTo("rw-rw-r--");
    }
  }

  @Test
  void aQueryThatIsStoppedAfterItsLastRowWritesNothing() {
    PlimsollException stopped = ErrorCode.TIMED_OUT.with("The query", 1L);
    for (InputFormat format : FORMATS) {
      assertThatThrownBy(
              () ->
                  write(
                      format,
                      Mode.ERROR_IF_EXISTS,
                      OutfileStepsTest::nothing,
                      () -> {
                        throw stopped;
                      }))
          .isSameAs(stopped);
      assertThat(directory).isEmptyDirectory();
    }
  }

  @Test
  void withoutHardLinksANewFileIsRefusedBeforeTheQueryRuns() throws IOException {
    disk.links = false;
    Runnable never =
        () -> {
          throw new AssertionError("the query runs");
        };
    for (Mode mode : List.of(Mode.ERROR_IF_EXISTS, Mode.APPEND)) {
      PlimsollException refused =
          catchThrowableOfType(
              PlimsollException.class, () -> write(InputFormat.CSV, mode, never, never));
      assertThat(refused.code()).isEqualTo(ErrorCode.FILE_UNWRITABLE);
      assertThat(refused)
          .hasMessageContaining("'" + path() + "'")
          .hasMessageContaining("hard link")
          .hasMessageContaining("Operation not permitted")
          .hasMessageContaining("mode='overwrite'");
      assertThat(directory).isEmptyDirectory();
    }
    assertThat(
            write(
                InputFormat.CSV,
                Mode.OVERWRITE,
                OutfileStepsTest::nothing,
                OutfileStepsTest::nothing))
        .isEqualTo(2);
    assertThat(path()).hasContent("a\n1\n2\n");
  }

  @Test
  void aDirectoryThatCannotBeSyncedIsFoundBeforeTheQueryRuns() {
    disk.syncs = 0;
    Runnable never =
        () -> {
          throw new AssertionError("the query runs");
        };
    assertThatThrownBy(() -> write(InputFormat.CSV, Mode.OVERWRITE, never, never))
        .hasMessageContaining("Cannot write '" + path() + "': Input/output error");
    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void aFileThatHasItsNameButNotForSureSaysSo() {
    disk.syncs = 1;
    PlimsollException failure =
        catchThrowableOfType(
            PlimsollException.class,
            () ->
                write(
                    InputFormat.CSV,
                    Mode.ERROR_IF_EXISTS,
                    OutfileStepsTest::nothing,
                    OutfileStepsTest::nothing));
    assertThat(failure.code()).isEqualTo(ErrorCode.FILE_NOT_DURABLE);
    assertThat(failure)
        .hasMessageContaining("'" + path() + "' was written, but may not survive a power failure");
    assertThat(path()).hasContent("a\n1\n2\n");
  }

  @Test
  void aHiddenNameThatStaysFailsNothingAndGoesInTheNextLife() {
    write(
        InputFormat.CSV,
        Mode.ERROR_IF_EXISTS,
        () -> disk.deletes = false,
        OutfileStepsTest::nothing);
    assertThat(path()).hasContent("a\n1\n2\n");
    assertThat(hidden()).hasSize(1);
    disk.deletes = true;
    write(InputFormat.CSV, Mode.APPEND, OutfileStepsTest::nothing, OutfileStepsTest::nothing);
    assertThat(hidden()).hasSize(1); // it may be at work, as far as its name says
    Temporaries foreign = new Temporaries(() -> new Temporaries.Life("b", "2"));
    write(
        disk,
        foreign,
        path(),
        InputFormat.CSV,
        Mode.APPEND,
        rows(OutfileStepsTest::nothing, OutfileStepsTest::nothing));
    assertThat(hidden()).hasSize(1);
    Temporaries next = new Temporaries(() -> new Temporaries.Life("a", "2"));
    write(
        disk,
        next,
        path(),
        InputFormat.CSV,
        Mode.APPEND,
        rows(OutfileStepsTest::nothing, OutfileStepsTest::nothing));
    assertThat(hidden()).isEmpty();
  }

  @Test
  void aLinkThatComesIntoThePathIsNotFollowed() throws IOException {
    Path out = Files.createDirectory(directory.resolve("out"));
    Path elsewhere = Files.createDirectory(directory.resolve("elsewhere"));
    Runnable turn =
        () -> {
          try {
            Files.move(out, directory.resolve("moved"));
            Files.createSymbolicLink(out, elsewhere);
          } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
          }
        };
    assertThatThrownBy(
            () ->
                write(
                    disk,
                    names,
                    out.resolve("x"),
                    InputFormat.CSV,
                    Mode.OVERWRITE,
                    rows(turn, OutfileStepsTest::nothing)))
        .isInstanceOf(PlimsollException.class);
    assertThat(elsewhere).isEmptyDirectory();
  }

  private static Outfile.Rows one(String value) {
    Iterator<String> values = List.of(value).iterator();
    return new Outfile.Rows() {
      @Override
      public @Nullable Object @Nullable [] next() {
        return values.hasNext() ? new @Nullable Object[] {values.next()} : null;
      }

      @Override
      public void checkStopped() {}
    };
  }

  /** No query makes them of ours, but tables may hold what other engines wrote. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ARRAY<DATE> | [\"10000-01-01\"]",
        "ARRAY<DATE> | [null,\"-0001-01-01\"]",
        "ARRAY<DATETIME> | [\"10000-01-01 00:00:00\"]",
        "MAP<DATE, INT> | {\"infinity\":1}",
        "STRUCT<a ARRAY<DATETIME>> | {\"a\":[\"infinity\"]}",
      })
  void daysThatNoColumnHoldsAreRefusedInsideNestedValuesToo(String type, String value) {
    List<ResultColumn> columns = List.of(new ResultColumn("v", DataTypes.parse(type)));
    for (InputFormat format : FORMATS) {
      OutfileOptions options = new OutfileOptions(format, CsvOptions.rfc4180(), Mode.OVERWRITE);
      Outfile file = new Outfile(disk, names, path(), options);
      assertThatThrownBy(() -> file.write(writer -> writer.write(columns, one(value))))
          .hasMessageContaining("Row 1, column 'v' cannot be written: the value " + value)
          .hasMessageContaining("outside the years 0 to 9999");
      assertThat(directory).isEmptyDirectory();
    }
  }
}
