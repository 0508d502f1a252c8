package plimsoll.server.session;

import java.io.IOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import plimsoll.access.Privilege;
import plimsoll.access.Scope;
import plimsoll.error.ErrorCode;
import plimsoll.job.Job;
import plimsoll.job.JobKind;
import plimsoll.job.JobOrder;
import plimsoll.job.Jobs;
import plimsoll.load.ErrorLogs;
import plimsoll.load.RejectText;
import plimsoll.load.RejectedRows;
import plimsoll.load.RunningLoad;
import plimsoll.model.DataType.Scalar;
import plimsoll.model.Label;
import plimsoll.model.LoadCounts;
import plimsoll.model.LoadRecord;
import plimsoll.model.RejectedRow;
import plimsoll.query.ResultColumn;
import plimsoll.server.auth.Guard;
import plimsoll.sql.parse.Secrets;
import plimsoll.sql.tree.ShowJobLog;
import plimsoll.sql.tree.ShowJobs;
import plimsoll.sql.tree.StopJob;

/**
 * Jobs, as statements make, show and stop them. Columns are OpenMLDB's, and behind them how far the
 * job's load is.
 */
final class JobStatements {
  private static final int MOST = 1000;
  private static final int MOST_LINES = 20;
  private static final String LABEL_PREFIX = "job_";
  private static final String COMPONENT = "TaskManager";
  private static final List<String> COMPONENTS = List.of("TASKMANAGER", "NAMESERVER");

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSS", Locale.ROOT).withZone(ZoneOffset.UTC);

  private static final List<ResultColumn> COLUMNS =
      List.of(
          new ResultColumn("job_id", Scalar.BIGINT),
          text("job_type"),
          text("state"),
          text("start_time"),
          text("end_time"),
          text("parameter"),
          text("cluster"),
          text("application_id"),
          text("error"),
          text("db"),
          text("name"),
          text("pid"),
          text("cur_task"),
          text("component"),
          text("label"),
          new ResultColumn("rows_loaded", Scalar.BIGINT),
          new ResultColumn("rows_filtered", Scalar.BIGINT),
          new ResultColumn("source_bytes", Scalar.BIGINT));

  private final SqlServices services;
  private final SessionState session;
  private final Guard guard;

  JobStatements(SqlServices services, SessionState session, Guard guard) {
    this.services = services;
    this.session = session;
    this.guard = guard;
  }

  private static ResultColumn text(String name) {
    return new ResultColumn(name, Scalar.STRING);
  }

  /** Has a load run as a job, which was found to be possible. */
  StatementResult submitLoad(JobKind kind, String database) {
    return submit(kind, new JobOrder.Load(database, Label.generate(LABEL_PREFIX)));
  }

  /** Has the session's statement run as a job. */
  StatementResult submit(JobKind kind, JobOrder.@Nullable Load load) {
    JobOrder order =
        new JobOrder(
            kind,
            guard.account(),
            guard.origin(),
            session.database(),
            session.variables().given(),
            session.text(),
            load);
    return rows(List.of(services.jobs().submit(order)));
  }

  StatementResult show(ShowJobs statement) {
    if (statement.id().isPresent()) {
      return rows(List.of(visible(statement.id().get())));
    }
    String component = statement.component().orElse(COMPONENT).toUpperCase(Locale.ROOT);
    if (!COMPONENTS.contains(component)) {
      throw ErrorCode.BAD_OPTION
          .with("SHOW JOBS FROM takes TASKMANAGER or NAMESERVER, not '" + component + "'.")
          .at(statement.at().toString());
    }
    if (!component.equals(COMPONENTS.get(0))) {
      return rows(List.of()); // there is one process, and all its jobs are of one kind
    }
    Predicate<String> like = Like.names(statement.pattern());
    Jobs jobs = services.metastore().jobs();
    List<Job> seen = seesAll() ? jobs.newest(MOST) : jobs.newest(guard.account(), MOST);
    return rows(seen.stream().filter(job -> like.test(Long.toString(job.id()))).toList());
  }

  StatementResult stop(StopJob statement) {
    visible(statement.id());
    return rows(List.of(services.jobs().stop(statement.id(), guard.user())));
  }

