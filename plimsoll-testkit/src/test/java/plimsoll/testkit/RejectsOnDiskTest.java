package plimsoll.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import plimsoll.commit.Committer;
import plimsoll.commit.Epoch;
import plimsoll.commit.GroupCommit;
import plimsoll.commit.OnlinePublisher;
import plimsoll.commit.Tables;
import plimsoll.error.ErrorCode;
import plimsoll.load.LoadBounds;
import plimsoll.load.LoadPlan;
import plimsoll.load.LoadReport;
import plimsoll.load.Loads;
import plimsoll.load.RejectReader;
import plimsoll.load.RejectedRows;
import plimsoll.load.Requester;
import plimsoll.load.RunningLoads;
import plimsoll.model.Column;
import plimsoll.model.DataType;
import plimsoll.model.Label;
import plimsoll.model.LoadKind;
import plimsoll.model.Schema;
import plimsoll.model.Table;
import plimsoll.model.TableName;
import plimsoll.pipeline.LocalExecutor;
import plimsoll.pipeline.map.Mapping;
import plimsoll.storage.ForwardingStorage;
import plimsoll.storage.InputFile;
import plimsoll.storage.OutputFile;
import plimsoll.storage.Storage;
import plimsoll.testkit.storage.CrashMode;
import plimsoll.testkit.storage.SimulatedStorage;

/** The log of rejected rows on a disk that is full, or loses its power. */
class RejectsOnDiskTest {
  private static final int ROWS = 3_000;
  private static final Table TABLE =
      Table.of(
          UUID.randomUUID(),
          new TableName("d", "t"),
          new Schema(List.of(Column.of(1, "a", DataType.Scalar.BIGINT).required())));

  private final ModelStore store = new ModelStore();
  private final ModelOnline online = new ModelOnline();
  private final ModelMetastore metastore = new ModelMetastore();
  private final Committer committer =
      new Committer(
          new GroupCommit(
              metastore,
              store,
              new OnlinePublisher(metastore, online),
              Clock.tickMillis(ZoneOffset.UTC)));

  @AfterEach
  void close() {
    committer.close();
  }

  private LoadReport load(Storage disk) {
    Epoch epoch = new Epoch(metastore);
    metastore.createDatabase("d", Map.of());
    new Tables(metastore, store, new OnlinePublisher(metastore, online), epoch).create(TABLE);
    Loads loads =
        new Loads(
            metastore,
            store,
            online,
            new LocalExecutor(Runnable::run, 1, 0),
            committer,
            epoch,
            new RunningLoads(10),
            new Loads.RejectPlace(disk, "/rejects"),
            Clock.tickMillis(ZoneOffset.UTC));
    return loads.run(plan(rows()));
  }

  /** Every third is bad; more than one buffer of them. */
  private static MemoryRows rows() {
    List<@Nullable Long> values = new ArrayList<>();
    for (long i = 0; i < ROWS; i++) {
      values.add(i % 3 == 0 ? null : Long.valueOf(i));
    }
    return new MemoryRows(TABLE.schema(), values, 100);
  }

  private static LoadPlan plan(MemoryRows rows) {
    return new LoadPlan(
        LoadKind.STREAM,
        Label.given("l"),
        TABLE,
        rows,
        Mapping.ALL_PRESENT,
        LoadBounds.within(Duration.ofSeconds(60)).bearing(1),
        new Requester("root", "local", "test", List.of()),
        0);
  }

  @ParameterizedTest
  @EnumSource(CrashMode.class)
  void logThatARecordNamesIsThereWholeAfterAPowerCut(CrashMode mode) throws IOException {
    SimulatedStorage disk = new SimulatedStorage();
    LoadReport report = load(disk);
    assertThat(report.succeeded()).isTrue();
    String log = Objects.requireNonNull(report.record().errorLog());
    assertThat(count(disk.afterCrash(mode, 1), log)).isEqualTo(ROWS / 3);
  }

  private static int count(Storage disk, String log) throws IOException {
    try (InputFile file = disk.open("/rejects/" + log + ".jsonl")) {
      byte[] bytes = new byte[(int) file.length()];
      file.read(0, bytes, 0, bytes.length);
      int count = 0;
      try (RejectedRows rows = new RejectReader(log, new ByteArrayInputStream(bytes))) {
        while (rows.next() != null) {
          count++;
        }
      }
      return count;
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2})
  void fullDiskFailsTheLoadAndLeavesNoLogThatSomethingNames(int writes) throws IOException {
    SimulatedStorage disk = new SimulatedStorage();
    LoadReport report = load(new Filling(disk, writes, Integer.MAX_VALUE));
    assertThat(report.failure()).extracting("code").isEqualTo(ErrorCode.DISK_FULL);
    assertThat(report.record().errorLog()).isNull();
    assertThat(disk.list("/rejects")).isEmpty();
    assertThat(store.files()).isEmpty();
  }

  @Test
  void logThatCannotBeSyncedIsNotNamed() throws IOException {
    SimulatedStorage disk = new SimulatedStorage();
    LoadReport report = load(new Filling(disk, Integer.MAX_VALUE, 0));
    assertThat(report.failure()).extracting("code").isEqualTo(ErrorCode.DISK_FULL);
    assertThat(report.record().errorLog()).isNull();
    assertThat(disk.list("/rejects")).isEmpty();
  }

  /** Takes so many writes and syncs; the next write leaves half of its bytes. */
  private static final class Filling extends ForwardingStorage {
    private int writesLeft;
    private int syncsLeft;

    Filling(Storage disk, int writes, int syncs) {
      super(disk);
      writesLeft = writes;
      syncsLeft = syncs;
    }

    @Override
    public OutputFile create(String path) throws IOException {
      return new Output(super.create(path)) {
        @Override
        public void write(byte[] buffer, int offset, int length) throws IOException {
          if (writesLeft-- <= 0) {
            super.write(buffer, offset, length / 2);
            throw new IOException(path + ": No space left on device");
          }
          super.write(buffer, offset, length);
        }

        @Override
        public void sync() throws IOException {
          if (syncsLeft-- <= 0) {
            throw new IOException(path + ": No space left on device");
          }
          super.sync();
        }
      };
    }
  }
}
