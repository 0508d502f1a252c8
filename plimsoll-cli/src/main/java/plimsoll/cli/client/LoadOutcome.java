package plimsoll.cli.client;

import org.jspecify.annotations.Nullable;
import plimsoll.error.PlimsollException;
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
 * @param failure why it failed, null if it succeeded
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
    @Nullable PlimsollException failure) {}
