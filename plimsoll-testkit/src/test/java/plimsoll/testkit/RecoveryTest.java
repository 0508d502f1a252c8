package plimsoll.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import plimsoll.commit.Epoch;
import plimsoll.commit.Metastore;
import plimsoll.commit.OnlinePublisher;
import plimsoll.commit.Recovery;
import plimsoll.load.LoadHistory;
import plimsoll.load.Loads;
import plimsoll.load.RunningLoads;
import plimsoll.model.LoadRecord;
import plimsoll.model.Table;
import plimsoll.pipeline.write.Store;
import plimsoll.storage.FileStatus;
import plimsoll.storage.OutputFile;
import plimsoll.testkit.storage.SimulatedStorage;

/** What a start removes, and what it must not. */
class RecoveryTest {
  private final Table table = Samples.table("demo", "t");
  private final ModelMetastore metastore = new ModelMetastore();
  private final ModelStore store = new ModelStore();
  private final ModelOnline online = new ModelOnline();
  private final SimulatedStorage disk = new SimulatedStorage();
  private final List<String> calls = new ArrayList<>();

  @BeforeEach
  void leaveTable() throws IOException {
    metastore.createDatabase("demo", Map.of());
    metastore.createTable(table, store.create(table));
    metastore.touch(new Metastore.Touched(metastore.openEpoch(), table.name(), table.id()));
  }

  @Test
  void tableThatWasDroppedGoesWithItsFiles() {
    metastore.dropTable(table.name(), table.id());
    recover();
    assertThat(calls).contains("drop");
    assertThat(metastore.touchedBefore(Long.MAX_VALUE)).isEmpty();
  }

  @Test
  void tableWhosePointerAnotherEngineTookKeepsItsFiles() {
    ModelMetastore real = metastore;
    Metastore without =
        (Metastore)
            Proxy.newProxyInstance(
                Metastore.class.getClassLoader(),
                new Class<?>[] {Metastore.class},
                (proxy, method, arguments) ->
                    method.getName().equals("pointer")
                        ? Optional.empty()
                        : method.invoke(real, arguments));
    recover(without);
    assertThat(calls).doesNotContain("drop", "sweep");
    assertThat(metastore.touchedBefore(Long.MAX_VALUE)).hasSize(1);
  }

  @Test
  void rejectedRowsThatNoRecordNamesAreRemoved() throws IOException {
    String lost = rejects(1, 1);
    String unnamed = rejects(1, 2);
    String foreign = write("notes.jsonl");
    String named = rejects(1, 3);
    metastore.recordAborted(aborted(1L << 32 | 2, "error_log_0000000100000002_ffffffffffffffff"));
    metastore.recordAborted(aborted(1L << 32 | 3, named));
    recover();
    assertThat(disk.list("/rejects").stream().map(FileStatus::path))
        .containsExactlyInAnyOrder(path(foreign), path(named))
        .doesNotContain(path(lost), path(unnamed));
  }

  private void recover() {
    recover(metastore);
  }

  private void recover(Metastore seen) {
    Recovery recovery =
        new Recovery(
            seen,
            noting(),
            online,
            new OnlinePublisher(seen, online),
            history(seen)::removeUnnamedRejects);
    assertThat(recovery.needed()).isTrue();
    recovery.run(new Epoch(seen).number());
  }

  private LoadHistory history(Metastore seen) {
    return new LoadHistory(
        seen,
        new RunningLoads(1),
        new Loads.RejectPlace(disk, "/rejects"),
        new LoadHistory.Keep(Duration.ofDays(3), 10),
        Clock.systemUTC());
  }

  private Store noting() {
    return (Store)
        Proxy.newProxyInstance(
            Store.class.getClassLoader(),
            new Class<?>[] {Store.class},
            (proxy, method, arguments) -> {
              calls.add(method.getName());
              return method.invoke(store, arguments);
            });
  }

  private String rejects(long epoch, long load) throws IOException {
    return write(String.format("error_log_%08x%08x_00000000000000ff.jsonl", epoch, load));
  }

  private String write(String file) throws IOException {
    try (OutputFile out = disk.create("/rejects/" + file)) {
      out.sync();
    }
    return file.substring(0, file.length() - ".jsonl".length());
  }

  private static String path(String name) {
    return "/rejects/" + name + ".jsonl";
  }

  private LoadRecord aborted(long id, String errorLog) {
    return Samples.load(id, "demo", "l" + id, table.name()).withErrorLog(errorLog);
  }
}
