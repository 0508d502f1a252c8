package plimsoll.server.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collections;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import plimsoll.access.Account;
import plimsoll.access.UserName;
import plimsoll.access.Verifiers;
import plimsoll.config.Settings;
import plimsoll.server.Plimsoll;

/** A server that others reach, and accounts without a password, whatever they may do. */
class PasswordlessTest {
  @TempDir private Path directory;

  private static Connection connect(String host, int port, String user, String password)
      throws SQLException {
    String tail = "/?allowPublicKeyRetrieval=true&sslMode=DISABLED";
    return DriverManager.getConnection("jdbc:mysql://" + host + ":" + port + tail, user, password);
  }

  private static String outside() throws Exception {
    Optional<String> address =
        Collections.list(NetworkInterface.getNetworkInterfaces()).stream()
            .flatMap(NetworkInterface::inetAddresses)
            .filter(one -> one instanceof java.net.Inet4Address && !one.isLoopbackAddress())
            .map(InetAddress::getHostAddress)
            .findFirst();
    Assumptions.assumeTrue(address.isPresent(), "this machine has no address but loopback");
    return address.get();
  }

  @Test
  void theyAreEnteredFromThisMachineOnly() throws Exception {
    String outside = outside();
    try (Plimsoll plimsoll = Plimsoll.open(directory, Settings.defaults())) {
      plimsoll
          .access()
          .change(accounts -> accounts.alter(new Account(UserName.ROOT, Verifiers.of("rootpw"))));
    }
    String everyIpv4 = InetAddress.getByAddress(new byte[4]).getHostAddress();
    try (MySqlTestServer server =
        new MySqlTestServer(
            directory, "host", everyIpv4, "unsafe_allow_clear_text_beyond_loopback", "true")) {
      try (Connection root = connect(outside, server.port(), "root", "rootpw");
          Statement statement = root.createStatement()) {
        statement.execute("CREATE USER open1");
        try (ResultSet warnings = statement.executeQuery("SHOW WARNINGS")) {
          assertThat(warnings.next()).isTrue();
          assertThat(warnings.getString(3)).contains("no password", "this machine only");
        }
        statement.execute("GRANT ADMIN ON *.* TO open1");
      }
      assertThatThrownBy(() -> connect(outside, server.port(), "open1", ""))
          .isInstanceOfSatisfying(
              SQLException.class, e -> assertThat(e.getErrorCode()).isEqualTo(1045))
          .hasMessageContaining("Access denied for user 'open1'");
      connect("127.0.0.1", server.port(), "open1", "").close();
    }
    assertThat(Files.readString(directory.resolve("audit.log")))
        .contains("\"user\":\"open1\",\"address\":\"" + outside + "\"", "WRONG_PASSWORD");
  }
}
