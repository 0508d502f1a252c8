package plimsoll.server;

import java.io.IOException;
import java.util.Optional;
import java.util.function.Function;
import plimsoll.access.Account;
import plimsoll.config.Settings;
import plimsoll.error.IoFailures;
import plimsoll.server.auth.Decoys;
import plimsoll.server.auth.Reach;
import plimsoll.server.mysql.MySqlServer;
import plimsoll.server.mysql.MySqlSettings;
import plimsoll.server.mysql.auth.AccountLookup;

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
        accounts(plimsoll),
        plimsoll.loginFailures(),
        plimsoll::keys);
  }

  private static AccountLookup accounts(Plimsoll plimsoll) {
    Decoys decoys = new Decoys(plimsoll.access(), decoySecret(plimsoll));
    return new AccountLookup() {
      @Override
      public Optional<Account> find(String user, String address) {
        return plimsoll.access().find(user, address);
      }

      @Override
      public Account decoy(String user) {
        return decoys.of(user);
      }
    };
  }

  private static byte[] decoySecret(Plimsoll plimsoll) {
    try {
      return plimsoll.lock().lastingSecret("decoys");
    } catch (IOException e) {
      throw IoFailures.explain(e, plimsoll.directory().toString());
    }
  }
}
