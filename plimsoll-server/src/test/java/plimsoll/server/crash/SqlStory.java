package plimsoll.server.crash;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import plimsoll.access.UserName;
import plimsoll.model.LoadRecord;
import plimsoll.model.LoadState;
import plimsoll.model.TableName;
import plimsoll.server.Plimsoll;
import plimsoll.server.session.SqlSession;
import plimsoll.server.session.StatementResult;

/** Every statement that changes tables, through a session of a real server. */
final class SqlStory {
  /** Name in a state for the loads that are visible: labels that were given, kinds of others. */
  private static final String LOADS = "loads";

  private static final String DATABASE = "database";

  /** Name in a state for the rows by key and time. */
  private static final String ONLINE = "online";

  private final Plimsoll plimsoll;
  private final SqlSession session;

  private SqlStory(Plimsoll plimsoll) {
    this.plimsoll = plimsoll;
    session = new SqlSession(plimsoll.sqlServices(name -> name), UserName.ROOT, "local");
  }

  /** Where statements are run. */
  static SqlStory on(Plimsoll plimsoll) {
    return new SqlStory(plimsoll);
  }

  /** All of it from the beginning. */
  static Story<SqlStory> story(Consumer<String> journal) {
    return new Story<>(
        List.of(
            step("CREATE DATABASE d", DATABASE, "d"),
            step(
                "CREATE TABLE d.t (k INT NOT NULL, v INT, w STRING)",
                "t",
                "k INT, v INT, w STRING"),
            load(
                "INSERT INTO d.t WITH LABEL ins VALUES (1, 10, 'a'), (2, 20, 'b'), (3, 30, 'c')",
                "INSERT ins",
                "t",
                "k INT, v INT, w STRING; 1 10 a; 2 20 b; 3 30 c"),
            load(
                "INSERT INTO d.t WITH LABEL sel SELECT k + 3, v, w FROM d.t WHERE k < 3",
                "INSERT ins, INSERT sel",
                "t",
                "k INT, v INT, w STRING; 1 10 a; 2 20 b; 3 30 c; 4 10 a; 5 20 b"),
            step(
                "ALTER TABLE d.t ADD COLUMN x BIGINT AFTER k, MODIFY COLUMN v BIGINT",
                "t",
                "k INT, x BIGINT, v BIGINT, w STRING;"
                    + " 1 NULL 10 a; 2 NULL 20 b; 3 NULL 30 c; 4 NULL 10 a; 5 NULL 20 b"),
            load(
                "INSERT INTO d.t (k, v, x) VALUES (6, 5000000000, 7)",
                "INSERT, INSERT ins, INSERT sel",
                "t",
                "k INT, x BIGINT, v BIGINT, w STRING; 1 NULL 10 a; 2 NULL 20 b; 3 NULL 30 c;"
                    + " 4 NULL 10 a; 5 NULL 20 b; 6 7 5000000000 NULL"),
            load(
                "DELETE FROM d.t WHERE v = 20 OR x = 7",
                "DELETE, INSERT, INSERT ins, INSERT sel",
                "t",
                "k INT, x BIGINT, v BIGINT, w STRING; 1 NULL 10 a; 3 NULL 30 c; 4 NULL 10 a"),
            load(
                "CREATE TABLE d.c AS SELECT k, w FROM d.t WHERE v < 30",
                "DELETE, INSERT, INSERT, INSERT ins, INSERT sel",
                "c",
                "k INT, w STRING; 1 a; 4 a"),
            step(
                "ALTER TABLE d.t RENAME COLUMN w TO y, DROP COLUMN v",
                "t",
                "k INT, x BIGINT, y STRING; 1 NULL a; 3 NULL c; 4 NULL a"),
            new Story.Step<>(
                "ALTER TABLE d.t RENAME u",
                world -> world.run("ALTER TABLE d.t RENAME u"),
                Map.of("t", "", "u", "k INT, x BIGINT, y STRING; 1 NULL a; 3 NULL c; 4 NULL a")),
            new Story.Step<>("keep no history of u", SqlStory::keepNoHistory, Map.of()),
            load(
                "INSERT OVERWRITE d.u WITH LABEL over SELECT k + 10, k, y FROM d.u",
                "DELETE, INSERT, INSERT, INSERT ins, INSERT over, INSERT sel",
                "u",
                "k INT, x BIGINT, y STRING; 11 1 a; 13 3 c; 14 4 a"),
            load(
                "DELETE FROM d.u WHERE k = 13",
                "DELETE, DELETE, INSERT, INSERT, INSERT ins, INSERT over, INSERT sel",
                "u",
                "k INT, x BIGINT, y STRING; 11 1 a; 14 4 a"),
            load(
                "CREATE TABLE d.t AS SELECT k FROM d.u",
                "DELETE, DELETE, INSERT, INSERT, INSERT, INSERT ins, INSERT over, INSERT sel",
                "t",
                "k INT; 11; 14"),
            load(
                "DELETE FROM d.c",
                "DELETE, DELETE, DELETE, INSERT, INSERT, INSERT, INSERT ins, INSERT over,"
                    + " INSERT sel",
                "c",
                "k INT, w STRING"),
            step("CREATE TABLE d.l LIKE d.u", "l", "k INT, x BIGINT, y STRING"),
            step("DROP TABLE d.c", "c", ""),
            load(
                "TRUNCATE TABLE d.t",
                "DELETE, DELETE, DELETE, INSERT, INSERT, INSERT, INSERT ins, INSERT over,"
                    + " INSERT sel, TRUNCATE",
                "t",
                "k INT"),
            step(
                "CREATE TABLE d.o (k INT, at BIGINT, v STRING, INDEX(KEY=k, TS=at), INDEX(KEY=v))",
                "o",
                "k INT, at BIGINT, v STRING"),
            online(
                "INSERT INTO d.o WITH LABEL na VALUES (1, 5, 'x'), (1, 5, 'x'), (2, 6, 'y')",
                loadsAnd("INSERT na", ""),
                "1 5 x; 1 5 x; 2 6 y | 1 5 x; 1 5 x"),
            online(
                "INSERT IGNORE INTO d.o WITH LABEL nb VALUES (1, 5, 'x'), (3, 7, 'x')",
                loadsAnd("INSERT na, INSERT nb", ""),
                "1 5 x; 1 5 x; 2 6 y; 3 7 x | 1 5 x; 1 5 x; 3 7 x"),
            new Story.Step<>(
                "LOAD DATA into both sides of o",
                SqlStory::loadBoth,
                Map.of(
                    "o",
                    "k INT, at BIGINT, v STRING; 8 9 x; 9 9 z",
                    ONLINE,
                    "1 5 x; 1 5 x; 2 6 y; 3 7 x; 8 9 x; 9 9 z | 1 5 x; 1 5 x; 3 7 x; 8 9 x",
                    LOADS,
                    loadsAnd("INSERT na, INSERT nb", "LOAD_DATA, "))),
            new Story.Step<>(
                "TRUNCATE TABLE d.o",
                world -> world.run("TRUNCATE TABLE d.o"),
                Map.of(
                    "o",
                    "k INT, at BIGINT, v STRING",
                    ONLINE,
                    "",
                    LOADS,
                    loadsAnd("INSERT na, INSERT nb", "LOAD_DATA, ") + ", TRUNCATE")),
            online(
                "INSERT INTO d.o WITH LABEL nc VALUES (4, 4, 'x')",
                loadsAnd("INSERT na, INSERT nb, INSERT nc", "LOAD_DATA, ") + ", TRUNCATE",
                "4 4 x | 4 4 x"),
            new Story.Step<>(
                "DROP TABLE d.o",
                world -> world.run("DROP TABLE d.o"),
                Map.of("o", "", ONLINE, ""))),
        journal);
  }

