package plimsoll.model;

import org.jspecify.annotations.Nullable;

/**
 * One field of a table's partitioning; the same as an Iceberg partition field.
 *
 * @param column name of the source column
 * @param transform what is taken of its value
 * @param width buckets of {@code BUCKET}, letters or step of {@code TRUNCATE}; null otherwise
 */
public record PartitionField(String column, Transform transform, @Nullable Integer width) {
  /** Iceberg's partition transforms. */
  public enum Transform {
    IDENTITY,
    YEAR,
    MONTH,
    DAY,
    HOUR,
    BUCKET,
    TRUNCATE
  }
}
