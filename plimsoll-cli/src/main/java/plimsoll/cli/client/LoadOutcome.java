package plimsoll.cli.client;

import org.jspecify.annotations.Nullable;
import plimsoll.error.PlimsollException;
import plimsoll.load.LoadRequest;
import plimsoll.model.Lenience;
import plimsoll.model.TableName;

/**
 * How a load ended.
 *
 * @param target where the rows went
 * @param label its label
 * @param loaded rows loaded
 * @param filtered bad rows
 * @param unselected rows that a condition dropped
 * @param bytes raw bytes read
 * @param millis from start to visible
 * @param errorLog name of the log of rejected rows, null if there is none
 * @param existing when its label was taken, whether the load that has it is FINISHED or RUNNING
 * @param failure why it failed, null if it succeeded
 * @param lenience what was let pass, counted
 */
public record LoadOutcome(
    TableName target,
    String label,
    long loaded,
    long filtered,
    long unselected,
    long bytes,
    long millis,
    @Nullable String errorLog,
    @Nullable String existing,
    @Nullable PlimsollException failure,
    Lenience lenience) {
  /** Nothing was let pass, or it is not known. */
  public LoadOutcome(
      TableName target,
      String label,
      long loaded,
      long filtered,
      long unselected,
      long bytes,
      long millis,
      @Nullable String errorLog,
      @Nullable String existing,
      @Nullable PlimsollException failure) {
    this(
        target,
        label,
        loaded,
        filtered,
        unselected,
        bytes,
        millis,
        errorLog,
        existing,
        failure,
        Lenience.NONE);
  }

  /** A load that was refused before it began. */
  public static LoadOutcome refused(LoadRequest request, PlimsollException why) {
    return new LoadOutcome(
        request.target(), request.label().text(), 0, 0, 0, 0, 0, null, null, why);
  }
}
