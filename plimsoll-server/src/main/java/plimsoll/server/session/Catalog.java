package plimsoll.server.session;

import plimsoll.commit.Metastore;
import plimsoll.error.ErrorCode;
import plimsoll.error.Nearest;
import plimsoll.load.LoadPlanner;
import plimsoll.model.Table;
import plimsoll.model.TableName;
import plimsoll.sql.tree.TableRef;

/** Finds what statements name; what is not there is an error that suggests a name. */
final class Catalog {
  private final Metastore metastore;
  private final LoadPlanner planner;
  private final SessionState session;

  Catalog(SqlServices services, SessionState session) {
    this.metastore = services.metastore();
    this.planner = services.planner();
    this.session = session;
  }

  /** The full name of a table that need not exist, in a database that does. */
  TableName name(TableRef written) {
    TableName name = written.in(session.database());
    requireDatabase(name.database());
    return name;
  }

  /** The table. UNKNOWN_DATABASE, UNKNOWN_TABLE. */
  Table table(TableRef written) {
    return planner.table(written.in(session.database()));
  }

  /** UNKNOWN_DATABASE if there is none of that name. */
  void requireDatabase(String name) {
    if (!metastore.databaseExists(name)) {
      throw ErrorCode.UNKNOWN_DATABASE.with(name, Nearest.sentence(name, metastore.databases()));
    }
  }
}