  StatementResult log(ShowJobLog statement) {
    List<@Nullable Object[]> rows = new ArrayList<>();
    for (String line : lines(visible(statement.id()))) {
      rows.add(new @Nullable Object[] {line});
    }
    return ShowStatements.rows(List.of(text("log")), rows);
  }

  /** UNKNOWN_JOB also for one that the user may not see. */
  private Job visible(long id) {
    return services
        .metastore()
        .jobs()
        .find(id)
        .filter(this::mayBeSeen)
        .orElseThrow(() -> ErrorCode.UNKNOWN_JOB.with(id));
  }

  /** One's own, or with OPERATE everybody's. */
  private boolean mayBeSeen(Job job) {
    return job.order().account().equals(guard.account()) || seesAll();
  }

  private boolean seesAll() {
    return guard.access().may(Privilege.OPERATE, Scope.GLOBAL);
  }

  private StatementResult rows(List<Job> jobs) {
    List<@Nullable Object[]> rows = new ArrayList<>();
    jobs.forEach(job -> rows.add(row(job)));
    return ShowStatements.rows(COLUMNS, rows);
  }

  private @Nullable Object[] row(Job job) {
    Optional<LoadRecord> load = load(job);
    JobOrder.Load named = job.order().load();
    return new @Nullable Object[] {
      job.id(),
      job.order().kind().word(),
      job.state().name(),
      TIME.format(job.submitted()),
      job.ended() == null ? null : TIME.format(job.ended()),
      Secrets.hide(job.order().statement()),
      "local",
      load.map(record -> Long.toString(record.id())).orElse(""),
      job.error(),
      null,
      null,
      null,
      null,
      COMPONENT,
      named == null ? null : named.label().text(),
      load.map(record -> record.counts().loaded()).orElse(null),
      load.map(record -> record.counts().filtered()).orElse(null),
      load.map(record -> record.counts().sourceBytes()).orElse(null)
    };
  }

  /** What is known of a job's load, while it runs and behind its end; empty before it begins. */
  private Optional<LoadRecord> load(Job job) {
    JobOrder.Load load = job.order().load();
    if (load == null) {
      return Optional.empty();
    }
    Optional<RunningLoad> running =
        services.loads().running().find(load.database(), load.label().text());
    return running.isPresent()
        ? running.map(RunningLoad::record)
        : services.metastore().load(load.database(), load.label());
  }

  private List<String> lines(Job job) {
    List<String> lines = new ArrayList<>();
    JobOrder order = job.order();
    lines.add(at(job.submitted()) + "submitted by " + order.account() + " from " + order.origin());
    lines.add("  " + Secrets.hide(order.statement()));
    if (job.started() != null) {
      lines.add(at(job.started()) + "begun");
    }
    Optional<LoadRecord> load = load(job);
    load.ifPresent(record -> addLoad(record, lines));
    if (job.ended() != null) {
      lines.add(at(job.ended()) + job.state().name() + (job.error().isEmpty() ? "" : ": "));
      job.error().lines().forEach(line -> lines.add("  " + line));
    }
    load.ifPresent(record -> addRejects(record, lines));
    return lines;
  }

  private static String at(Instant time) {
    return TIME.format(time) + " ";
  }

  private static void addLoad(LoadRecord load, List<String> lines) {
    LoadCounts counts = load.counts();
    lines.add(
        String.format(
            Locale.ROOT,
            "  load %s of %s: %s, %,d rows loaded, %,d filtered, %,d bytes read",
            load.label(),
            load.source(),
            load.state(),
            counts.loaded(),
            counts.filtered(),
            counts.sourceBytes()));
    Stream.concat(load.details().lines(), counts.lenience().lines().stream())
        .distinct() // the record of a load that ended has both
        .forEach(line -> lines.add("  " + line));
  }

  private void addRejects(LoadRecord load, List<String> lines) {
    String log = load.errorLog();
    if (log == null) {
      return;
    }
    lines.add("  rejected rows: " + services.errorLogUrl().apply(log));
    try (RejectedRows rejects = services.sources().errorLogs().open(log)) {
      RejectedRow row = rejects.next();
      for (int i = 0; i < MOST_LINES && row != null; i++) {
        lines.add("  " + RejectText.trackingLine(row));
        row = rejects.next();
      }
    } catch (IOException e) {
      throw ErrorLogs.unreadable(log, e);
    }
  }
}
