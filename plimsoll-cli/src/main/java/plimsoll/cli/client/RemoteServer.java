package plimsoll.cli.client;

import java.net.URI;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A server to speak to over the network, and as whom.
 *
 * @param host its name or address
 * @param port its HTTP port
 * @param user user name
 * @param password its password; may be empty
 * @param tls whether to speak https
 * @param certificate the one certificate it must have, PEM; null for any that this machine trusts
 */
public record RemoteServer(
    String host, int port, String user, String password, boolean tls, @Nullable Path certificate) {
  URI uri() {
    String name = host.contains(":") ? "[" + host + "]" : host;
    return URI.create((tls ? "https://" : "http://") + name + ":" + port);
  }

  /** Without the password. */
  @Override
  public String toString() {
    return user + " at " + uri();
  }
}
