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
public record Query(String sql, List<? extends Scan> scans, Duration timeout) {
  /** Copies the list. */
  public Query {
    scans = List.copyOf(scans);
  }

  /** Those tables that are read from files. */
  List<ScanFiles> files() {
    return of(ScanFiles.class);
  }

  /** Those tables whose rows are given. */
  List<ScanRows> rows() {
    return of(ScanRows.class);
  }

  private <T extends Scan> List<T> of(Class<T> kind) {
    return scans.stream().filter(kind::isInstance).map(kind::cast).toList();
  }
}
