package plimsoll.server.mysql;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import plimsoll.config.Settings;
import plimsoll.server.MySqlFrontEnd;
import plimsoll.server.Plimsoll;
import plimsoll.server.auth.Account;
import plimsoll.server.auth.Accounts;
import plimsoll.server.auth.PasswordHash;

/** The whole server with its MySQL port: root without a password, and ann with one. */
final class MySqlTestServer implements AutoCloseable {
  static final String PASSWORD = "s3cret'\"ü";

  private static final Account ANN = Account.withPassword("ann", PasswordHash.bytes(PASSWORD));

  final Plimsoll plimsoll;
  final MySqlServer mysql;

  MySqlTestServer(Path directory, String... settings) {
    Map<String, String> all = new HashMap<>(Map.of("http_port", "0", "query_port", "0"));
    for (int i = 0; i < settings.length; i += 2) {
      all.put(settings[i], settings[i + 1]);
    }
    plimsoll = Plimsoll.open(directory, Settings.of(all));
    mysql = MySqlFrontEnd.start(plimsoll, MySqlTestServer::find, log -> "http://here/" + log);
  }

  private static Optional<Account> find(String user, String host) {
    return user.equals("ann") ? Optional.of(ANN) : Accounts.onlyRoot().find(user, host);
  }

  int port() {
    return mysql.port();
  }

  /** A connection of MySQL's own driver; the address's tail may hold its properties. */
  Connection mysql(String tail) throws SQLException {
    return connection("mysql", tail, "root", "");
  }

  Connection connection(String driver, String tail, String user, String password)
      throws SQLException {
    return DriverManager.getConnection(
        "jdbc:" + driver + "://127.0.0.1:" + port() + "/" + tail, user, password);
  }

  @Override
  public void close() {
    mysql.close();
    plimsoll.close();
  }
}
