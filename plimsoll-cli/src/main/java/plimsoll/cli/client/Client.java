package plimsoll.cli.client;

import java.io.Closeable;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import plimsoll.cli.terminal.Meter;
import plimsoll.load.DryRunReport;
import plimsoll.load.LoadRequest;
import plimsoll.load.RejectedRows;
import plimsoll.model.Label;
import plimsoll.server.http.SqlDesk;

/**
 * A data directory's work, done here or by the server that holds it. Several threads may load and
 * ask what became of a load; everything else is one thread's.
 */
public interface Client extends Closeable {
  /**
   * Runs one statement.
   *
   * @param database current database, null for none
   * @param variables of its session
   * @return its rows; the caller closes it
   * @throws plimsoll.error.PlimsollException if it failed before its first row
   */
  SqlDesk.Answer sql(@Nullable String database, Map<String, String> variables, String statement);

  /** As above, in a session as it begins. */
  default SqlDesk.Answer sql(@Nullable String database, String statement) {
    return sql(database, Map.of(), statement);
  }

  /**
   * Runs a load to its end and closes its source.
   *
   * @param started is given the load's figures as soon as it runs
   * @return how it ended; a load that fails is an outcome too
   * @throws plimsoll.error.PlimsollException if it could not be planned; UNKNOWN_OUTCOME if the
   *     server that runs it was lost before it answered: {@link #label} tells
   */
  LoadOutcome load(LoadRequest request, Consumer<Meter> started);

  /**
   * Does all of a load but the writing, and closes its source; nothing of it stays.
   *
   * @param started as for {@link #load}
   * @return what the load would have done; one that would fail is a report too
   * @throws plimsoll.error.PlimsollException if it could not be planned, or the server was lost
   */
  DryRunReport dryRun(LoadRequest request, Consumer<Meter> started);

  /** What became of the loads with a label. */
  LabelState label(String database, Label label);

  /**
   * Opens a log of rejected rows; the caller closes it.
   *
   * @param log its name, as a load's record has it
   * @throws plimsoll.error.PlimsollException FILE_NOT_FOUND if it was removed with its load
   */
  RejectedRows rejects(String log);

  @Override
  void close();
}
