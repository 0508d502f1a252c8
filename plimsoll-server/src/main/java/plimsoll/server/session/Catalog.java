package plimsoll.server.session;

import plimsoll.access.Privilege;
import plimsoll.commit.Metastore;
import plimsoll.error.ErrorCode;
import plimsoll.error.Nearest;
import plimsoll.load.LoadPlanner;
import plimsoll.model.Table;
import plimsoll.model.TableName;
import plimsoll.server.auth.Guard;
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
    guard.require(name, oneOf);
    return guard.find(() -> planner.table(name), name);
  }

  /** As {@link #table}, for somebody with any privilege on it. */
  Table visible(TableRef written) {
    TableName name = written.in(session.database());
    guard.requireAny(name);
    return guard.find(() -> planner.table(name), name);
  }

  /** UNKNOWN_DATABASE if there is none of that name; ACCESS_DENIED without any right there. */
  void requireDatabase(String name) {
    guard.requireAny(name);
    if (!metastore.databaseExists(name)) {
      throw ErrorCode.UNKNOWN_DATABASE.with(
          name, Nearest.sentence(name, guard.visible(metastore.databases())));
    }
  }
}
