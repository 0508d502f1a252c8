package plimsoll.server.session;

import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import plimsoll.error.ErrorCode;
import plimsoll.error.PlimsollException;
import plimsoll.job.JobOrder;
import plimsoll.load.Requester;
import plimsoll.model.Label;
import plimsoll.sql.parse.Secrets;

/** What a session remembers between statements. */
final class SessionState {
  private static final int MOST_STATEMENT = 4096;

  private final Client client;
  private final SessionVariables variables;
  private final @Nullable JobOrder job;
  private volatile @Nullable String database;
  private volatile String statement = "";
  private String text = "";
  private boolean inTransaction;
  private List<Note> notes = List.of();
  private @Nullable PlimsollException cancelled;
  private @Nullable Consumer<PlimsollException> canceller;

  /** {@code job} is the job whose statement it runs, if it is not a client's. */
  SessionState(Client client, GlobalVariables globals, @Nullable JobOrder job) {
    this.client = client;
    this.job = job;
    this.variables = globals.begin();
  }

  /** A line of SHOW WARNINGS. */
  record Note(String level, int number, String message) {}

  Client client() {
    return client;
  }

  SessionVariables variables() {
    return variables;
  }

  @Nullable String database() {
    return database;
  }

  void database(@Nullable String newDatabase) {
    database = newDatabase;
  }

  /** The database to use where a statement names none. NO_DATABASE. */
  String requireDatabase() {
    String current = database;
    if (current == null) {
      throw ErrorCode.NO_DATABASE.with();
    }
    return current;
  }

  /**
   * Whether BEGIN was said and neither COMMIT nor ROLLBACK. Each statement commits all the same.
   */
  boolean inTransaction() {
    return inTransaction;
  }

  void inTransaction(boolean begun) {
    inTransaction = begun;
  }

  /** What the last statement had to say. */
  List<Note> notes() {
    return notes;
  }

  void notes(List<Note> newNotes) {
    notes = newNotes;
  }

  // ---- cancelling: from any thread

  /** A command begins; what was cancelled before does not concern it. */
  synchronized void begin() {
    cancelled = null;
    canceller = null;
  }

  /** Nothing is left to be stopped; what stops it holds on to its rows. */
  synchronized void nothingRuns() {
    canceller = null;
  }

  /** How the running statement can be stopped. */
  synchronized void stopBy(Consumer<PlimsollException> stop) {
    canceller = stop;
    if (cancelled != null) {
      stop.accept(cancelled);
    }
  }

  /** Makes the running statement fail with that reason, as soon as it can. */
  synchronized void cancel(PlimsollException reason) {
    cancelled = reason;
    if (canceller != null) {
      canceller.accept(reason);
    }
  }

  /** Throws the reason if the statement was cancelled. */
  synchronized void checkCancelled() {
    if (cancelled != null) {
      throw cancelled;
    }
  }

  private static String cut(String text) {
    return text.length() <= MOST_STATEMENT ? text : text.substring(0, MOST_STATEMENT) + "...";
  }

  /** The text that is or was run last, without secrets. */
  String statement() {
    return statement;
  }

  /** Remembers the text that is being run. */
  void running(String text) {
    statement = Secrets.hide(cut(text));
  }

  /** The text of the statement that runs, whole and with its secrets. */
  String text() {
    return text;
  }

  void text(String newText) {
    text = newText;
  }

  /** Whether statements that may take long are to run as jobs. */
  boolean submits() {
    return job == null && !variables.syncJob();
  }

  /** The label of the load that the statement runs: the job's, or a new one. */
  Label label(String prefix) {
    JobOrder.Load load = job == null ? null : job.load();
    return load == null ? Label.generate(prefix) : load.label();
  }

  /** Who asks, for the record of a load. */
  Requester requester(List<String> details) {
    return new Requester(client.user(), client.origin(), statement, details);
  }
}
