package plimsoll.server.schema;

import java.util.Locale;
import org.jspecify.annotations.Nullable;
import plimsoll.model.LoadParent;
import plimsoll.model.LoadRecord;
import plimsoll.model.LoadState;

/** Loads in StarRocks' words, as SHOW LOAD and {@code information_schema} tell of them. */
public final class LoadWords {
  private LoadWords() {}

  /** The state of the job that the load is. */
  public static String state(LoadState state) {
    return switch (state) {
      case VISIBLE, COMMITTED -> "FINISHED";
      case ABORTED -> "CANCELLED";
      case PREPARED -> "PREPARED";
      case PREPARE -> "LOADING";
      case UNKNOWN -> "PENDING";
    };
  }

  /** How far it is. */
  public static String progress(LoadState state) {
    return switch (state) {
      case VISIBLE, COMMITTED -> "ETL:100%; LOAD:100%";
      case PREPARED -> "ETL:100%; LOAD:99%";
      case PREPARE -> "ETL:100%; LOAD:0%";
      case ABORTED, UNKNOWN -> "ETL:N/A; LOAD:N/A";
    };
  }

  /** Whether it has ended. */
  public static boolean ended(LoadState state) {
    return state.succeeded() || state == LoadState.ABORTED;
  }

  /** Why it was cancelled; null if it was not. */
  public static @Nullable String errorMessage(LoadRecord load) {
    return load.reason().isEmpty()
        ? null
        : "type:" + failureType(load.reason()) + "; msg:" + load.reason();
  }

  private static String failureType(String reason) {
    String lower = reason.toLowerCase(Locale.ROOT);
    if (lower.contains("cancel")) {
      return "USER_CANCEL";
    }
    if (lower.contains("filtered")) {
      return "ETL_QUALITY_UNSATISFIED";
    }
    return lower.contains("timeout") ? "TIMEOUT" : "LOAD_RUN_FAIL";
  }

  /** Members of a JSON object that name the load whose rejected rows it loaded; empty if none. */
  public static String parent(LoadRecord load) {
    LoadParent parent = load.parent();
    return parent == null
        ? "" // a label has no letters that JSON would escape
        : ",\"ParentId\":" + parent.id() + ",\"ParentLabel\":\"" + parent.label() + "\"";
  }

  /** Statement that reads the rejected rows of a load; null if there are none. */
  public static @Nullable String trackingSql(LoadRecord load) {
    return load.errorLog() == null
        ? null
        : "select tracking_log from information_schema.load_tracking_logs where job_id="
            + load.id();
  }
}
