package plimsoll.server.session;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import plimsoll.access.Privilege;
import plimsoll.access.Scope;
import plimsoll.query.ResultColumn;
import plimsoll.server.auth.Guard;
import plimsoll.server.schema.CharacterSet;
import plimsoll.server.schema.Collation;
import plimsoll.sql.tree.ShowServer;

/** Statements that show what the server is and does, in MySQL's columns. */
final class ServerShows {
  private final ShownRows shown;
  private final SessionState session;
  private final Guard guard;

  ServerShows(ShownRows shown, SessionState session, Guard guard) {
    this.shown = shown;
    this.session = session;
    this.guard = guard;
  }

  StatementResult show(ShowServer statement) {
    List<ResultColumn> columns = ShowStatements.texts(columns(statement.what()));
    List<@Nullable Object[]> rows = rows(statement.what());
    return ShowStatements.rows(
        columns, limited(shown.filtered(columns, rows, statement.filter()), statement.limit()));
  }

  private static List<@Nullable Object[]> limited(
      List<@Nullable Object[]> rows, OptionalLong limit) {
    return limit.isPresent() && limit.getAsLong() < rows.size()
        ? rows.subList(0, (int) limit.getAsLong())
        : rows;
  }

  private static String[] columns(ShowServer.What what) {
    return switch (what) {
      case CHARACTER_SETS -> new String[] {"Charset", "Description", "Default collation", "Maxlen"};
      case COLLATIONS ->
          new String[] {"Collation", "Charset", "Id", "Default", "Compiled", "Sortlen"};
      case ENGINES ->
          new String[] {"Engine", "Support", "Comment", "Transactions", "XA", "Savepoints"};
      case PLUGINS -> new String[] {"Name", "Status", "Type", "Library", "License"};
      case PROCESSES ->
          new String[] {"Id", "User", "Host", "db", "Command", "Time", "State", "Info"};
      case STATUS -> new String[] {"Variable_name", "Value"};
      case EVENTS ->
          new String[] {
            "Db",
            "Name",
            "Definer",
            "Time zone",
            "Type",
            "Execute at",
            "Interval value",
            "Interval field",
            "Starts",
            "Ends",
            "Status",
            "Originator",
            "character_set_client",
            "collation_connection",
            "Database Collation"
          };
      case ROUTINES ->
          new String[] {
            "Db",
            "Name",
            "Type",
            "Definer",
            "Modified",
            "Created",
            "Security_type",
            "Comment",
            "character_set_client",
            "collation_connection",
            "Database Collation"
          };
      case TRIGGERS ->
          new String[] {
            "Trigger",
            "Event",
            "Table",
            "Statement",
            "Timing",
            "Created",
            "sql_mode",
            "Definer",
            "character_set_client",
            "collation_connection",
            "Database Collation"
          };
      case WARNINGS, ERRORS -> new String[] {"Level", "Code", "Message"};
    };
  }

  private List<@Nullable Object[]> rows(ShowServer.What what) {
    return switch (what) {
      case CHARACTER_SETS ->
          table(
              Stream.of(CharacterSet.values())
                  .map(set -> row(set.text(), "", set.collation(), "" + set.widest())));
      case COLLATIONS -> table(CharacterSet.collations().stream().map(ServerShows::collation));
      case ENGINES ->
          List.<@Nullable Object[]>of(
              row("Plimsoll", "DEFAULT", "Apache Iceberg tables", "NO", "NO", "NO"));
      case EVENTS, PLUGINS, ROUTINES, TRIGGERS -> List.of(); // there are none here
      case PROCESSES -> table(processes().map(this::process));
      case STATUS ->
          List.<@Nullable Object[]>of(
              row("Threads_connected", "" + session.client().connections().all().size()));
      case WARNINGS -> notes("");
      case ERRORS -> notes("Error");
    };
  }

  private static List<@Nullable Object[]> table(Stream<@Nullable Object[]> rows) {
    List<@Nullable Object[]> table = new ArrayList<>();
    rows.forEach(table::add);
    return table;
  }

  private static @Nullable Object[] row(@Nullable String... values) {
    @Nullable Object[] row = new @Nullable Object[values.length];
    System.arraycopy(values, 0, row, 0, values.length);
    return row;
  }

  private static @Nullable Object[] collation(Collation one) {
    return row(one.name(), one.charset(), "" + one.number(), one.main() ? "Yes" : "", "Yes", "1");
  }

  /** One's own, or with OPERATE everybody's. */
  private Stream<Connections.Activity> processes() {
    boolean all = guard.access().may(Privilege.OPERATE, Scope.GLOBAL);
    return session.client().connections().all().stream()
        .filter(one -> all || one.user().equals(guard.user()));
  }

  private @Nullable Object[] process(Connections.Activity activity) {
    return row(
        "" + activity.connection(),
        activity.user(),
        activity.host(),
        activity.database(),
        activity.command(),
        "" + activity.seconds(),
        "",
        activity.statement());
  }

  private List<@Nullable Object[]> notes(String level) {
    return table(
        session.notes().stream()
            .filter(note -> level.isEmpty() || note.level().equals(level))
            .map(note -> row(note.level(), "" + note.number(), note.message())));
  }
}
