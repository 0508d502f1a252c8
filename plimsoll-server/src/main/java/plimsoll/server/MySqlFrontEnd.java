package plimsoll.server;

import java.util.function.Function;
import plimsoll.config.Settings;
import plimsoll.server.auth.Reach;
import plimsoll.server.mysql.MySqlServer;
import plimsoll.server.mysql.MySqlSettings;

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
  public static MySqlServer start(Plimsoll plimsoll, Function<String, String> errorLogUrl) {
    Settings settings = plimsoll.settings();
    Reach.check(settings, plimsoll.access());
    MySqlSettings mysql =
        new MySqlSettings(
            settings.get(Settings.HOST),
            settings.get(Settings.QUERY_PORT),
            settings.get(Settings.QE_MAX_CONNECTION),
            settings.get(Settings.MAX_MYSQL_SERVICE_TASK_THREADS_NUM),
            settings.get(Settings.MAX_ALLOWED_PACKET),
            settings.get(Settings.UNSAFE_CLEAR_TEXT_BEYOND_LOOPBACK));
    return MySqlServer.start(
        mysql,
        plimsoll.sqlServices(errorLogUrl),
        plimsoll.access()::find,
        plimsoll.loginFailures(),
        plimsoll::keys);
  }
}
