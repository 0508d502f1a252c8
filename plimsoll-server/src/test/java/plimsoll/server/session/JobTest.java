package plimsoll.server.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import plimsoll.access.UserName;
import plimsoll.config.Settings;
import plimsoll.error.ErrorCode;
import plimsoll.error.PlimsollException;
import plimsoll.job.Job;
import plimsoll.job.JobKind;
import plimsoll.job.JobOrder;
import plimsoll.job.JobState;
import plimsoll.job.Jobs;
import plimsoll.model.Label;

/** Loads and exports without a client: what SHOW, STOP and a restart make of them. */
class JobTest {
  private static final String ENDLESS = // more rows than anybody waits for
      "SELECT a.a FROM big a, big b, big c, big d, big e, big f INTO OUTFILE '%s/endless.csv'";

  @TempDir Path directory;
  private SessionFixture sql;

  @BeforeEach
  void open() throws IOException {
    start();
    sql.run(
        "CREATE DATABASE demo",
        "USE demo",
        "CREATE TABLE t (a INT, s VARCHAR(10))",
        "CREATE TABLE big (a INT)");
    Files.writeString(directory.resolve("t.csv"), "a,s\n1,x\n2,y\nno,z\n");
  }

  private void start() {
    sql =
        new SessionFixture(
            directory.resolve("data"),
            Settings.of(Map.of("load_file_dirs", directory.toString(), "max_running_jobs", "1")));
    sql.plimsoll.beginJobs(log -> "http://here/" + log);
  }

  @AfterEach
  void close() {
    sql.close();
  }

  private void restart() {
    close();
    start();
    sql.run("USE demo");
  }

  private String load(String options) {
    return "LOAD DATA INFILE '"
        + directory.resolve("t.csv")
        + "' INTO TABLE t OPTIONS (mode='append', bad_values='reject', max_filter_ratio=1"
        + options
        + ")";
  }

  /** Submits a statement; the number of its job. */
  private long submit(String statement) {
    sql.run("SET sync_job = false");
    List<List<String>> rows = sql.rows(statement);
    assertThat(rows).hasSize(1);
    assertThat(rows.get(0).get(2)).isIn("SUBMITTED", "RUNNING", "FINISHED");
    return Long.parseLong(rows.get(0).get(0));
  }

  private Jobs jobs() {
    return sql.plimsoll.metastore().jobs();
  }

  private Job await(long id, JobState state) {
    for (int i = 0; i < 3_000 && jobs().find(id).orElseThrow().state() != state; i++) {
      LockSupport.parkNanos(10_000_000);
    }
    Job job = jobs().find(id).orElseThrow();
    assertThat(job.state()).as(job.error()).isEqualTo(state);
    return job;
  }

  private List<String> show(long id) {
    return sql.rows("SHOW JOB " + id).get(0);
  }

  private String count() {
    return sql.rows("SELECT count(*) FROM demo.t").get(0).get(0);
  }

  private long countEndless() throws IOException {
    fillBig();
    return submit(String.format(ENDLESS, directory));
  }

