package plimsoll.metastore;

import org.postgresql.ds.PGSimpleDataSource;
import plimsoll.error.ErrorCode;

/** Connections to one PostgreSQL database. */
final class PostgresSource {
  /*
   * A server that vanishes must not hang a load: connecting and waiting for the lock are bounded. A
   * client that vanishes must not keep the write lock: the server ends transactions that idle.
   */
  private static final int CONNECT_SECONDS = 10;
  private static final int ANSWER_SECONDS = 120;
  private static final String OPTIONS =
      "-c lock_timeout=60s -c idle_in_transaction_session_timeout=60s -c statement_timeout=100s"
          + " -c synchronous_commit=on -c client_min_messages=warning";

  private PostgresSource() {}

  static PGSimpleDataSource of(PostgresAddress address) {
    PGSimpleDataSource source = new PGSimpleDataSource();
    try {
      source.setUrl(address.url());
    } catch (IllegalArgumentException e) {
      throw ErrorCode.METASTORE_FAILED.because(
          e, address.name() + " is no address of the form jdbc:postgresql://host:port/database");
    }
    if (!address.user().isEmpty()) {
      source.setUser(address.user());
    }
    if (address.password() != null) {
      source.setPassword(address.password());
    }
    source.setApplicationName("plimsoll");
    source.setConnectTimeout(CONNECT_SECONDS);
    source.setSocketTimeout(ANSWER_SECONDS);
    source.setTcpKeepAlive(true);
    source.setOptions(OPTIONS);
    return source;
  }
}
