package plimsoll.server.mysql;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import plimsoll.access.Account;
import plimsoll.access.Accounts;
import plimsoll.access.Grant;
import plimsoll.access.Holder;
import plimsoll.access.Privilege;
import plimsoll.access.Scope;
import plimsoll.access.UserName;
import plimsoll.access.Verifiers;
import plimsoll.config.Settings;
import plimsoll.server.MySqlFrontEnd;
import plimsoll.server.Plimsoll;

/** The whole server with its MySQL port: root without a password, and ann with one. */
final class MySqlTestServer implements AutoCloseable {
  static final String PASSWORD = "s3cret'\"ü";

  final Plimsoll plimsoll;
  final MySqlServer mysql;

  MySqlTestServer(Path directory, String... settings) {
    Map<String, String> all = new HashMap<>(Map.of("http_port", "0", "query_port", "0"));
    for (int i = 0; i < settings.length; i += 2) {
      all.put(settings[i], settings[i + 1]);
    }
    plimsoll = Plimsoll.open(directory, Settings.of(all));
    plimsoll.access().change(MySqlTestServer::addAnn);
    mysql = MySqlFrontEnd.start(plimsoll, log -> "http://here/" + log);
  }

  private static void addAnn(Accounts accounts) {
    UserName name = new UserName("ann", UserName.ANYWHERE);
    accounts.create(new Account(name, Verifiers.of(PASSWORD)));
    accounts.grant(Holder.of(name), Set.of(new Grant(Privilege.ADMIN, Scope.GLOBAL)));
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
