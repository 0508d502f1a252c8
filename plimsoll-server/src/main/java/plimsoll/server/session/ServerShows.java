package plimsoll.server.session;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import plimsoll.access.Privilege;
import plimsoll.access.Scope;
import plimsoll.query.ResultColumn;
import plimsoll.server.auth.Guard;
import plimsoll.sql.tree.ShowFilter;
import plimsoll.sql.tree.ShowServer;

/** Statements that show what the server is and does, in MySQL's columns. */
final class ServerShows {
  private final SessionState session;
  private final Guard guard;

  ServerShows(SessionState session, Guard guard) {
    this.session = session;
    this.guard = guard;
  }

  StatementResult show(ShowServer statement) {
    List<ResultColumn> columns = ShowStatements.texts(columns(statement.what()));
    List<@Nullable Object[]> rows = rows(statement.what());
    return ShowStatements.rows(
        columns, limited(filtered(rows, columns, statement.filters()), statement.limit()));
  }

  private static List<@Nullable Object[]> limited(
      List<@Nullable Object[]> rows, OptionalLong limit) {
    return limit.isPresent() && limit.getAsLong() < rows.size()
        ? rows.subList(0, (int) limit.getAsLong())
        : rows;
  }

  /** Rows that meet one of the filters; all if there is none. */
  static List<@Nullable Object[]> filtered(
      List<@Nullable Object[]> rows, List<ResultColumn> columns, List<ShowFilter> filters) {
    if (filters.isEmpty()) {
      return rows;
    }
    List<@Nullable Object[]> kept = new ArrayList<>();
    for (@Nullable Object[] row : rows) {
      if (filters.stream().anyMatch(filter -> meets(row, columns, filter))) {
        kept.add(row);
      }
    }
    return kept;
  }

  private static boolean meets(
      @Nullable Object[] row, List<ResultColumn> columns, ShowFilter filter) {
    for (int i = 0; i < row.length; i++) {
      boolean meant =
          filter.column().isEmpty()
              ? i == 0
              : columns.get(i).name().equalsIgnoreCase(filter.column());
      Object value = row[i];
      if (meant) {
        return value != null && Like.matches(filter.pattern(), value.toString());
      }
    }
    return false;
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
      case WARNINGS, ERRORS -> new String[] {"Level", "Code", "Message"};
    };
  }

  private List<@Nullable Object[]> rows(ShowServer.What what) {
    return switch (what) {
      case CHARACTER_SETS ->
          table(
              Stream.of(CharacterSets.values())
                  .map(set -> row(set.text(), "", set.collation(), "" + set.widest())));
      case COLLATIONS -> table(CharacterSets.COLLATIONS.stream().map(ServerShows::collation));
      case ENGINES ->
          List.<@Nullable Object[]>of(
              row("Plimsoll", "DEFAULT", "Apache Iceberg tables", "NO", "NO", "NO"));
      case PLUGINS -> List.of();
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

  private static @Nullable Object[] collation(String name) {
    String charset = name.contains("_") ? name.substring(0, name.indexOf('_')) : name;
    CharacterSets set = CharacterSets.valueOf(charset.toUpperCase(Locale.ROOT));
    boolean main = set.collation().equals(name);
    int number =
        switch (name) {
          case "utf8mb4_0900_ai_ci" -> 255;
          case "utf8mb4_bin" -> 46;
          case "utf8mb4_unicode_ci" -> 224;
          default -> set.number();
        };
    return row(name, charset, "" + number, main ? "Yes" : "", "Yes", "1");
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
