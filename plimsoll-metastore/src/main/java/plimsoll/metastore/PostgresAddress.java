package plimsoll.metastore;

import org.jspecify.annotations.Nullable;

/**
 * Where a PostgreSQL metastore is and who enters it.
 *
 * @param url {@code jdbc:postgresql://host:port/database}, without a password
 * @param user role that owns the tables; empty for what the URL or the environment says
 * @param password null to take it from {@code ~/.pgpass}, or for none
 */
public record PostgresAddress(String url, String user, @Nullable String password) {
  /** How messages call it: without parameters and what stands before {@code @}: secrets. */
  String name() {
    int parameters = url.indexOf('?');
    return (parameters < 0 ? url : url.substring(0, parameters))
        .replaceFirst("^jdbc:", "")
        .replaceFirst("//[^/]*@", "//");
  }

  /** Never shows the password. */
  @Override
  public String toString() {
    return name();
  }
}
