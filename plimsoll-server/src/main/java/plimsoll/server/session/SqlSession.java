package plimsoll.server.session;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import plimsoll.access.UserName;
import plimsoll.server.auth.Guard;
import plimsoll.sql.parse.SqlParser;
import plimsoll.sql.plan.PlannedTable;
import plimsoll.sql.plan.TablePlanner;
import plimsoll.sql.tree.AccessStatement;
import plimsoll.sql.tree.CancelLoad;
import plimsoll.sql.tree.CreateDatabase;
import plimsoll.sql.tree.CreateTable;
import plimsoll.sql.tree.DescribeTable;
import plimsoll.sql.tree.DropDatabase;
import plimsoll.sql.tree.DropTable;
import plimsoll.sql.tree.Explain;
import plimsoll.sql.tree.Insert;
import plimsoll.sql.tree.LoadData;
import plimsoll.sql.tree.Query;
import plimsoll.sql.tree.SetVariables;
import plimsoll.sql.tree.ShowCreateTable;
import plimsoll.sql.tree.ShowDatabases;
import plimsoll.sql.tree.ShowLoad;
import plimsoll.sql.tree.ShowTables;
import plimsoll.sql.tree.ShowVariables;
import plimsoll.sql.tree.Statement;
import plimsoll.sql.tree.TruncateTable;
import plimsoll.sql.tree.Use;

/**
 * One client's statements, one after the other. Remembers the current database and the variables.
 * Used by one thread at a time.
 */
public final class SqlSession {
  private final SessionState session;
  private final Runner runner;
  private final Audited audited;

  /**
   * A new session, without a database.
   *
   * @param user who
   * @param origin client address, or {@code local}
   */
  public SqlSession(SqlServices services, String user, String origin) {
    this(services, user, origin, UserName.LOCAL);
  }

  /**
   * A new session, without a database.
   *
   * @param frontEnd how the client came in, for the audit log
   */
  public SqlSession(SqlServices services, String user, String origin, String frontEnd) {
    this.session = new SessionState(user, origin, services.settings());
    Guard guard = new Guard(services.access(), user, origin);
    this.runner = new Runner(services, session, guard);
    this.audited = new Audited(services.audit(), guard, frontEnd);
  }

  /** The current database, null if none was chosen. */
  public @Nullable String database() {
    return session.database();
  }

  /** Chooses the database. UNKNOWN_DATABASE. */
  public void use(String database) {
    runner.catalog.requireDatabase(database);
    session.database(database);
  }

  /** Sets a variable. UNKNOWN_SETTING, BAD_SETTING. */
  public void set(String variable, String value) {
    session.variables().set(variable, value);
  }

  /**
   * Runs one statement. The caller closes the result.
   *
   * @throws plimsoll.error.PlimsollException if it fails before its first row; nothing happened
   *     then
   */
  public StatementResult execute(String text) {
    session.running(text);
    return audited.run(session.statement(), () -> SqlParser.parseOne(text).accept(runner));
  }

  /**
   * Runs statements separated by {@code ;} until one fails. All are parsed before the first runs.
   *
   * @param results is given each result, which is closed when it returns
   */
  public void executeAll(String text, Consumer<StatementResult> results) {
    session.running(text);
    for (Statement statement : SqlParser.parse(text)) {
      try (StatementResult result =
          audited.run(session.statement(), () -> statement.accept(runner))) {
        results.accept(result);
      }
    }
  }

  /** One method for each kind of statement. */
  private static final class Runner implements Statement.Visitor<StatementResult> {
    private final Catalog catalog;
    private final DefinitionStatements definitions;
    private final ShowStatements shows;
    private final QueryStatements queries;
    private final LoadStatements loads;
    private final AccessStatements access;
    private final SqlServices services;
    private final SessionState session;

    Runner(SqlServices services, SessionState session, Guard guard) {
      this.services = services;
      this.session = session;
      catalog = new Catalog(services, session, guard);
      definitions = new DefinitionStatements(services, session, catalog);
      shows = new ShowStatements(services, session, catalog);
      queries = new QueryStatements(services, session, catalog);
      loads = new LoadStatements(services, session, catalog);
      access = new AccessStatements(services, session, guard);
    }

    @Override
    public StatementResult createDatabase(CreateDatabase statement) {
      return definitions.createDatabase(statement);
    }

    @Override
    public StatementResult dropDatabase(DropDatabase statement) {
      return definitions.dropDatabase(statement);
    }

    @Override
    public StatementResult showDatabases(ShowDatabases statement) {
      return shows.databases(statement);
    }

    @Override
    public StatementResult use(Use statement) {
      return definitions.use(statement);
    }

    @Override
    public StatementResult createTable(CreateTable statement) {
      PlannedTable planned = TablePlanner.plan(statement, session.database(), services.formats());
      return definitions.createTable(planned.table(), statement.ifNotExists(), planned.warnings());
    }

    @Override
    public StatementResult dropTable(DropTable statement) {
      return definitions.dropTable(statement);
    }

    @Override
    public StatementResult truncateTable(TruncateTable statement) {
      return definitions.truncate(statement);
    }

    @Override
    public StatementResult showTables(ShowTables statement) {
      return shows.tables(statement);
    }

    @Override
    public StatementResult showCreateTable(ShowCreateTable statement) {
      return shows.createTable(statement);
    }

    @Override
    public StatementResult describeTable(DescribeTable statement) {
      return shows.describe(statement);
    }

    @Override
    public StatementResult insert(Insert statement) {
      return queries.insert(statement);
    }

    @Override
    public StatementResult loadData(LoadData statement) {
      return loads.loadData(statement);
    }

    @Override
    public StatementResult showLoad(ShowLoad statement) {
      return shows.loads(statement);
    }

    @Override
    public StatementResult cancelLoad(CancelLoad statement) {
      return definitions.cancelLoad(statement);
    }

    @Override
    public StatementResult explain(Explain statement) {
      return queries.explain(statement);
    }

    @Override
    public StatementResult query(Query statement) {
      return queries.query(statement.text());
    }

    @Override
    public StatementResult setVariables(SetVariables statement) {
      return definitions.set(statement);
    }

    @Override
    public StatementResult showVariables(ShowVariables statement) {
      return shows.variables(statement);
    }

    @Override
    public StatementResult access(AccessStatement statement) {
      return statement.accept(access);
    }
  }
}
