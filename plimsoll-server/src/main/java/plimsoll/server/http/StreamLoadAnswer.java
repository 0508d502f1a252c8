package plimsoll.server.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import plimsoll.error.ErrorCode;
import plimsoll.error.PlimsollException;
import plimsoll.load.LoadReport;
import plimsoll.model.Lenience;
import plimsoll.model.LoadCounts;
import plimsoll.model.LoadRecord;
import plimsoll.model.LoadState;
import plimsoll.model.LoadTimes;

/**
 * The JSON that ends a Stream Load. Words, keys and their order are a contract with every client.
 *
 * <p>Source: StarRocks' Stream Load response; docs/http.md repeats it.
 */
final class StreamLoadAnswer {
  private static final String SUCCESS = "Success";
  private static final String LABEL_ALREADY_EXISTS = "Label Already Exists";
  private static final String FAIL = "Fail";
  private static final String PUBLISH_TIMEOUT = "Publish Timeout";
  private static final String WAITS =
      "transaction commit successfully, but data will be visible later";
  private static final long NO_TRANSACTION = -1;

  private StreamLoadAnswer() {}

  /**
   * For a load that was begun, or found its label taken.
   *
   * @param beginMillis time spent on the label
   * @param received body bytes
   * @param errorUrl begins the address of the error log; its name follows
   */
  static byte[] of(LoadReport report, long beginMillis, long received, String errorUrl) {
    LoadRecord existing = report.existing().orElse(null);
    if (existing != null) {
      return taken(report.record().label().text(), existing.state(), received);
    }
    LoadRecord load = report.record();
    PlimsollException failure = report.failure();
    ObjectNode answer =
        Json.object()
            .put("TxnId", load.id())
            .put("Label", load.label().text())
            .put("Status", failure != null ? FAIL : waits(load) ? PUBLISH_TIMEOUT : SUCCESS)
            .put("Message", failure != null ? failure.getMessage() : waits(load) ? WAITS : "OK");
    counts(answer, load.counts(), received);
    times(answer, load.times(), beginMillis);
    lenience(answer, load.counts().lenience());
    if (load.errorLog() != null) {
      answer.put("ErrorURL", errorUrl + load.errorLog());
    }
    return Json.pretty(answer);
  }

  /** For a label that a load holds which runs or succeeded. */
  static byte[] taken(String label, LoadState holder, long received) {
    ObjectNode answer =
        Json.object()
            .put("TxnId", NO_TRANSACTION)
            .put("Label", label)
            .put("Status", LABEL_ALREADY_EXISTS)
            .put("ExistingJobStatus", holder.succeeded() ? "FINISHED" : "RUNNING")
            .put("Message", ErrorCode.LABEL_USED.text(label, ""));
    return nothingDone(answer, received);
  }

  /** For a load that was refused before it began. */
  static byte[] refused(String label, String why, long received) {
    ObjectNode answer =
        Json.object()
            .put("TxnId", NO_TRANSACTION)
            .put("Label", label)
            .put("Status", FAIL)
            .put("Message", why);
    return nothingDone(answer, received);
  }

  /** It is decided; the online store will show its rows as soon as it can. */
  private static boolean waits(LoadRecord load) {
    return load.state() == LoadState.COMMITTED;
  }

  private static byte[] nothingDone(ObjectNode answer, long received) {
    counts(answer, LoadCounts.ZERO, received);
    return Json.pretty(
        answer
            .put("LoadTimeMs", 0)
            .put("BeginTxnTimeMs", 0)
            .put("StreamLoadPlanTimeMs", 0)
            .put("ReadDataTimeMs", 0)
            .put("WriteDataTimeMs", 0)
            .put("CommitAndPublishTimeMs", 0));
  }

  private static void counts(ObjectNode answer, LoadCounts counts, long received) {
    answer
        .put("NumberTotalRows", counts.total())
        .put("NumberLoadedRows", counts.loaded())
        .put("NumberFilteredRows", counts.filtered())
        .put("NumberUnselectedRows", counts.unselected())
        .put("LoadBytes", received);
  }

  /** Ours, and only where there is something to tell. */
  private static void lenience(ObjectNode answer, Lenience lenience) {
    if (!lenience.nulled().isEmpty()) {
      ObjectNode columns = answer.putObject("NulledValues");
      lenience.nulled().forEach(columns::put);
    }
    if (lenience.padded() > 0) {
      answer.put("NumberPaddedRows", lenience.padded());
    }
    if (lenience.cut() > 0) {
      answer.put("NumberCutRows", lenience.cut());
    }
    if (lenience.expired() > 0) {
      answer.put("NumberExpiredRows", lenience.expired());
    }
  }

  private static void times(ObjectNode answer, LoadTimes times, long beginMillis) {
    answer
        .put("LoadTimeMs", Duration.between(times.started(), times.finished()).toMillis())
        .put("BeginTxnTimeMs", beginMillis)
        .put("StreamLoadPlanTimeMs", times.planMillis())
        .put("ReadDataTimeMs", times.readMillis())
        .put("WriteDataTimeMs", times.writeMillis())
        .put("CommitAndPublishTimeMs", times.commitMillis());
  }
}
