package plimsoll.lake.iceberg;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.SnapshotRef;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableProperties;

/**
 * Which snapshots a commit lets go of. Every commit rewrites the list of snapshots, so it must not
 * grow: at most {@link #KEEP} plus {@link #SLACK} stay, none older than the table's {@code
 * history.expire.max-snapshot-age-ms} (5 days), always those that a branch or tag names.
 *
 * <p>Expiry waits for {@link #SLACK} snapshots, so that its clean-up runs once in many commits.
 */
final class Retention {
  /** Snapshots kept at least. */
  static final int KEEP = 80;

  /** Snapshots that may gather before some go. */
  static final int SLACK = 20;

  private Retention() {}

  /** Ids of the snapshots to remove; usually none. */
  static Set<Long> expired(TableMetadata metadata, long nowMillis) {
    List<Snapshot> snapshots = metadata.snapshots();
    long maxAge =
        metadata.propertyAsLong(
            TableProperties.MAX_SNAPSHOT_AGE_MS, TableProperties.MAX_SNAPSHOT_AGE_MS_DEFAULT);
    List<Snapshot> candidates = new ArrayList<>(snapshots);
    candidates.removeIf(snapshot -> isNamed(metadata, snapshot));
    int surplus = candidates.size() > KEEP + SLACK ? candidates.size() - KEEP : 0;
    Set<Long> expired = new HashSet<>();
    for (int i = 0; i < candidates.size(); i++) {
      Snapshot snapshot = candidates.get(i);
      if (i < surplus || nowMillis - snapshot.timestampMillis() > maxAge) {
        expired.add(snapshot.snapshotId());
      }
    }
    return expired;
  }

  private static boolean isNamed(TableMetadata metadata, Snapshot snapshot) {
    for (SnapshotRef ref : metadata.refs().values()) {
      if (ref.snapshotId() == snapshot.snapshotId()) {
        return true;
      }
    }
    return false;
  }
}
