package plimsoll.server.session;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import plimsoll.access.Privilege;
import plimsoll.commit.Metastore;
import plimsoll.error.ErrorCode;
import plimsoll.error.Nearest;
import plimsoll.load.LoadPlanner;
import plimsoll.model.Table;
import plimsoll.model.TableName;
import plimsoll.server.auth.Guard;
import plimsoll.server.schema.InformationSchema;
import plimsoll.server.schema.SystemTable;
import plimsoll.sql.query.SystemDatabase;
import plimsoll.sql.tree.Name;
import plimsoll.sql.tree.TableRef;

/** Finds what statements name; what is not there is an error that suggests a name. */
final class Catalog {
  private final Metastore metastore;
  private final LoadPlanner planner;
  private final SessionState session;
  private final Guard guard;

  Catalog(SqlServices services, SessionState session, Guard guard) {
    this.metastore = services.metastore();
    this.planner = services.planner();
    this.session = session;
    this.guard = guard;
  }

  private static Table system(TableName name) {
    return InformationSchema.table(name.table())
        .map(SystemTable::definition)
        .orElseThrow(
            () -> {
              List<String> known =
                  InformationSchema.tables().stream()
                      .map(table -> table.definition().name().table())
                      .toList();
              return ErrorCode.UNKNOWN_TABLE.with(name, Nearest.sentence(name.table(), known));
            });
  }

  /** REFUSED for {@code information_schema}: its tables show what is there. */
  static void requireWritable(String database) {
    if (SystemDatabase.is(database)) {
      throw ErrorCode.REFUSED.with(
          "Database "
              + SystemDatabase.NAME
              + " shows what is there; it cannot be created, changed, written or dropped.");
    }
  }

  /** A database's name as it is kept: without case it is only that of the system's own. */
  static String canonical(String database) {
    return SystemDatabase.is(database) ? SystemDatabase.NAME : database;
  }

  /** The names with that of {@code information_schema}, which everybody sees. */
  static List<String> withSystem(List<String> databases) {
    List<String> all = new ArrayList<>(databases);
    all.add(SystemDatabase.NAME);
    all.sort(Comparator.naturalOrder());
    return all;
  }

  /** The rights of the session's user. */
  Guard guard() {
    return guard;
  }

  /**
   * The full name of a table that need not exist, in a database that does, for somebody with one of
   * these privileges on it. ACCESS_DENIED.
   */
  TableName name(TableRef written, Privilege... oneOf) {
    TableName name = written.in(session.database());
    requireWritable(name.database());
    guard.require(name, oneOf);
    requireDatabase(name.database());
    return name;
  }

  /**
   * The table, for somebody with one of these privileges on it.
   *
   * @throws plimsoll.error.PlimsollException ACCESS_DENIED before it is looked for;
   *     UNKNOWN_DATABASE, UNKNOWN_TABLE
   */
  Table table(TableRef written, Privilege... oneOf) {
    TableName name = written.in(session.database());
    if (SystemDatabase.is(name.database()) && List.of(oneOf).equals(List.of(Privilege.SELECT))) {
      return system(name);
    }
    requireWritable(name.database());
    guard.require(name, oneOf);
    return guard.find(() -> planner.table(name), name);
  }

  /** As {@link #table}, for somebody with any privilege on it. */
  Table visible(TableRef written) {
    TableName name = written.in(session.database());
    if (SystemDatabase.is(name.database())) {
      return system(name);
    }
    guard.requireAny(name);
    return guard.find(() -> planner.table(name), name);
  }

  /** The database that a statement names, else the session's. As {@link #requireDatabase}. */
  String database(Optional<Name> written) {
    String database = written.map(Name::text).orElseGet(session::requireDatabase);
    requireDatabase(database);
    return canonical(database);
  }

  /** Tables of a database that the user may know of, by name. */
  Stream<Table> tables(String database) {
    return SystemDatabase.is(database)
        ? InformationSchema.tables().stream().map(SystemTable::definition)
        : metastore.tables(database).stream().filter(table -> guard.sees(table.name()));
  }

  /** UNKNOWN_DATABASE if there is none of that name; ACCESS_DENIED without any right there. */
  void requireDatabase(String name) {
    if (SystemDatabase.is(name)) {
      return;
    }
    guard.requireAny(name);
    if (!metastore.databaseExists(name)) {
      throw ErrorCode.UNKNOWN_DATABASE.with(
          name, Nearest.sentence(name, guard.visible(metastore.databases())));
    }
  }
}
