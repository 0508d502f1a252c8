package plimsoll.server.auth;

import java.net.InetAddress;
import java.net.UnknownHostException;
import plimsoll.access.AccessControl;
import plimsoll.access.Account;
import plimsoll.access.UserName;
import plimsoll.config.Settings;
import plimsoll.error.ErrorCode;

/** From where a server may be reached, and what that asks of it. */
public final class Reach {
  private Reach() {}

  /** Whether only this machine reaches an address to listen on. REFUSED if there is no such. */
  public static boolean isLoopback(String host) {
    try {
      for (InetAddress address : InetAddress.getAllByName(host)) {
        if (!address.isLoopbackAddress()) {
          return false;
        }
      }
      return true;
    } catch (UnknownHostException e) {
      throw ErrorCode.REFUSED.because(e, "Cannot listen on '" + host + "': no such host.");
    }
  }

  /**
   * Checks that a server that others reach has a password and hides what is said.
   *
   * @throws plimsoll.error.PlimsollException REFUSED with what to do
   */
  public static void check(Settings settings, AccessControl control) {
    String host = settings.get(Settings.HOST);
    if (isLoopback(host)) {
      return;
    }
    if (!rootHasPassword(control)) {
      throw ErrorCode.REFUSED.with(
          "Refusing to listen on '"
              + host
              + "': root has no password, so everyone who reaches the port could read, load and"
              + " drop every table. Start without it (host = 127.0.0.1), say SET PASSWORD ="
              + " '...' with plimsoll sql, then start again. Or stay on 127.0.0.1 and come"
              + " through an SSH tunnel.");
    }
    if (!settings.get(Settings.HTTP_TLS)
        && !settings.get(Settings.UNSAFE_CLEAR_TEXT_BEYOND_LOOPBACK)) {
      throw ErrorCode.REFUSED.with(
          "Refusing to listen on '"
              + host
              + "' without TLS: passwords and data could be read on their way. Set http_tls ="
              + " true (a self-signed certificate is made if ssl_keystore_location names none)."
              + " Or, in a network that is safe by other means,"
              + " unsafe_allow_clear_text_beyond_loopback = true.");
    }
  }

  /** Whether root's account asks for a password. */
  public static boolean rootHasPassword(AccessControl control) {
    Account root = control.book().accounts().get(UserName.ROOT);
    return root != null && root.hasPassword();
  }
}
