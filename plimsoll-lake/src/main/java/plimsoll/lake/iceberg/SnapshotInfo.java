package plimsoll.lake.iceberg;

import java.time.Instant;

/**
 * One snapshot of a table's history.
 *
 * @param id snapshot id
 * @param at when it was made
 * @param operation Iceberg's word: append, overwrite, replace or delete
 * @param engine who made it, as it says; {@code plimsoll} for ours
 * @param labels labels of its loads, by commas, cut when there are many; empty for foreign ones
 * @param addedRows rows it added
 * @param totalRows rows of the table then
 */
public record SnapshotInfo(
    long id,
    Instant at,
    String operation,
    String engine,
    String labels,
    long addedRows,
    long totalRows) {}
