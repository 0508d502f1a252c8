package plimsoll.server;

import java.nio.file.Path;
import java.util.function.Function;
import plimsoll.config.Settings;
import plimsoll.server.auth.Accounts;
import plimsoll.server.http.HttpSettings;
import plimsoll.server.mysql.MySqlServer;
import plimsoll.server.mysql.MySqlSettings;
import plimsoll.server.tls.ServerKeys;

/** Puts the MySQL front end before an opened {@link Plimsoll}. */
public final class MySqlFrontEnd {
  private MySqlFrontEnd() {}

  /**
   * Listens where the settings say.
   *
   * @param errorLogUrl address of an error log by its name
   * @throws plimsoll.error.PlimsollException REFUSED for an address that others can reach,
   *     PORT_IN_USE
   */
  public static MySqlServer start(
      Plimsoll plimsoll, Accounts accounts, Function<String, String> errorLogUrl) {
    Settings settings = plimsoll.settings();
    HttpSettings.on(settings.get(Settings.HOST), settings.get(Settings.QUERY_PORT))
        .requireLoopback();
    MySqlSettings mysql =
        new MySqlSettings(
            settings.get(Settings.HOST),
            settings.get(Settings.QUERY_PORT),
            settings.get(Settings.QE_MAX_CONNECTION),
            settings.get(Settings.MAX_MYSQL_SERVICE_TASK_THREADS_NUM),
            settings.get(Settings.MAX_ALLOWED_PACKET));
    return MySqlServer.start(
        mysql, plimsoll.sqlServices(errorLogUrl), accounts, () -> keys(settings, plimsoll));
  }

  private static ServerKeys keys(Settings settings, Plimsoll plimsoll) {
    String given = settings.get(Settings.SSL_KEYSTORE_LOCATION);
    return given.isEmpty()
        ? ServerKeys.own(plimsoll.directory())
        : ServerKeys.given(Path.of(given), settings.get(Settings.SSL_KEYSTORE_PASSWORD));
  }
}
