package plimsoll.server.session;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
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
      String user,
      String origin,
      @Nullable String database,
      Map<String, String> variables,
      String statement) {
    SqlSession session = new SqlSession(services, user, origin);
    if (database != null) {
      session.use(database);
    }
    variables.forEach(session::set);
    return new SessionAnswer(session.execute(statement));
  }

  private record SessionAnswer(StatementResult result) implements Answer {
    @Override
    public List<Column> columns() {
      return result instanceof StatementResult.Rows rows
          ? rows.columns().stream()
              .map(column -> new Column(column.name(), column.type().sql()))
              .toList()
          : List.of();
    }

    @Override
    public @Nullable Object @Nullable [] next() {
      return result instanceof StatementResult.Rows rows ? rows.cursor().next() : null;
    }

    @Override
    public @Nullable Summary summary() {
      return result instanceof StatementResult.Done done
          ? new Summary(done.affectedRows(), done.info(), done.warnings())
          : null;
    }

    @Override
    public long scanRows() {
      return result instanceof StatementResult.Rows rows ? rows.cursor().scanRows() : 0;
    }

    @Override
    public long scanBytes() {
      return result instanceof StatementResult.Rows rows ? rows.cursor().scanBytes() : 0;
    }

    @Override
    public void close() {
      result.close();
    }
  }
}
