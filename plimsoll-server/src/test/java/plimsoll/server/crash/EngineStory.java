package plimsoll.server.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import plimsoll.lake.iceberg.TableFiles;
import plimsoll.load.LoadReport;
import plimsoll.model.Column;
import plimsoll.model.DataType;
import plimsoll.model.LoadRecord;
import plimsoll.model.LoadState;
import plimsoll.model.Rewrite;
import plimsoll.model.Schema;
import plimsoll.model.Table;
import plimsoll.model.TableWork;

/**
 * What {@link SqlStory} does, one floor below: what statements ask of the engine. Rows are counted
 * by the load that wrote their file.
 */
final class EngineStory {
  private static final String LOADS = "loads";
  private static final String DATABASE = "database";

  private EngineStory() {}

  /** All of it from the beginning. */
  static Story<Life> story() {
    return new Story<>(
        List.of(
            new Story.Step<>(
                "create database",
                life -> life.metastore.createDatabase(Life.DATABASE, Map.of()),
                Map.of(DATABASE, Life.DATABASE)),
            new Story.Step<>("create t", life -> life.create("t"), Map.of("t", "a BIGINT")),
            load("t", "one", 3, TableWork.Mode.APPEND, "one", "a BIGINT; one 3"),
            new Story.Step<>(
                "add column b",
                life -> alter(life, "t", EngineStory::withColumn),
                Map.of("t", "a BIGINT, b INT; one 3")),
            load("t", "two", 2, TableWork.Mode.APPEND, "one two", "a BIGINT, b INT; one 3, two 2"),
            delete("t", "del", "one", 1, "del one two", "a BIGINT, b INT; del 1, two 2"),
            createAsSelect("c", "ctas", 4, "ctas del one two"),
            new Story.Step<>(
                "drop column b",
                life -> alter(life, "t", EngineStory::firstColumn),
                Map.of("t", "a BIGINT; del 1, two 2")),
            new Story.Step<>(
                "rename t to u",
                life -> life.rename("t", "u"),
                Map.of("t", "", "u", "a BIGINT; del 1, two 2")),
            new Story.Step<>(
                "keep no history of u",
                life ->
                    AnotherEngine.keepNoHistory(life.metastore, life.storage, life.require("u")),
                Map.of()),
            load(
                "u",
                "over",
                5,
                TableWork.Mode.REPLACE,
                "ctas del one over two",
                "a BIGINT; over 5"),
            delete("u", "some", "over", 2, "ctas del one over some two", "a BIGINT; some 2"),
            createAsSelect("t", "last", 1, "ctas del last one over some two"),
            delete("c", "all", "ctas", 0, "all ctas del last one over some two", "a BIGINT"),
            new Story.Step<>("drop c", life -> life.drop(life.require("c")), Map.of("c", ""))),
        line -> {});
  }

  private static Story.Step<Life> createAsSelect(
      String table, String label, int rows, String loads) {
    return new Story.Step<>(
        "create " + table + " as select",
        life -> answered(life.load(life.table(table), label, rows, TableWork.Mode.CREATE, null)),
        Map.of(table, "a BIGINT; " + label + " " + rows, LOADS, loads));
  }

  private static Story.Step<Life> load(
      String table, String label, int rows, TableWork.Mode mode, String loads, String after) {
    return new Story.Step<>(
        mode + " " + label,
        life -> answered(life.load(life.require(table), label, rows, mode, null)),
        Map.of(table, after, LOADS, loads));
  }

  /** All files of one load go, some of its rows come back. */
  private static Story.Step<Life> delete(
      String table, String label, String of, int kept, String loads, String after) {
    return new Story.Step<>(
        "delete of " + of,
        life -> {
          Table target = life.require(table);
          List<String> gone = new ArrayList<>();
          long rows = 0;
          for (TableFiles.DataFile file : files(life, target)) {
            if (labels(life).get(Promises.loadId(file.path())).equals(of)) {
              gone.add(file.path());
              rows += file.rows();
            }
          }
          Rewrite rewrite = new Rewrite(gone, List.of(), rows - kept, kept);
          answered(life.load(target, label, kept, TableWork.Mode.REWRITE, rewrite));
        },
        Map.of(table, after, LOADS, loads));
  }

  private static void answered(LoadReport report) {
    if (report.failure() != null) {
      throw report.failure();
    }
  }

  private static void alter(Life life, String table, BiFunction<Table, Integer, Schema> change) {
    life.tables()
        .alter(
            life.require(table),
            (now, facts) ->
                new Table(
                    now.id(),
                    now.name(),
                    change.apply(now, facts.lastFieldId()),
                    now.keyKind(),
                    now.keys(),
                    now.partitioning(),
                    now.comment(),
                    now.properties()));
  }

  private static Schema withColumn(Table table, int lastFieldId) {
    List<Column> columns = new ArrayList<>(table.schema().columns());
    columns.add(Column.of(lastFieldId + 1, "b", DataType.Scalar.INT));
    return new Schema(columns);
  }

  private static Schema firstColumn(Table table, int lastFieldId) {
    return new Schema(table.schema().columns().subList(0, 1));
  }

  /** Tables, their columns and rows, and the loads that succeeded. */
  static Map<String, String> state(Life life) throws IOException {
    Map<String, String> state = new TreeMap<>();
    if (!life.metastore.databaseExists(Life.DATABASE)) {
      return state;
    }
    state.put(DATABASE, Life.DATABASE);
    Map<Long, String> labels = labels(life);
    for (Table table : life.metastore.tables(Life.DATABASE)) {
      Map<String, Long> rows = new TreeMap<>();
      for (TableFiles.DataFile file : files(life, table)) {
        rows.merge(labels.get(Promises.loadId(file.path())), file.rows(), Long::sum);
      }
      String counts =
          rows.entrySet().stream()
              .map(one -> one.getKey() + " " + one.getValue())
              .collect(Collectors.joining(", "));
      state.put(table.name().table(), columns(life, table) + (rows.isEmpty() ? "" : "; " + counts));
    }
    if (!labels.isEmpty()) {
      state.put(LOADS, labels.values().stream().sorted().collect(Collectors.joining(" ")));
    }
    return state;
  }

  /** As the metastore has them; the table's metadata must say the same. */
  private static String columns(Life life, Table table) throws IOException {
    String pointer = life.metastore.pointer(table.name()).orElseThrow();
    assertThat(life.store.reader().files(table, pointer).fields())
        .as("columns of %s in its metadata", table.name())
        .extracting(TableFiles.Field::name)
        .isEqualTo(table.schema().names());
    return table.schema().columns().stream()
        .map(column -> column.name() + " " + column.type())
        .collect(Collectors.joining(", "));
  }

  private static List<TableFiles.DataFile> files(Life life, Table table) throws IOException {
    String pointer = life.metastore.pointer(table.name()).orElseThrow();
    return life.store.reader().files(table, pointer).files();
  }

  private static Map<Long, String> labels(Life life) {
    return life.metastore.loads(Life.DATABASE, Integer.MAX_VALUE).stream()
        .filter(load -> load.state() == LoadState.VISIBLE)
        .collect(Collectors.toMap(LoadRecord::id, load -> load.label().text()));
  }
}
