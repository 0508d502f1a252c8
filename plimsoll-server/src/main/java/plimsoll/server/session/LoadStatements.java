package plimsoll.server.session;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import plimsoll.access.Privilege;
import plimsoll.config.Settings;
import plimsoll.error.ErrorCode;
import plimsoll.error.IoFailures;
import plimsoll.job.JobKind;
import plimsoll.load.LoadBounds;
import plimsoll.load.LoadPlan;
import plimsoll.load.LoadRequest;
import plimsoll.model.LinkChange;
import plimsoll.model.LoadKind;
import plimsoll.model.OfflineContents;
import plimsoll.model.SoftLinks;
import plimsoll.model.Table;
import plimsoll.model.TableWork;
import plimsoll.pipeline.parse.InputFormat;
import plimsoll.pipeline.read.Source;
import plimsoll.server.scan.LinkReading;
import plimsoll.server.scan.ScanLimit;
import plimsoll.sql.plan.LoadDataOptions;
import plimsoll.sql.plan.MySqlText;
import plimsoll.sql.tree.Literal;
import plimsoll.sql.tree.LoadData;
import plimsoll.sql.tree.LoadText;
import plimsoll.storage.FileStatus;

/** Statements that load files of the server. */
final class LoadStatements {
  private static final Logger LOG = LoggerFactory.getLogger(LoadStatements.class);
  private static final String LABEL_PREFIX = "load_data_";

  private final SqlServices services;
  private final SessionState session;
  private final Catalog catalog;
  private final JobStatements jobs;

  LoadStatements(SqlServices services, SessionState session, Catalog catalog, JobStatements jobs) {
    this.jobs = jobs;
    this.services = services;
    this.session = session;
    this.catalog = catalog;
  }

  /** In OpenMLDB's form values that do not convert become NULL, in MySQL's they end the load. */
  StatementResult loadData(LoadData statement) {
    LoadDataOptions options = LoadDataOptions.of(statement, session.variables().isOnline());
    Table table = catalog.table(statement.table(), Privilege.INSERT);
    if (options.clientFile() == null) {
      catalog.guard().requireOnServer(Privilege.FILE);
    }
    if (options.mode() == TableWork.Mode.REPLACE) {
      catalog.guard().require(table.name(), Privilege.DELETE);
    }
    if (options.target().online()) {
      HostMemory.LINUX.requireBelow(session.variables().memoryUsageLimit());
    }
    if (options.target().offline() && !options.softLink()) {
      requireFit(table, options.mode(), null);
    }
    Source source = source(statement, options);
    InputFormat format = options.format();
    LoadText text = statement.text();
    Instant start = services.planner().now();
    LoadFields fields =
        LoadFields.of(
            text == null ? List.of() : text.assignments(),
            MySqlText.fields(text, table.schema(), table.name().toString()),
            table,
            new SessionAnswers(session, services.globals()),
            start);
    LoadRequest request =
        new LoadRequest(
                LoadKind.LOAD_DATA,
                session.label(LABEL_PREFIX),
                table.name(),
                source,
                options.csv(),
                fields.names(),
                options.quality().badValues(),
                bounds(options),
                session.requester(warnings(options)))
            .of(format == null ? byNames(source) : format)
            .into(options.target())
            .computing(
                LoadExpressions.of(
                    fields,
                    table.schema(),
                    options.quality().badValues(),
                    services.engine(),
                    timeout(),
                    start));
    Literal query = options.query();
    if (query == null) {
      LoadPlan plan = unlessStopped(source, () -> services.planner().plan(request));
      return run(plan, request, statement, options);
    }
    ScanLimit limit = new ScanLimit(timeout());
    try (LoadQuery asked = new LoadQuery(services, session, catalog.guard(), table, limit)) {
      LoadPlan plan = unlessStopped(source, () -> asked.plan(request, table, query));
      return run(plan, request, statement, options);
    }
  }

