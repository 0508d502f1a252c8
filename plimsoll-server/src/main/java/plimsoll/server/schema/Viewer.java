package plimsoll.server.schema;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import plimsoll.access.Access;
import plimsoll.access.UserName;
import plimsoll.commit.LoadFilter;
import plimsoll.error.ErrorCode;
import plimsoll.error.PlimsollException;
import plimsoll.load.ErrorLogs;
import plimsoll.load.RejectText;
import plimsoll.load.RejectedRows;
import plimsoll.model.LoadRecord;
import plimsoll.model.RejectedRow;
import plimsoll.model.Table;
import plimsoll.model.TableName;
import plimsoll.server.auth.Guard;
import plimsoll.sql.query.TableRead;

/** The server as one user may see it. All rights of system tables are checked here. */
public final class Viewer {
  /** Lines of one error log that are shown; all that were kept are in its file. */
  private static final int MOST_LINES = 1000;

  private final Sources sources;
  private final SessionFacts session;
  private final Guard guard;

  /** Of the user whom {@code guard} stands before. */
  public Viewer(Sources sources, SessionFacts session, Guard guard) {
    this.sources = sources;
    this.session = session;
    this.guard = guard;
  }

  SessionFacts session() {
    return session;
  }

  UserName account() {
    return guard.account();
  }

  Access access() {
    return guard.access();
  }

  /** Databases that the user may know of, without the system's own. */
  List<String> databases() {
    return guard.visible(sources.metastore().databases());
  }

  /**
   * Tables that the user may know of, without the system's own.
   *
   * @param schemaColumn column that holds the database
   * @param nameColumn column that holds the table's name
   */
  List<Table> tables(TableRead read, String schemaColumn, String nameColumn) {
    Access access = guard.access();
    Optional<String> name = read.constant(nameColumn);
    List<Table> seen = new ArrayList<>();
    for (String database : sources.metastore().databases()) {
      if (access.sees(database) && read.admits(schemaColumn, database)) {
        List<Table> tables =
            name.isPresent()
                ? sources.metastore().table(new TableName(database, name.get())).stream().toList()
                : tablesOf(database);
        tables.stream().filter(table -> access.sees(table.name())).forEach(seen::add);
      }
    }
    return seen;
  }

  /** A database may be dropped while one reads. */
  private List<Table> tablesOf(String database) {
    try {
      return sources.metastore().tables(database);
    } catch (PlimsollException e) {
      if (e.code() == ErrorCode.UNKNOWN_DATABASE) {
        return List.of();
      }
      throw e;
    }
  }

  TableFacts facts() {
    return sources.facts();
  }

  /**
   * Loads that the user may see, running ones last, each once.
   *
   * @param ids columns that hold the load's id
   * @param databaseColumn column that holds its database
   * @throws PlimsollException REFUSED if there are more than {@link VisibleLoads#MOST}
   */
  List<LoadRecord> loads(TableRead read, List<String> ids, String databaseColumn) {
    List<LoadRecord> seen = new ArrayList<>();
    new VisibleLoads(sources, guard)
        .each(
            filter(read, ids, databaseColumn),
            load -> {
              VisibleLoads.requireFew(
                  seen.size() + 1, "WHERE LABEL = '...', or " + databaseColumn + " or JOB_ID");
              seen.add(load);
            });
    return seen;
  }

  private static LoadFilter filter(TableRead read, List<String> ids, String databaseColumn) {
    Long id = null;
    for (String column : ids) {
      id = id == null ? read.constant(column).map(Viewer::number).orElse(null) : id;
    }
    return new LoadFilter(
        read.constant(databaseColumn).orElse(null), read.constant("LABEL").orElse(null), id);
  }

  private static @Nullable Long number(String text) {
    return text.matches("[0-9]{1,18}") ? Long.valueOf(text) : null;
  }

  /** Address of the error log of a load, null if no row was rejected. */
  @Nullable String errorLogUrl(LoadRecord load) {
    return load.errorLog() == null ? null : sources.errorLogUrl().apply(load.errorLog());
  }

  /** The first lines of a load's error log; empty if there is none (any more). */
  Optional<String> errorLog(LoadRecord load) {
    if (load.errorLog() == null) {
      return Optional.empty();
    }
    try {
      Optional<RejectedRows> log = rejects(load);
      return log.isEmpty() ? Optional.empty() : Optional.of(lines(log.get()));
    } catch (IOException e) {
      throw ErrorLogs.unreadable(load.errorLog(), e);
    }
  }

  /** Opens the log of a load's rejected rows; empty if there is none (any more). */
  Optional<RejectedRows> rejects(LoadRecord load) throws IOException {
    String log = load.errorLog();
    return log == null ? Optional.empty() : sources.errorLogs().find(log);
  }

  private static String lines(RejectedRows log) throws IOException {
    try (log) {
      List<String> lines = new ArrayList<>();
      for (RejectedRow row = log.next(); row != null; row = log.next()) {
        if (lines.size() == MOST_LINES) {
          lines.add("Only the first " + MOST_LINES + " rows are shown.");
          break;
        }
        lines.add(RejectText.trackingLine(row));
      }
      return String.join("\n", lines);
    }
  }
}