  private static String loadsAnd(String inserts, String others) {
    return "DELETE, DELETE, DELETE, INSERT, INSERT, INSERT, INSERT ins, "
        + inserts
        + ", INSERT over, INSERT sel, "
        + others
        + "TRUNCATE";
  }

  private static Story.Step<SqlStory> online(String sql, String loads, String after) {
    return new Story.Step<>(
        sql, world -> world.runOnline(sql), Map.of(ONLINE, after, LOADS, loads));
  }

  private void runOnline(String sql) {
    run("SET execute_mode = 'online'");
    try {
      run(sql);
    } finally {
      run("SET execute_mode = 'offline'");
    }
  }

  private void loadBoth() throws IOException {
    Path file = plimsoll.directory().resolveSibling("both.csv");
    Files.writeString(file, "k,at,v\n8,9,x\n9,9,z\n");
    run("LOAD DATA INFILE '" + file + "' INTO TABLE d.o OPTIONS (target='both')");
  }

  private static Story.Step<SqlStory> step(String sql, String table, String after) {
    return new Story.Step<>(sql, world -> world.run(sql), Map.of(table, after));
  }

  private static Story.Step<SqlStory> load(String sql, String loads, String table, String after) {
    return new Story.Step<>(sql, world -> world.run(sql), Map.of(table, after, LOADS, loads));
  }

