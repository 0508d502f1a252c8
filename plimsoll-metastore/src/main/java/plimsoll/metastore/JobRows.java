package plimsoll.metastore;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import plimsoll.access.UserName;
import plimsoll.job.Job;
import plimsoll.job.JobKind;
import plimsoll.job.JobOrder;
import plimsoll.job.JobState;
import plimsoll.model.Label;

/** Rows of jobs and of the variables that they run with. */
final class JobRows {
  private static final String COLUMNS =
      "job_id, job_kind, job_state, user_name, user_host, origin, session_database, statement,"
          + " load_database, load_label, submitted_at, started_at, ended_at, error";
  private static final String SELECT = "SELECT " + COLUMNS + " FROM jobs ";
  private static final String DUE =
      "WHERE ended_at IS NOT NULL AND (ended_at < ? OR job_id NOT IN"
          + " (SELECT job_id FROM jobs WHERE ended_at IS NOT NULL"
          + " ORDER BY ended_at DESC, job_id DESC LIMIT ?))";

  private final Transaction transaction;

  JobRows(Transaction transaction) {
    this.transaction = transaction;
  }

  Job insert(JobOrder order, Instant at) throws SQLException {
    transaction.update("UPDATE job_sequence SET last_id = last_id + 1");
    long id =
        transaction.first("SELECT last_id FROM job_sequence", row -> row.getLong(1)).orElseThrow();
    JobOrder.Load load = order.load();
    transaction.update(
        "INSERT INTO jobs (" + COLUMNS + ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        id,
        order.kind().name(),
        JobState.SUBMITTED.name(),
        order.account().user(),
        order.account().host(),
        order.origin(),
        order.database(),
        order.statement(),
        load == null ? null : load.database(),
        load == null ? null : load.label().text(),
        at.toEpochMilli(),
        null,
        null,
        "");
    List<@Nullable Object[]> variables = new ArrayList<>();
    order
        .variables()
        .forEach((name, value) -> variables.add(new @Nullable Object[] {id, name, value}));
    transaction.updateAll(
        "INSERT INTO job_variables (job_id, variable_name, variable_value) VALUES (?, ?, ?)",
        variables);
    return find(id).orElseThrow();
  }

  boolean start(long id, Instant at) throws SQLException {
    return transaction.update(
            "UPDATE jobs SET job_state = 'RUNNING', started_at = ?"
                + " WHERE job_id = ? AND ended_at IS NULL",
            at.toEpochMilli(),
            id)
        == 1;
  }

  boolean end(long id, JobState from, JobState to, Instant at, String error) throws SQLException {
    return transaction.update(
            "UPDATE jobs SET job_state = ?, ended_at = ?, error = ?"
                + " WHERE job_id = ? AND job_state = ?",
            to.name(),
            at.toEpochMilli(),
            error,
            id,
            from.name())
        == 1;
  }

  Optional<Job> find(long id) throws SQLException {
    return jobs("WHERE job_id = ?", id).stream().findFirst();
  }

  List<Job> newest(int most) throws SQLException {
    return jobs("ORDER BY job_id DESC LIMIT ?", most);
  }

  List<Job> newest(UserName account, int most) throws SQLException {
    return jobs(
        "WHERE user_name = ? AND user_host = ? ORDER BY job_id DESC LIMIT ?",
        account.user(),
        account.host(),
        most);
  }

  List<Job> unfinished() throws SQLException {
    return jobs("WHERE ended_at IS NULL ORDER BY job_id");
  }

  boolean isAnyDue(Instant endedBefore, int keep) throws SQLException {
    return transaction
        .first("SELECT 1 FROM jobs " + DUE + " LIMIT 1", row -> true, due(endedBefore, keep))
        .isPresent();
  }

  int forget(Instant endedBefore, int keep) throws SQLException {
    return transaction.update("DELETE FROM jobs " + DUE, due(endedBefore, keep));
  }

  private static Object[] due(Instant endedBefore, int keep) {
    return new Object[] {endedBefore.toEpochMilli(), keep};
  }

  private List<Job> jobs(String which, Object... values) throws SQLException {
    Map<Long, Map<String, String>> variables = variables(which, values);
    return transaction.query(
        SELECT + which, row -> job(row, variables.getOrDefault(row.getLong(1), Map.of())), values);
  }

  private Map<Long, Map<String, String>> variables(String which, Object... values)
      throws SQLException {
    Map<Long, Map<String, String>> variables = new HashMap<>();
    transaction.query(
        "SELECT job_id, variable_name, variable_value FROM job_variables WHERE job_id IN"
            + " (SELECT job_id FROM jobs "
            + which
            + ")",
        row ->
            variables
                .computeIfAbsent(row.getLong(1), id -> new HashMap<>())
                .put(row.getString(2), row.getString(3)),
        values);
    return variables;
  }

  private static Job job(ResultSet row, Map<String, String> variables) throws SQLException {
    String label = row.getString(10);
    JobOrder order =
        new JobOrder(
            JobKind.valueOf(row.getString(2)),
            new UserName(row.getString(4), row.getString(5)),
            row.getString(6),
            row.getString(7),
            variables,
            row.getString(8),
            label == null ? null : new JobOrder.Load(row.getString(9), new Label(label, true)));
    return new Job(
        row.getLong(1),
        order,
        JobState.valueOf(row.getString(3)),
        Instant.ofEpochMilli(row.getLong(11)),
        instant(row, 12),
        instant(row, 13),
        row.getString(14));
  }

  private static @Nullable Instant instant(ResultSet row, int column) throws SQLException {
    long millis = row.getLong(column);
    return row.wasNull() ? null : Instant.ofEpochMilli(millis);
  }
}
