package plimsoll.server.session;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import plimsoll.access.UserName;
import plimsoll.server.http.SqlDesk;

/** Statements that come alone, each in a session of its own. */
public final class SessionSqlDesk implements SqlDesk {
  private final SqlServices services;

  /** A desk whose sessions use these services. */
  public SessionSqlDesk(SqlServices services) {
    this.services = services;
  }

  @Override
  public Answer run(
      UserName account,
      String origin,
      @Nullable String database,
      Map<String, String> variables,
      String statement) {
    String frontEnd = origin.equals(UserName.LOCAL) ? UserName.LOCAL : "http";
    SqlSession session = new SqlSession(services, Client.of(account, origin, frontEnd));
    session.begin(statement, database, variables);
    return answer(session.execute(statement));
  }

  private static Answer answer(StatementResult result) {
    return result instanceof StatementResult.Rows rows
        ? new RowsAnswer(rows)
        : new DoneAnswer((StatementResult.Done) result);
  }

  private record RowsAnswer(StatementResult.Rows rows) implements Answer {
    @Override
    public List<Column> columns() {
      return rows.columns().stream()
          .map(column -> new Column(column.name(), column.type().sql()))
          .toList();
    }

    @Override
    public @Nullable List<@Nullable Object> next() {
      @Nullable Object[] row = rows.cursor().next();
      return row == null ? null : Arrays.asList(row);
    }

    @Override
    public long scanRows() {
      return rows.cursor().scanRows();
    }

    @Override
    public long scanBytes() {
      return rows.cursor().scanBytes();
    }

    @Override
    public void close() {
      rows.close();
    }
  }

  /** A statement without rows answers with one that sums it up. */
  private static final class DoneAnswer implements Answer {
    private static final List<Column> COLUMNS =
        List.of(
            new Column("AffectedRows", "BIGINT"),
            new Column("Info", "STRING"),
            new Column("Warnings", "STRING"));

    private final StatementResult.Done done;
    private boolean given;

    DoneAnswer(StatementResult.Done done) {
      this.done = done;
    }

    @Override
    public List<Column> columns() {
      return COLUMNS;
    }

    @Override
    public @Nullable List<@Nullable Object> next() {
      if (given) {
        return null;
      }
      given = true;
      return List.of(done.affectedRows(), done.info(), String.join("\n", done.warnings()));
    }

    @Override
    public long scanRows() {
      return 0;
    }

    @Override
    public long scanBytes() {
      return 0;
    }

    @Override
    public void close() {
      // nothing is open: the statement is done
    }
  }
}