  private void run(String sql) {
    session.execute(sql).close();
  }

  private void keepNoHistory() throws IOException {
    AnotherEngine.keepNoHistory(
        plimsoll.metastore(),
        plimsoll.storage(),
        plimsoll.metastore().table(new TableName(Life.DATABASE, "u")).orElseThrow());
  }

  /** What a user sees: tables, their columns and rows, and the loads that succeeded. */
  Map<String, String> state() {
    Map<String, String> state = new TreeMap<>();
    if (!plimsoll.metastore().databaseExists(Life.DATABASE)) {
      return state;
    }
    state.put(DATABASE, Life.DATABASE);
    for (String table : rows("SHOW TABLES FROM d")) {
      List<String> content = new ArrayList<>();
      content.add(
          plimsoll
              .metastore()
              .table(new TableName(Life.DATABASE, table))
              .orElseThrow()
              .schema()
              .columns()
              .stream()
              .map(column -> column.name() + " " + column.type())
              .collect(Collectors.joining(", ")));
      content.addAll(rows("SELECT * FROM d." + table).stream().sorted().toList());
      state.put(table, String.join("; ", content));
    }
    String online = online();
    if (!online.isEmpty()) {
      state.put(ONLINE, online);
    }
    String loads =
        plimsoll.metastore().loads(Life.DATABASE, Integer.MAX_VALUE).stream()
            .filter(load -> load.state() == LoadState.VISIBLE)
            .map(SqlStory::name)
            .sorted()
            .collect(Collectors.joining(", "));
    if (!loads.isEmpty()) {
      state.put(LOADS, loads);
    }
    return state;
  }

  /** Of the one table that has them: its rows, and those that its second index has of a key. */
  private String online() {
    if (plimsoll.metastore().table(new TableName(Life.DATABASE, "o")).isEmpty()) {
      return "";
    }
    run("SET execute_mode = 'online'");
    try {
      String all = rows("SELECT * FROM d.o").stream().sorted().collect(Collectors.joining("; "));
      String some =
          rows("SELECT * FROM d.o WHERE v = 'x'").stream()
              .sorted()
              .collect(Collectors.joining("; "));
      return all.isEmpty() && some.isEmpty() ? "" : all + " | " + some;
    } finally {
      run("SET execute_mode = 'offline'");
    }
  }

  private static String name(LoadRecord load) {
    return load.label().generated() ? load.kind().name() : load.kind() + " " + load.label().text();
  }

  private List<String> rows(String sql) {
    try (StatementResult.Rows result = (StatementResult.Rows) session.execute(sql)) {
      List<String> rows = new ArrayList<>();
      for (@Nullable Object[] row = result.cursor().next();
          row != null;
          row = result.cursor().next()) {
        rows.add(
            Arrays.stream(row)
                .map(value -> value == null ? "NULL" : value.toString())
                .collect(Collectors.joining(" ")));
      }
      return rows;
    }
  }
}
