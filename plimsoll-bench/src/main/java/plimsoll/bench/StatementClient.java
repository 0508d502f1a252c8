package plimsoll.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A client that changes tables of its own, one statement after the other, and knows what must be
 * there before and after each.
 */
final class StatementClient {
  private static final int MOST_ROWS = 2000;
  private static final int MOST_TABLES = 4;
  private static final String MAIN = "t";

  /** What a statement does. */
  enum Kind {
    INSERT_VALUES,
    INSERT_SELECT,
    DELETE,
    ADD_COLUMN,
    DROP_COLUMN,
    RENAME_COLUMN,
    INSERT_OVERWRITE,
    CREATE_AS_SELECT,
    RENAME_TABLE,
    DROP_TABLE
  }

  /** What became of the statements of a kind. */
  static final class Count {
    int acknowledged;
    int foundWhole;
    int foundAbsent;
  }

  /**
   * A statement under way.
   *
   * @param label its label; null if it has none
   * @param after all tables after it
   */
  private record Change(
      Kind kind, String sql, @Nullable String label, Map<String, ChangedTable> after) {}

  private final String database;
  private final Random random;
  private final List<String> labels = new ArrayList<>();
  private final Map<Kind, Count> counts = new EnumMap<>(Kind.class);
  private Map<String, ChangedTable> tables = new TreeMap<>();
  private @Nullable Change underWay;
  private @Nullable Throwable surprise;
  private int number;

  StatementClient(String database, long seed) {
    this.database = database;
    this.random = new Random(seed);
    for (Kind kind : Kind.values()) {
      counts.put(kind, new Count());
    }
  }

  Map<Kind, Count> counts() {
    return counts;
  }

  /** Makes its database and a table with some rows. */
  void begin(Client client) throws IOException {
    client.sql("CREATE DATABASE " + database);
    client.sql("CREATE TABLE " + name(MAIN) + " (k INT NOT NULL, a INT)");
    tables.put(MAIN, new ChangedTable(List.of("k", "a"), List.of()));
    run(client, values());
  }

  /** Runs statements until the server is gone. */
  void runUntilKilled(PlimsollProcess server) {
    try (Client client = server.client()) {
      while (true) {
        run(client, next());
      }
    } catch (Client.RefusedException e) {
      surprise = e;
    } catch (IOException killed) {
      return; // whatever was under way has no answer
    } catch (RuntimeException e) {
      surprise = e;
    }
  }

  private void run(Client client, Change change) throws IOException {
    underWay = change;
    client.sql(change.sql());
    done(change);
    count(change).acknowledged++;
  }

  private void done(Change change) {
    tables = change.after();
    if (change.label() != null) {
      labels.add(change.label());
    }
    underWay = null;
  }

  private Count count(Change change) {
    return counts.getOrDefault(change.kind(), new Count());
  }

  // ---- statements

  private Change next() {
    ChangedTable main = main();
    if (main.rows().isEmpty()) {
      return values();
    }
    int next = random.nextInt(Kind.values().length);
    return switch (Kind.values()[next]) {
      case INSERT_VALUES -> values();
      case INSERT_SELECT -> main.rows().size() < MOST_ROWS ? select() : overwrite();
      case DELETE -> delete();
      case ADD_COLUMN -> main.columns().size() < 6 ? addColumn() : dropColumn();
      case DROP_COLUMN -> main.columns().size() > 2 ? dropColumn() : addColumn();
      case RENAME_COLUMN -> renameColumn();
      case INSERT_OVERWRITE -> overwrite();
      case CREATE_AS_SELECT -> tables.size() < MOST_TABLES ? createAsSelect() : dropTable();
      case RENAME_TABLE -> tables.size() > 1 ? renameTable() : createAsSelect();
      case DROP_TABLE -> tables.size() > 2 ? dropTable() : createAsSelect();
    };
  }

  private ChangedTable main() {
    return tables.getOrDefault(MAIN, new ChangedTable(List.of("k"), List.of()));
  }

  private String name(String table) {
    return database + "." + table;
  }

  /** A new name; the same number gives a label. */
  private String newName(String prefix) {
    return prefix + ++number;
  }

  private Change mainBecomes(Kind kind, String sql, @Nullable String label, ChangedTable main) {
    Map<String, ChangedTable> after = new TreeMap<>(tables);
    after.put(MAIN, main);
    return new Change(kind, sql, label, after);
  }

  private Change values() {
    ChangedTable main = main();
    List<List<String>> rows = new ArrayList<>(main.rows());
    StringBuilder values = new StringBuilder();
    int first = main.largestKey() + 1;
    for (int k = first; k < first + 10; k++) {
      values.append(k == first ? "" : ", ").append('(').append(k).append(')');
      List<String> row = new ArrayList<>(List.of(Integer.toString(k)));
      main.columns().stream().skip(1).forEach(column -> row.add("NULL"));
      rows.add(row);
    }
    String label = newName("l");
    String sql = "INSERT INTO " + name(MAIN) + " WITH LABEL " + label + " (k) VALUES " + values;
    return mainBecomes(Kind.INSERT_VALUES, sql, label, main.with(rows));
  }

  private Change select() {
    ChangedTable main = main();
    int rest = random.nextInt(2);
    int by = main.largestKey() + 1;
    List<List<String>> rows = new ArrayList<>(main.rows());
    rows.addAll(ChangedTable.shifted(main.rest(2, rest), by));
    String label = newName("l");
    String sql = "INSERT INTO " + name(MAIN) + " WITH LABEL " + label + fromMain(by, rest);
    return mainBecomes(Kind.INSERT_SELECT, sql, label, main.with(rows));
  }

