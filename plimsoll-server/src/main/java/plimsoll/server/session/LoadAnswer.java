package plimsoll.server.session;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import plimsoll.error.ErrorCode;
import plimsoll.error.PlimsollException;
import plimsoll.load.LoadPlan;
import plimsoll.load.LoadReport;
import plimsoll.model.LoadCounts;
import plimsoll.model.LoadRecord;
import plimsoll.model.LoadState;

/** What a client is told of a load that succeeded. */
final class LoadAnswer {
  private LoadAnswer() {}

  /**
   * Runs a load, which whatever stops the session's statement stops too. What was to be said of it
   * before it ran is said again in the answer.
   *
   * @throws PlimsollException why it failed, and where its rejected rows can be read
   */
  static StatementResult.Done run(LoadPlan plan, SqlServices services, SessionState session) {
    LoadReport report = services.loads().run(plan, load -> session.stopBy(load::stop));
    @Nullable PlimsollException failure = failure(report);
    if (failure == null) {
      return of(report.record(), plan.requester().details());
    }
    String log = report.record().errorLog();
    throw log == null ? failure : failure.showing("See " + services.errorLogUrl().apply(log));
  }

  /**
   * Why a load failed, if it did; of a label that is taken also what became of the load that has
   * it, in the words of a Stream Load's answer.
   */
  static @Nullable PlimsollException failure(LoadReport report) {
    PlimsollException failure = report.failure();
    if (failure == null || failure.code() != ErrorCode.LABEL_USED || report.existing().isEmpty()) {
      return failure;
    }
    boolean finished = report.existing().get().state().succeeded();
    String status = " ExistingJobStatus: " + (finished ? "FINISHED" : "RUNNING") + ".";
    return ErrorCode.LABEL_USED.because(failure, report.record().label(), status);
  }

  /**
   * Rows loaded, rows filtered and values that became NULL as warnings, and label, state and id as
   * StarRocks prints them.
   */
  static StatementResult.Done of(LoadRecord load) {
    return of(load, List.of());
  }

  private static StatementResult.Done of(LoadRecord load, List<String> before) {
    String info =
        "{'label':'"
            + load.label()
            + "', 'status':'"
            + load.state()
            + "', 'txnId':'"
            + load.id()
            + "'}";
    LoadCounts counts = load.counts();
    List<String> warnings = new ArrayList<>();
    if (counts.filtered() > 0) {
      warnings.add(where(load));
    }
    warnings.addAll(counts.lenience().lines());
    long warned = counts.filtered() + counts.lenience().total();
    List<String> others = new ArrayList<>(before);
    others.addAll(waits(load));
    warnings.addAll(others);
    warned += others.size();
    return new StatementResult.Done(counts.loaded(), warned, info, warnings);
  }

  /** What to know of something that is decided and that the online store does not show yet. */
  static List<String> waits(LoadRecord load) {
    return load.state() == LoadState.COMMITTED
        ? List.of("It is decided; the online store shows it as soon as it can.")
        : List.of();
  }

  private static String where(LoadRecord load) {
    return String.format(
        Locale.ROOT,
        "%d %s filtered: SELECT * FROM information_schema.rejected_rows WHERE label = '%s'",
        load.counts().filtered(),
        load.counts().filtered() == 1 ? "row was" : "rows were",
        load.label());
  }
}
