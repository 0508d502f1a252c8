package plimsoll.server.session;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import plimsoll.access.UserName;
import plimsoll.config.Settings;
import plimsoll.query.ResultColumn;
import plimsoll.query.ResultText;
import plimsoll.server.Plimsoll;

/** A data directory with its real parts, and a session on it. Rows are read as text. */
final class SessionFixture implements AutoCloseable {
  final Plimsoll plimsoll;
  final SqlServices services;
  final SqlSession session;

  SessionFixture(Path directory) {
    this(directory, Settings.defaults());
  }

  SessionFixture(Path directory, Settings settings) {
    plimsoll = Plimsoll.open(directory, settings);
    services =
        plimsoll.sqlServices(name -> "http://127.0.0.1:8030/api/_load_error_log?file=" + name);
    session = newSession();
  }

  SqlSession newSession() {
    return new SqlSession(services, UserName.ROOT, "local");
  }

  /** Another session of root, with its own database and variables. */
  Other other() {
    return new Other(newSession());
  }

  /** Runs statements that give no rows. */
  SessionFixture run(String... statements) {
    for (String statement : statements) {
      done(statement);
    }
    return this;
  }

  StatementResult.Done done(String statement) {
    return done(session, statement);
  }

  private static StatementResult.Done done(SqlSession session, String statement) {
    try (StatementResult result = session.execute(statement)) {
      return (StatementResult.Done) result;
    }
  }

  /** The rows, values as the text protocols print them, NULL as {@code NULL}. */
  List<List<String>> rows(String statement) {
    return rows(session, statement);
  }

  private static List<List<String>> rows(SqlSession session, String statement) {
    try (StatementResult.Rows result = (StatementResult.Rows) session.execute(statement)) {
      List<List<String>> rows = new ArrayList<>();
      for (Object[] row = result.cursor().next(); row != null; row = result.cursor().next()) {
        rows.add(texts(row, result.columns()));
      }
      return rows;
    }
  }

  private static List<String> texts(Object[] row, List<ResultColumn> columns) {
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < row.length; i++) {
      texts.add(row[i] == null ? "NULL" : ResultText.of(row[i], columns.get(i).type()));
    }
    return texts;
  }

  /** The names of the columns that a statement gives. */
  List<String> columns(String statement) {
    try (StatementResult.Rows result = (StatementResult.Rows) session.execute(statement)) {
      return result.columns().stream().map(ResultColumn::name).toList();
    }
  }

  @Override
  public void close() {
    plimsoll.close();
  }

  /** A session beside the first. */
  record Other(SqlSession session) {
    StatementResult.Done done(String statement) {
      return SessionFixture.done(session, statement);
    }

    List<List<String>> rows(String statement) {
      return SessionFixture.rows(session, statement);
    }
  }
}