  /** A plan may look for a header, and a client that sends none must not hold up who stops it. */
  private LoadPlan unlessStopped(Source source, Supplier<LoadPlan> planning) {
    session.stopBy(reason -> close(source));
    try {
      return planning.get();
    } catch (RuntimeException e) {
      session.checkCancelled();
      throw e;
    }
  }

  private static void close(Source source) {
    try {
      source.close();
    } catch (IOException e) {
      LOG.debug("Closing {} failed", source.describe(), e); // it is being given up anyway
    }
  }

  private StatementResult run(
      LoadPlan planned, LoadRequest request, LoadData statement, LoadDataOptions options) {
    LoadPlan plan = planned.with(options.mode());
    if (session.submits() && options.clientFile() == null) {
      close(plan);
      JobKind kind = options.target().offline() ? JobKind.IMPORT_OFFLINE : JobKind.IMPORT_ONLINE;
      return jobs.submitLoad(kind, plan.table().name().database());
    }
    return options.softLink()
        ? link(plan, request, statement)
        : LoadAnswer.run(plan, services, session);
  }

  /** The plan has looked at the files as far as a plan does; its rows are read by queries. */
  private StatementResult link(LoadPlan plan, LoadRequest request, LoadData statement) {
    close(plan);
    SoftLinks links =
        new LinkReading(request.format(), request.csv(), request.badValues())
            .links(List.of(ServerFiles.absolute(statement.path().text())));
    requireFit(plan.table(), plan.mode(), new LinkChange.Load(links));
    return LoadAnswer.run(plan.linking(links), services, session);
  }

  private static void close(LoadPlan plan) {
    try {
      plan.rows().close();
    } catch (IOException e) {
      throw IoFailures.explain(e, plan.rows().describe());
    }
  }

  private LoadBounds bounds(LoadDataOptions options) {
    LoadBounds bounds =
        LoadBounds.within(timeout()).bearing(options.quality()).holding(memory(options));
    return options.workers() == 0 ? bounds : bounds.sharedBy(options.workers());
  }

  /** More workers than a load can have are no error: OpenMLDB lowers the number too. */
  private List<String> warnings(LoadDataOptions options) {
    int most = services.settings().get(Settings.LOAD_WORKERS);
    return options.workers() <= most
        ? List.of()
        : List.of(
            "thread is "
                + options.workers()
                + "; the load has "
                + most
                + (most == 1 ? " worker" : " workers")
                + ", as many as load_workers lets one load have.");
  }

  private Duration timeout() {
    return Duration.ofSeconds(services.settings().get(Settings.MAX_LOAD_TIMEOUT_SECOND));
  }

  /** What the statement says counts; else the session. */
  private long memory(LoadDataOptions options) {
    return options.memoryBytes() > 0 ? options.memoryBytes() : session.variables().loadMemory();
  }

  private static InputFormat byNames(Source source) {
    return source
        .files()
        .map(files -> InputFormat.byNames(files.files().stream().map(FileStatus::path).toList()))
        .orElse(InputFormat.CSV);
  }

  private Source source(LoadData statement, LoadDataOptions options) {
    String path = options.clientFile();
    if (path == null) {
      return new ServerFiles(services).matching(statement.path().text());
    }
    ClientFiles files = session.client().files();
    if (files == null) {
      throw ErrorCode.REFUSED.with(
          "LOCAL INFILE and load_mode='local' need a client of MySQL's protocol. Over HTTP use a"
              + " Stream Load, or plimsoll load.");
    }
    return new ClientFileSource(files, path, options.mayBeEmpty());
  }

  /** Early, before a byte is read; the commit looks again, at what is there then. */
  private void requireFit(Table table, TableWork.Mode mode, @Nullable LinkChange change) {
    try (TableSnapshots.Snapshot snapshot = services.snapshots().open(table)) {
      boolean files = !snapshot.scan().files().isEmpty();
      OfflineContents now = new OfflineContents(files, snapshot.links());
      now.after(table.name(), mode, change, true);
    }
  }
}
