package plimsoll.lake.iceberg;

/**
 * How much a table holds.
 *
 * @param rows rows, before deletes of other engines
 * @param files data files
 * @param bytes bytes of data files
 */
public record TableSize(long rows, long files, long bytes) {}
