package plimsoll.server.session;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import plimsoll.access.UserName;
import plimsoll.error.ErrorCode;
import plimsoll.error.PlimsollException;
import plimsoll.job.Job;
import plimsoll.job.JobOrder;
import plimsoll.model.Column;
import plimsoll.query.ResultColumn;
import plimsoll.server.auth.Guard;
import plimsoll.server.schema.CharacterSet;
import plimsoll.sql.parse.PreparedText;
import plimsoll.sql.parse.SqlParser;
import plimsoll.sql.plan.PlannedTable;
import plimsoll.sql.plan.TablePlanner;
import plimsoll.sql.tree.AccessStatement;
import plimsoll.sql.tree.AlterTable;
import plimsoll.sql.tree.CancelLoad;
import plimsoll.sql.tree.CheckTable;
import plimsoll.sql.tree.CreateDatabase;
import plimsoll.sql.tree.CreateTable;
import plimsoll.sql.tree.CreateTableLike;
import plimsoll.sql.tree.CreateTableLikeParquet;
import plimsoll.sql.tree.Delete;
import plimsoll.sql.tree.DescribeTable;
import plimsoll.sql.tree.DropDatabase;
import plimsoll.sql.tree.DropTable;
import plimsoll.sql.tree.Explain;
import plimsoll.sql.tree.Insert;
import plimsoll.sql.tree.Kill;
import plimsoll.sql.tree.LoadData;
import plimsoll.sql.tree.Materialize;
import plimsoll.sql.tree.Position;
import plimsoll.sql.tree.Query;
import plimsoll.sql.tree.RepairTable;
import plimsoll.sql.tree.ReplayRejects;
import plimsoll.sql.tree.SelectInto;
import plimsoll.sql.tree.SetVariables;
import plimsoll.sql.tree.ShowCreateTable;
import plimsoll.sql.tree.ShowDatabases;
import plimsoll.sql.tree.ShowJobLog;
import plimsoll.sql.tree.ShowJobs;
import plimsoll.sql.tree.ShowLoad;
import plimsoll.sql.tree.ShowServer;
import plimsoll.sql.tree.ShowTable;
import plimsoll.sql.tree.ShowTableStatus;
import plimsoll.sql.tree.ShowTables;
import plimsoll.sql.tree.ShowVariables;
import plimsoll.sql.tree.SqlText;
import plimsoll.sql.tree.Statement;
import plimsoll.sql.tree.StopJob;
import plimsoll.sql.tree.TableRef;
import plimsoll.sql.tree.Transaction;
import plimsoll.sql.tree.TruncateTable;
import plimsoll.sql.tree.Use;

/**
 * One client's statements, one after the other. Remembers the current database and the variables.
 * Used by one thread at a time.
 */
public final class SqlSession {
  /** The version of MySQL whose drivers feel at home here. */
  public static final String VERSION = DriverVariables.VERSION;

  private final SqlServices services;
  private final Client client;
  private final Guard guard;
  private final Audited audited;
  private volatile SessionState session;
  private Runner runner;

  /**
   * A new session, without a database.
   *
   * @param account who
   * @param origin client address, or {@code local}
   */
  public SqlSession(SqlServices services, UserName account, String origin) {
    this(services, Client.of(account, origin, UserName.LOCAL));
  }

  /** A new session of that client, without a database. */
  public SqlSession(SqlServices services, Client client) {
    this(services, client, null);
  }

  /** A session that runs a job's statement. */
  static SqlSession ofJob(SqlServices services, Job job) {
    Client client = Client.of(job.order().account(), job.order().origin(), "job");
    return new SqlSession(services, client, job.order());
  }

  private SqlSession(SqlServices services, Client client, @Nullable JobOrder job) {
    this.services = services;
    this.client = client;
    this.guard = new Guard(services.access(), client.account(), client.origin());
    this.audited = new Audited(services.audit(), guard, client.frontEnd());
    this.session = new SessionState(client, services.globals(), job);
    this.runner = new Runner(services, session, guard);
  }

  /** Begins anew: variables and transaction, but not the database, are as at first. */
  public void reset() {
    String database = session.database();
    session = new SessionState(client, services.globals(), null);
    session.database(database);
    runner = new Runner(services, session, guard);
  }

  /** The current database, null if none was chosen. */
  public @Nullable String database() {
    return session.database();
  }

  /** Chooses the database. UNKNOWN_DATABASE. */
  public void use(String database) {
    runner.catalog.requireDatabase(database);
    session.database(Catalog.canonical(database));
  }

