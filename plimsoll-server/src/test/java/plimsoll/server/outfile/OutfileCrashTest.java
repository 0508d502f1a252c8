package plimsoll.server.outfile;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import plimsoll.error.PlimsollException;
import plimsoll.pipeline.parse.InputFormat;
import plimsoll.sql.plan.OutfileOptions.Mode;
import plimsoll.storage.FileStatus;
import plimsoll.storage.InputFile;
import plimsoll.storage.OutputFile;
import plimsoll.storage.Storage;
import plimsoll.testkit.crash.Boundaries;
import plimsoll.testkit.crash.BoundaryStorage;
import plimsoll.testkit.crash.Crash;
import plimsoll.testkit.crash.Fault;
import plimsoll.testkit.storage.CrashMode;
import plimsoll.testkit.storage.SimulatedStorage;

/** Whatever step a process dies at, and whatever the disk keeps: the old file, or the whole new. */
class OutfileCrashTest {
  private static final Path FILE = Path.of("/out/x");
  private static final String OLD = "a\n0\n";
  private static final int SEEDS = 4;

  @ParameterizedTest
  @CsvSource({
    "CSV, ERROR_IF_EXISTS, false",
    "CSV, OVERWRITE, false",
    "CSV, APPEND, false",
    "CSV, OVERWRITE, true",
    "CSV, APPEND, true",
    "PARQUET, ERROR_IF_EXISTS, false",
    "PARQUET, OVERWRITE, true"
  })
  void aDeadProcessLeavesTheOldFileOrTheNew(InputFormat format, Mode mode, boolean there)
      throws IOException {
    Boundaries steps = Boundaries.counting();
    SimulatedStorage whole = disk(there);
    write(new BoundaryStorage(whole, steps), "1", format, mode);
    byte[] before = there ? OLD.getBytes(StandardCharsets.UTF_8) : null;
    byte[] after = content(whole);
    assertThat(after).isNotNull();
    assertThat(content(whole.afterCrash(CrashMode.LOSE_UNSYNCED, 0))).isEqualTo(after);
    for (int at = 1; at <= steps.count(); at++) {
      SimulatedStorage disk = disk(there);
      boolean ended = dies(disk, at, format, mode);
      for (CrashMode crash : CrashMode.values()) {
        for (long seed = 0; seed < SEEDS; seed++) {
          String what = steps.trace().get(at - 1) + " " + crash + " " + seed;
          SimulatedStorage left = disk.afterCrash(crash, seed);
          assertThat(ended ? List.of(after) : Arrays.asList(before, after))
              .as(what)
              .usingElementComparator(Arrays::compare)
              .contains(content(left));
          requireNextLifeCleansUp(left, format, what);
        }
      }
    }
  }

  /** Whether the statement had answered before. */
  private static boolean dies(SimulatedStorage disk, int at, InputFormat format, Mode mode) {
    try {
      write(new BoundaryStorage(disk, Boundaries.with(Fault.STOP, at)), "1", format, mode);
      return true;
    } catch (Crash dead) {
      return false;
    }
  }

  private static void requireNextLifeCleansUp(
      SimulatedStorage disk, InputFormat format, String what) throws IOException {
    write(disk, "2", format, Mode.OVERWRITE);
    assertThat(disk.list("/out"))
        .as(what)
        .extracting(FileStatus::path)
        .containsExactly(FILE.toString());
  }

  @ParameterizedTest
  @CsvSource({"CSV, ERROR_IF_EXISTS, false", "CSV, APPEND, true", "PARQUET, OVERWRITE, true"})
  void aStepThatFailsChangesNothingUntilTheFileHasItsName(
      InputFormat format, Mode mode, boolean there) throws IOException {
    Boundaries steps = Boundaries.counting();
    write(new BoundaryStorage(disk(there), steps), "1", format, mode);
    int named = 0;
    for (int at = 1; at <= steps.count(); at++) {
      String step = steps.trace().get(at - 1);
      boolean name = step.matches("\\d+ (link|replace) " + FILE);
      SimulatedStorage disk = disk(there);
      boolean failed = fails(disk, at, format, mode);
      byte @Nullable [] found = content(disk);
      byte @Nullable [] before = there ? OLD.getBytes(StandardCharsets.UTF_8) : null;
      if (named > 0) {
        assertThat(found).as(step).isNotEqualTo(before);
      } else if (failed) {
        assertThat(found).as(step).isEqualTo(before);
      }
      named += name ? 1 : 0;
    }
    assertThat(named).isEqualTo(1);
  }

  private static boolean fails(SimulatedStorage disk, int at, InputFormat format, Mode mode) {
    try {
      write(new BoundaryStorage(disk, Boundaries.with(Fault.FAIL, at)), "1", format, mode);
      return false;
    } catch (PlimsollException e) {
      return true;
    }
  }

  private static SimulatedStorage disk(boolean there) throws IOException {
    SimulatedStorage disk = new SimulatedStorage();
    try (OutputFile file = disk.create(there ? FILE.toString() : "/out/.keep")) {
      byte[] bytes = OLD.getBytes(StandardCharsets.UTF_8);
      file.write(bytes, 0, bytes.length);
      file.sync();
    }
    if (!there) {
      disk.delete("/out/.keep");
    }
    disk.syncDirectory("/out");
    return disk;
  }

  private static void write(Storage storage, String life, InputFormat format, Mode mode) {
    Temporaries names = new Temporaries(() -> new Temporaries.Life("a", life));
    long rows = OutfileStepsTest.write(storage, names, FILE, format, mode, twoRows());
    assertThat(rows).isEqualTo(2);
  }

  private static Outfile.Rows twoRows() {
    return new Outfile.Rows() {
      private int given;

      @Override
      public @Nullable Object @Nullable [] next() {
        given++;
        return given > 2 ? null : new @Nullable Object[] {given};
      }

      @Override
      public void checkStopped() {}
    };
  }

  /** Null if it is not there. */
  private static byte @Nullable [] content(Storage storage) throws IOException {
    if (!storage.exists(FILE.toString())) {
      return null;
    }
    try (InputFile file = storage.open(FILE.toString())) {
      byte[] bytes = new byte[Math.toIntExact(file.length())];
      int read = file.read(0, bytes, 0, bytes.length);
      assertThat(Math.max(read, 0)).isEqualTo(bytes.length);
      return bytes;
    }
  }
}
