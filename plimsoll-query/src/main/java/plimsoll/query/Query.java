package plimsoll.query;

import java.time.Duration;
import java.util.List;

/**
 * A query ready to run.
 *
 * @param sql DuckDB SQL, one query; tables are written {@code "database"."table"}
 * @param scans every table that it names
 * @param timeout from start to last row
 */
public record Query(String sql, List<ScanFiles> scans, Duration timeout) {
  /** Copies the list. */
  public Query {
    scans = List.copyOf(scans);
  }
}