  /**
   * Chooses the database, unless it is null, and sets variables, for the statement that comes next:
   * what fails is said of it in the audit log.
   */
  void begin(String text, @Nullable String database, Map<String, String> variables) {
    session.running(text);
    Boolean unused =
        audited.parse(
            session.statement(),
            () -> {
              if (database != null) {
                use(database);
              }
              variables.forEach(this::set);
              return true;
            });
  }

  /** Sets a variable. UNKNOWN_SETTING, BAD_SETTING. */
  public void set(String variable, String value) {
    session.variables().set(variable, value);
  }

  /** The value of a variable; empty if there is none of that name. */
  public Optional<String> variable(String name) {
    return session.variables().get(name);
  }

  /** The character set of a variable that names one. */
  public CharacterSet charset(String variable) {
    return session.variables().charset(variable);
  }

  /** How long the client may be silent between two statements. */
  public Duration waitTimeout() {
    return session.variables().waitTimeout();
  }

  /** How long the client may leave its answer lying. */
  public Duration writeTimeout() {
    return session.variables().writeTimeout();
  }

  /** Whether BEGIN was said; it changes nothing but what clients are told. */
  public boolean inTransaction() {
    return session.inTransaction();
  }

  /** The variable, which changes nothing else. */
  public boolean autocommit() {
    return session.variables().autocommit();
  }

  /** The text that runs or ran last, cut if it is long. */
  public String statement() {
    return session.statement();
  }

  /** The columns of a table, of the current database if it names none. UNKNOWN_TABLE. */
  public List<Column> columns(String table) {
    return runner
        .catalog
        .visible(new TableRef(Position.START, Optional.empty(), table))
        .schema()
        .columns();
  }

  /**
   * A command of the client begins, which {@link #cancel} is about from here on. From any thread,
   * before a worker runs it.
   */
  public void beginCommand() {
    session.begin();
  }

  /** Makes the command that was begun last fail with that reason; from any thread. */
  public void cancel(PlimsollException reason) {
    session.cancel(reason); // a session that is reset in this moment runs nothing
  }

  /**
   * Runs one statement. The caller closes the result.
   *
   * @throws plimsoll.error.PlimsollException if it fails before its first row; nothing happened
   *     then
   */
  public StatementResult execute(String text) {
    session.running(text);
    try {
      return audited.run(session.statement(), () -> run(SqlParser.parseOne(text), text));
    } catch (PlimsollException failure) {
      failed(failure);
      throw failure;
    }
  }

  /**
   * Runs statements separated by {@code ;} until one fails. All are parsed before the first runs.
   *
   * @param several whether more than one is allowed. SYNTAX
   * @param results is given each result, which is closed when it returns
   */
  public void executeAll(String text, boolean several, ResultSink results) {
    session.running(text);
    try {
      List<SqlParser.Parsed> statements =
          audited.parse(
              session.statement(),
              () ->
                  several
                      ? SqlParser.parseEach(text)
                      : List.of(new SqlParser.Parsed(SqlParser.parseOne(text), text)));
      if (statements.isEmpty()) {
        throw ErrorCode.SYNTAX.with("Expected a statement, found nothing.");
      }
      for (int i = 0; i < statements.size(); i++) {
        SqlParser.Parsed next = statements.get(i);
        try (StatementResult result =
            audited.run(session.statement(), () -> run(next.statement(), next.text()))) {
          results.accept(result, i + 1 < statements.size());
        }
      }
    } catch (PlimsollException failure) {
      failed(failure);
      throw failure;
    } finally {
      session.nothingRuns();
    }
  }

  private StatementResult run(Statement statement, String text) {
    session.checkCancelled();
    guard.requireAccount();
    session.text(text);
    StatementResult result = statement.accept(runner);
    if (!(statement instanceof ShowServer)) { // SHOW WARNINGS would see its own
      session.notes(
          result.warnings().stream()
              .map(note -> new SessionState.Note("Warning", NO_NUMBER, note))
              .toList());
    }
    return result;
  }

  private void failed(PlimsollException failure) {
    int number = SqlState.of(failure.code()).number();
    String message = String.valueOf(failure.getMessage());
    session.notes(List.of(new SessionState.Note("Error", number, message)));
  }

  private static final int NO_NUMBER = 1105;

  /** Takes results one after the other. */
  @FunctionalInterface
  public interface ResultSink {
    /**
     * A result.
     *
     * @param more whether another follows
     */
    void accept(StatementResult result, boolean more);
  }

  /**
   * Takes a statement in which {@code ?} stands for values to come. SYNTAX; what the tables say
   * about a query: UNKNOWN_TABLE, UNKNOWN_COLUMN and the like.
   */
  public Prepared prepare(String text) {
    PreparedText prepared = PreparedText.of(text);
    String unbound = prepared.unbound();
    if (SqlParser.isQuery(unbound)) {
      return new Prepared(prepared, described(prepared, unbound));
    }
    if (prepared.parameters() == 0) {
      SqlParser.parseOne(unbound);
    }
    return new Prepared(prepared, List.of());
  }