  private Change overwrite() {
    ChangedTable main = main();
    int rest = random.nextInt(2);
    List<List<String>> rows = ChangedTable.shifted(main.rest(2, rest), 1);
    String label = newName("l");
    String sql = "INSERT OVERWRITE " + name(MAIN) + " WITH LABEL " + label + fromMain(1, rest);
    return mainBecomes(Kind.INSERT_OVERWRITE, sql, label, main.with(rows));
  }

  private String fromMain(int by, int rest) {
    String columns = main().select("k + " + by);
    return " SELECT " + columns + " FROM " + name(MAIN) + " WHERE k % 2 = " + rest;
  }

  private Change delete() {
    int rest = random.nextInt(3);
    String sql = "DELETE FROM " + name(MAIN) + " WHERE k % 3 = " + rest;
    return mainBecomes(Kind.DELETE, sql, null, main().with(main().otherRests(3, rest)));
  }

  private Change addColumn() {
    String column = newName("c");
    String sql = "ALTER TABLE " + name(MAIN) + " ADD COLUMN " + column + " INT";
    return mainBecomes(Kind.ADD_COLUMN, sql, null, main().widened(column));
  }

  private Change dropColumn() {
    int column = anyColumn();
    String sql = "ALTER TABLE " + name(MAIN) + " DROP COLUMN " + main().columns().get(column);
    return mainBecomes(Kind.DROP_COLUMN, sql, null, main().without(column));
  }

  private Change renameColumn() {
    int column = anyColumn();
    String to = newName("c");
    String from = main().columns().get(column);
    String sql = "ALTER TABLE " + name(MAIN) + " RENAME COLUMN " + from + " TO " + to;
    return mainBecomes(Kind.RENAME_COLUMN, sql, null, main().renamed(column, to));
  }

  private int anyColumn() {
    return 1 + random.nextInt(main().columns().size() - 1);
  }

  private Change createAsSelect() {
    String table = newName("x");
    Map<String, ChangedTable> after = new TreeMap<>(tables);
    after.put(table, main());
    String sql = "CREATE TABLE " + name(table) + " AS SELECT * FROM " + name(MAIN);
    return new Change(Kind.CREATE_AS_SELECT, sql, null, after);
  }

  private Change renameTable() {
    String from = anyOther();
    String to = newName("x");
    Map<String, ChangedTable> after = new TreeMap<>(tables);
    ChangedTable renamed = after.remove(from);
    if (renamed != null) {
      after.put(to, renamed);
    }
    String sql = "ALTER TABLE " + name(from) + " RENAME " + to;
    return new Change(Kind.RENAME_TABLE, sql, null, after);
  }

  private Change dropTable() {
    String table = anyOther();
    Map<String, ChangedTable> after = new TreeMap<>(tables);
    after.remove(table);
    return new Change(Kind.DROP_TABLE, "DROP TABLE " + name(table), null, after);
  }

  private String anyOther() {
    List<String> others = tables.keySet().stream().filter(name -> !name.equals(MAIN)).toList();
    return others.get(random.nextInt(others.size()));
  }

  // ---- what is there

  /**
   * Promises that are broken: what was acknowledged is there, the statement without an answer whole
   * or absent, and one that is absent can be run again.
   */
  List<String> settle(Client client) throws IOException {
    List<String> broken = new ArrayList<>();
    if (surprise != null) {
      broken.add(database + " was answered: " + surprise);
    }
    Change change = underWay;
    if (change == null) {
      broken.addAll(check(client));
      return broken;
    }
    Map<String, ChangedTable> found = found(client);
    if (found.equals(sorted(change.after()))) {
      count(change).foundWhole++;
      done(change);
      broken.addAll(check(client));
    } else if (found.equals(sorted(tables))) {
      count(change).foundAbsent++;
      if (change.label() != null && isVisible(client, change.label())) {
        broken.add(change.label() + " is VISIBLE, against its rows, in " + database);
      }
      try {
        client.sql(change.sql());
      } catch (Client.RefusedException e) {
        broken.add("absent, and refused when run again: " + e.getMessage());
        return broken;
      }
      done(change);
      broken.addAll(check(client));
    } else {
      broken.add(change.sql() + " is neither whole nor absent; found " + found);
    }
    return broken;
  }

  /** Whether all that is known to have happened shows, and no more. */
  List<String> check(Client client) throws IOException {
    List<String> broken = new ArrayList<>();
    Map<String, ChangedTable> found = found(client);
    if (!found.equals(sorted(tables))) {
      broken.add(database + " holds " + found + " instead of " + tables);
    }
    for (String label : labels) {
      if (!isVisible(client, label)) {
        broken.add(label + " in " + database + " is not VISIBLE, against its rows");
      }
    }
    return broken;
  }

  private boolean isVisible(Client client, String label) throws IOException {
    return client.state(database, label).equals("VISIBLE");
  }

  private Map<String, ChangedTable> found(Client client) throws IOException {
    Map<String, ChangedTable> found = new TreeMap<>();
    for (List<String> row : client.sql("SHOW TABLES FROM " + database)) {
      String table = row.get(0);
      List<String> columns =
          client.sql("DESC " + name(table)).stream().map(column -> column.get(0)).toList();
      found.put(table, new ChangedTable(columns, client.sql("SELECT * FROM " + name(table))));
    }
    return sorted(found);
  }

  private static Map<String, ChangedTable> sorted(Map<String, ChangedTable> tables) {
    Map<String, ChangedTable> sorted = new TreeMap<>();
    tables.forEach(
        (name, table) ->
            sorted.put(
                name,
                table.with(
                    table.rows().stream()
                        .sorted(Comparator.comparingInt(ChangedTable::key))
                        .toList())));
    return sorted;
  }
}
