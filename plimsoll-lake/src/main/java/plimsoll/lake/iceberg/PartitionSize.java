package plimsoll.lake.iceberg;

/**
 * A partition that holds rows.
 *
 * @param name field=value, several with slashes between; empty without partitioning
 * @param rows rows, before deletes
 * @param files data files
 * @param bytes bytes of its files
 */
public record PartitionSize(String name, long rows, long files, long bytes) {
  PartitionSize plus(long moreRows, long moreBytes) {
    return new PartitionSize(name, rows + moreRows, files + 1, bytes + moreBytes);
  }
}