  /** With NULL for its values a query may not make sense though it will: then it is seen later. */
  private List<ResultColumn> described(PreparedText prepared, String unbound) {
    try {
      return runner.queries.describe(SqlText.of(unbound));
    } catch (PlimsollException failure) {
      boolean maybeNull =
          failure.code() == ErrorCode.SYNTAX
              || failure.code() == ErrorCode.BAD_QUERY
              || failure.code() == ErrorCode.BAD_OPERAND;
      if (prepared.parameters() > 0 && maybeNull) {
        return List.of();
      }
      throw failure;
    }
  }

  /**
   * A prepared statement.
   *
   * @param text with its places
   * @param columns of its rows; empty if it gives none, or if they depend on the values
   */
  public record Prepared(PreparedText text, List<ResultColumn> columns) {}

  /** One method for each kind of statement. */
  private static final class Runner implements Statement.Visitor<StatementResult> {
    private final Catalog catalog;
    private final DefinitionStatements definitions;
    private final ShowStatements shows;
    private final TableShows tableShows;
    private final QueryStatements queries;
    private final CompareStatements comparisons;
    private final LoadStatements loads;
    private final JobStatements jobs;
    private final AccessStatements access;
    private final SqlServices services;
    private final SessionState session;

    Runner(SqlServices services, SessionState session, Guard guard) {
      this.services = services;
      this.session = session;
      catalog = new Catalog(services, session, guard);
      definitions = new DefinitionStatements(services, session, catalog);
      shows = new ShowStatements(services, session, catalog);
      tableShows = new TableShows(services, session, catalog);
      queries = new QueryStatements(services, session, catalog);
      comparisons = new CompareStatements(services, session, catalog, queries);
      jobs = new JobStatements(services, session, guard);
      loads = new LoadStatements(services, session, catalog, jobs);
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
      if (statement.query().isPresent()) {
        return queries.createTable(statement, statement.query().get());
      }
      PlannedTable planned = TablePlanner.plan(statement, session.database(), services.formats());
      return definitions.createTable(planned.table(), statement.ifNotExists(), planned.warnings());
    }

    @Override
    public StatementResult createTableLike(CreateTableLike statement) {
      return definitions.createTableLike(statement);
    }

    @Override
    public StatementResult createTableLikeParquet(CreateTableLikeParquet statement) {
      return definitions.createTableLikeParquet(statement);
    }

    @Override
    public StatementResult alterTable(AlterTable statement) {
      return definitions.alterTable(statement);
    }

    @Override
    public StatementResult dropTable(DropTable statement) {
      return definitions.dropTable(statement);
    }

    @Override
    public StatementResult checkTable(CheckTable statement) {
      return comparisons.check(statement);
    }

    @Override
    public StatementResult repairTable(RepairTable statement) {
      return comparisons.repair(statement);
    }

    @Override
    public StatementResult materialize(Materialize statement) {
      return queries.materialize(statement);
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
    public StatementResult showTableStatus(ShowTableStatus statement) {
      return tableShows.status(statement);
    }

    @Override
    public StatementResult showTable(ShowTable statement) {
      return tableShows.show(statement);
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
    public StatementResult delete(Delete statement) {
      return new DeleteStatements(services, session, catalog).delete(statement);
    }

    @Override
    public StatementResult loadData(LoadData statement) {
      return loads.loadData(statement);
    }

    @Override
    public StatementResult replayRejects(ReplayRejects statement) {
      return new ReplayStatements(services, session, catalog).replay(statement);
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
    public StatementResult selectInto(SelectInto statement) {
      return new OutfileStatements(services, session, catalog, queries, jobs).selectInto(statement);
    }

    @Override
    public StatementResult setVariables(SetVariables statement) {
      return definitions.set(statement);
    }

    @Override
    public StatementResult showServer(ShowServer statement) {
      return new ServerShows(new ShownRows(services, session), session, catalog.guard())
          .show(statement);
    }

    @Override
    public StatementResult transaction(Transaction statement) {
      return definitions.transaction(statement);
    }

    @Override
    public StatementResult showJobs(ShowJobs statement) {
      return jobs.show(statement);
    }

    @Override
    public StatementResult showJobLog(ShowJobLog statement) {
      return jobs.log(statement);
    }

    @Override
    public StatementResult stopJob(StopJob statement) {
      return jobs.stop(statement);
    }

    @Override
    public StatementResult kill(Kill statement) {
      return definitions.kill(statement);
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