  private void fillBig() throws IOException {
    Files.writeString(
        directory.resolve("big.csv"),
        "a\n"
            + String.join(
                "\n", Stream.iterate(1, i -> i + 1).limit(1000).map(i -> "" + i).toList()));
    sql.run("SET sync_job = true");
    sql.run("LOAD DATA INFILE '" + directory.resolve("big.csv") + "' INTO TABLE big");
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void loadRunsWithoutItsClientAndTellsHowItWent() {
    long id = submit(load(""));
    await(id, JobState.FINISHED);
    List<String> row = show(id);
    assertThat(row.get(1)).isEqualTo("ImportOfflineData");
    assertThat(row.get(2)).isEqualTo("FINISHED");
    assertThat(row.get(5)).isEqualTo(load(""));
    assertThat(row.get(8)).isEmpty();
    assertThat(row.get(13)).isEqualTo("TaskManager");
    assertThat(row.get(14)).startsWith("job_");
    assertThat(row.subList(15, 17)).containsExactly("2", "1");
    assertThat(count()).isEqualTo("2");
    String log =
        String.join("\n", sql.rows("SHOW JOBLOG " + id).stream().flatMap(List::stream).toList());
    assertThat(log)
        .contains(
            "submitted by 'root'@'%' from local",
            "begun",
            "VISIBLE, 2 rows loaded, 1 filtered",
            "FINISHED",
            "rejected rows: http://127.0.0.1:8030/",
            "no");
    assertThat(
            sql.rows(
                "SELECT count(*) FROM information_schema.loads WHERE label = '"
                    + row.get(14)
                    + "'"))
        .containsExactly(List.of("1"));
  }

  @Test
  void onlineLoadsAreJobsToo() {
    sql.run(
        "CREATE TABLE o (a INT, s VARCHAR(10), ts DATETIME, INDEX(KEY=a, TS=ts))",
        "SET execute_mode = online");
    long id =
        submit(
            "LOAD DATA INFILE '"
                + directory.resolve("t.csv")
                + "' INTO TABLE o OPTIONS (mode='append', max_filter_ratio=1)");
    await(id, JobState.FINISHED);
    assertThat(show(id).get(1)).isEqualTo("ImportOnlineData");
  }

  @Test
  void synchronousStatementsAreNoJobs() {
    sql.run("SET sync_job = true", load(""));
    assertThat(sql.rows("SHOW JOBS")).isEmpty();
    assertThat(count()).isEqualTo("2");
  }

  @Test
  void exportRunsAsAJobInOfflineModeOnly() throws IOException {
    String export = "SELECT 7 AS a INTO OUTFILE '" + directory + "/%s.csv'";
    long id = submit(String.format(export, "job"));
    await(id, JobState.FINISHED);
    assertThat(show(id).get(1)).isEqualTo("ExportOfflineData");
    assertThat(directory.resolve("job.csv")).hasContent("a\n7\n");
    sql.run("SET execute_mode = online", String.format(export, "now"));
    assertThat(directory.resolve("now.csv")).hasContent("a\n7\n");
    assertThat(sql.rows("SHOW JOBS")).hasSize(1);
  }

  /** What a statement says at once it says before a job is made of it. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "LOAD DATA INFILE '/none.csv' INTO TABLE t",
        "LOAD DATA INFILE '%s/none.csv' INTO TABLE t",
        "LOAD DATA INFILE '%s/t.csv' INTO TABLE none",
        "LOAD DATA INFILE '%s/t.csv' INTO TABLE t OPTIONS (mod='append')",
        "SELECT 1 INTO OUTFILE '/none/x.csv'",
        "SELECT 1 INTO OUTFILE '%s/x.csv' OPTIONS (header='perhaps')",
      })
  void whatCanBeKnownBeforeIsSaidAtOnce(String statement) {
    sql.run("SET sync_job = false");
    assertThatThrownBy(() -> sql.rows(String.format(statement, directory)))
        .isInstanceOf(PlimsollException.class);
    assertThat(sql.rows("SHOW JOBS")).isEmpty();
  }

  @Test
  void failureIsTheJobs() {
    long id = submit("SELECT nothing FROM t INTO OUTFILE '" + directory + "/x.csv'");
    assertThat(await(id, JobState.FAILED).error()).contains("nothing");
    assertThat(show(id).get(8)).contains("nothing");
  }

  @Test
  void oneOfSeveralStatementsIsItsOwnJob() {
    sql.session.executeAll(
        "SET sync_job = false; " + load("") + " ; SELECT 1", true, (result, more) -> {});
    List<List<String>> rows = sql.rows("SHOW JOBS");
    assertThat(rows).hasSize(1);
    assertThat(rows.get(0).get(5)).isEqualTo(load(""));
    await(1, JobState.FINISHED);
    assertThat(count()).isEqualTo("2");
  }

  @Test
  void stoppedJobLeavesNothing() throws IOException {
    long id = countEndless();
    await(id, JobState.RUNNING);
    long waiting = submit(load(""));
    assertThat(show(waiting).get(2)).isEqualTo("SUBMITTED");
    assertThat(sql.rows("STOP JOB " + waiting).get(0).get(2)).isEqualTo("STOPPED");
    List<String> stopped = sql.rows("STOP JOB " + id).get(0);
    assertThat(stopped.get(2)).isEqualTo("STOPPED");
    assertThat(stopped.get(8)).isEqualTo("Stopped by root.");
    assertThat(names()).containsExactly("big.csv", "data", "t.csv");
    assertThat(count()).isEqualTo("0");
    assertThat(sql.rows("SHOW JOBS FROM taskmanager").stream().map(row -> row.get(0)))
        .containsExactly(Long.toString(waiting), Long.toString(id));
    assertThat(sql.rows("SHOW JOBS LIKE '" + id + "'")).hasSize(1);
    assertThat(sql.rows("SHOW JOBS FROM NAMESERVER")).isEmpty();
  }

  @Test
  void restartGoesOnWithLoadsAndLeavesNothingOfExports() throws IOException {
    long endless = countEndless();
    await(endless, JobState.RUNNING);
    long waiting = submit(load(""));
    restart();
    await(waiting, JobState.FINISHED);
    assertThat(await(endless, JobState.FAILED).error()).contains("The server stopped while it ran");
    assertThat(count()).isEqualTo("2");
    assertThat(names()).containsExactly("big.csv", "data", "t.csv");
  }

  @Test
  void loadThatWasCommittedBeforeTheStopIsNotLoadedAgain() {
    long first = submit(load(""));
    Job done = await(first, JobState.FINISHED);
    JobOrder order = done.order();
    long again = jobs().submit(order, Instant.now()).id(); // as if its end had not been recorded
    jobs().start(again, Instant.now());
    restart();
    await(again, JobState.FINISHED);
    assertThat(count()).isEqualTo("2");
  }

  @Test
  void rightsAreLookedAtWhenItRuns() {
    JobOrder order =
        new JobOrder(
            JobKind.IMPORT_OFFLINE,
            new UserName("gone", "%"),
            "10.0.0.1",
            "demo",
            Map.of(),
            load(""),
            new JobOrder.Load("demo", Label.generate("job_")));
    long id = jobs().submit(order, Instant.now()).id();
    restart();
    assertThat(await(id, JobState.FAILED).error()).startsWith("Access denied");
    assertThat(count()).isEqualTo("0");
  }

  @Test
  void othersJobsAreUnknown() {
    long id = submit(load(""));
    await(id, JobState.FINISHED);
    sql.run("CREATE USER ann", "GRANT INSERT ON demo.t TO USER ann");
    SqlSession ann = new SqlSession(sql.services, new UserName("ann", "%"), "10.0.0.1");
    for (String statement : List.of("SHOW JOB ", "SHOW JOBLOG ", "STOP JOB ")) {
      assertThatThrownBy(() -> ann.execute(statement + id).close())
          .isInstanceOfSatisfying(
              PlimsollException.class,
              failure -> assertThat(failure.code()).isEqualTo(ErrorCode.UNKNOWN_JOB));
    }
    try (StatementResult.Rows rows = (StatementResult.Rows) ann.execute("SHOW JOBS")) {
      assertThat(rows.cursor().next()).isNull();
    }
  }

  @Test
  void unknownNumbersAndComponentsAreErrors() {
    for (String statement : List.of("SHOW JOB 99", "SHOW JOBLOG 99", "STOP JOB 99")) {
      assertThatThrownBy(() -> sql.rows(statement))
          .hasMessageContaining("No job has the number 99");
    }
    assertThatThrownBy(() -> sql.rows("SHOW JOBS FROM nobody"))
        .hasMessageContaining("TASKMANAGER or NAMESERVER");
  }

  @Test
  void sessionsVariablesAndDatabaseAreTheJobs() {
    sql.run("SET execute_mode = online", "SET query_timeout = 17");
    sql.run("CREATE TABLE o (a INT, ts DATETIME, INDEX(KEY=a, TS=ts))");
    long id =
        submit(
            "LOAD DATA INFILE '"
                + directory.resolve("t.csv")
                + "' INTO TABLE o OPTIONS (mode='append', max_filter_ratio=1)");
    JobOrder order = jobs().find(id).orElseThrow().order();
    assertThat(order.database()).isEqualTo("demo");
    assertThat(order.variables())
        .containsEntry("execute_mode", "online")
        .containsEntry("query_timeout", "17");
    assertThat(Objects.requireNonNull(order.load()).database()).isEqualTo("demo");
  }
}
