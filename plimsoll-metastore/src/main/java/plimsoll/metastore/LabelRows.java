package plimsoll.metastore;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import plimsoll.commit.Metastore.LabelTakenException;
import plimsoll.error.ErrorCode;
import plimsoll.model.Label;
import plimsoll.model.LoadKind;
import plimsoll.model.LoadRecord;

/** The labels that are taken: one row each, kept when the load's record is long gone. */
final class LabelRows {
  private static final int HASH_BYTES = 16;

  private final Transaction transaction;

  LabelRows(Transaction transaction) {
    this.transaction = transaction;
  }

  /**
   * The row of a taken label.
   *
   * @param loadId the load that holds it
   * @param generated whether the label was made by us
   * @param kind how that load came in
   * @param finished when it ended
   */
  record Holder(long loadId, boolean generated, LoadKind kind, Instant finished) {}

  /** Takes a label for each load. */
  void take(List<LoadRecord> loads, Map<String, Long> databaseIds) throws SQLException {
    List<@Nullable Object[]> rows = new ArrayList<>(loads.size());
    for (LoadRecord load : loads) {
      rows.add(
          new @Nullable Object[] {
            databaseIds.get(load.database()),
            hash(load.label()),
            load.id(),
            load.label().generated() ? 1 : 0,
            load.kind().name(),
            load.times().finished().toEpochMilli()
          });
    }
    int[] taken =
        transaction.updateAll(
            "INSERT INTO labels (database_id, label_hash, load_id, label_generated, load_kind,"
                + " finished_at) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
            rows);
    for (int i = 0; i < taken.length; i++) {
      if (taken[i] != 1) {
        throw new LabelTakenException(loads.get(i).label());
      }
    }
  }

  /** Frees the generated labels that these loads hold; those of users stay taken. */
  void release(List<LoadRows.Due> loads) throws SQLException {
    transaction.updateAll(
        "DELETE FROM labels WHERE database_id = ? AND label_hash = ? AND load_id = ?",
        loads.stream()
            .filter(load -> load.label().generated())
            .map(
                load ->
                    new @Nullable Object[] {load.databaseId(), hash(load.label()), load.loadId()})
            .toList());
  }

  Optional<Holder> holder(long databaseId, Label label) throws SQLException {
    return transaction.first(
        "SELECT load_id, label_generated, load_kind, finished_at FROM labels"
            + " WHERE database_id = ? AND label_hash = ?",
        row ->
            new Holder(
                row.getLong(1),
                row.getInt(2) == 1,
                LoadKind.valueOf(row.getString(3)),
                Instant.ofEpochMilli(row.getLong(4))),
        databaseId,
        hash(label));
  }

  /** {@code printf %s LABEL | sha256sum | cut -c1-32}. */
  static String hash(Label label) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256")
              .digest(label.text().getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, HASH_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw ErrorCode.BROKEN_INVARIANT.because(e, "this Java has no SHA-256");
    }
  }
}
