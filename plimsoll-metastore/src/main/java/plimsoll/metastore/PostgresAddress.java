package plimsoll.metastore;

import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;
import plimsoll.error.ErrorCode;

/**
 * Where a PostgreSQL metastore is and who enters it.
 *
 * @param url {@code jdbc:postgresql://host:port/database}, without a password
 * @param user role that owns the tables; empty for what the URL or the environment says
 * @param password null to take it from {@code ~/.pgpass}, or for none
 */
public record PostgresAddress(String url, String user, @Nullable String password) {
  private static final int DEFAULT_PORT = 5432;

  /** How messages call it: without parameters and what stands before {@code @}: secrets. */
  String name() {
    int parameters = url.indexOf('?');
    return (parameters < 0 ? url : url.substring(0, parameters))
        .replaceFirst("^jdbc:", "")
        .replaceFirst("//[^/]*@", "//");
  }

  /**
   * Which database it is, written the same way however the URL says it: {@code
   * jdbc:postgresql://host:port/database}, and the schema where the URL names one; no user, no
   * password.
   *
   * @throws plimsoll.error.PlimsollException METASTORE_FAILED if the URL cannot be read or names no
   *     database
   */
  public String database() {
    PGSimpleDataSource source = PostgresSource.of(this);
    String database = source.getDatabaseName();
    if (database == null || database.isEmpty()) { // it would be the role's name
      throw ErrorCode.METASTORE_FAILED.with(name() + " names no database after the last '/'");
    }
    String schema = source.getCurrentSchema();
    return "jdbc:postgresql://"
        + hosts(source)
        + "/"
        + database
        + (schema == null ? "" : "?currentSchema=" + schema);
  }

  /** One host and port, or several with commas between, as in a URL. */
  private static String hosts(PGSimpleDataSource source) {
    String[] names = source.getServerNames();
    int[] ports = source.getPortNumbers();
    StringJoiner hosts = new StringJoiner(",");
    for (int i = 0; i < names.length; i++) {
      String bare = names[i].substring(names[i].lastIndexOf('@') + 1);
      hosts.add(bare + ":" + (ports[i] == 0 ? DEFAULT_PORT : ports[i]));
    }
    return hosts.toString();
  }

  /** Never shows the password. */
  @Override
  public String toString() {
    return name();
  }
}
