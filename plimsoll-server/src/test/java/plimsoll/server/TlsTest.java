package plimsoll.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import plimsoll.access.UserName;
import plimsoll.config.Settings;
import plimsoll.storage.local.LocalStorage;

/** HTTPS and clear text on one port. */
class TlsTest {
  @TempDir private Path directory;

  private static SSLContext trusting(Path keyStore) throws Exception {
    KeyStore store = KeyStore.getInstance(keyStore.toFile(), "plimsoll".toCharArray());
    KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
    trusted.load(null, null);
    trusted.setCertificateEntry("server", store.getCertificate("plimsoll"));
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, factory.getTrustManagers(), null);
    return context;
  }

  private static HttpResponse<String> get(HttpClient client, String url) throws Exception {
    return client.send(
        HttpRequest.newBuilder(URI.create(url)).header("Authorization", "Basic cm9vdDo=").build(),
        HttpResponse.BodyHandlers.ofString());
  }

  @Test
  void ownCertificateServesHttpsBesideClearTextOfThisMachine() throws Exception {
    try (TestServer server =
        new TestServer(directory, new LocalStorage(), Map.of("http_tls", "true"))) {
      Path keys = directory.resolve("tls.p12");
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(keys)))
          .isEqualTo("rw-------");
      assertThat(server.uri("/").getScheme()).isEqualTo("https");
      HttpClient client = HttpClient.newBuilder().sslContext(trusting(keys)).build();
      assertThat(get(client, "https://localhost:" + server.port() + "/api/health").statusCode())
          .isEqualTo(200);
      assertThat(get(client, "http://127.0.0.1:" + server.port() + "/api/health").statusCode())
          .isEqualTo(200);
      HttpResponse<String> status =
          get(client, "https://127.0.0.1:" + server.port() + "/api/plimsoll/status");
      assertThat(status.statusCode()).isEqualTo(200);
    }
  }

  @Test
  void clearTextOfOtherAddressesIsRefusedBeforeItIsHeard() throws Exception {
    Optional<InetAddress> outside =
        Collections.list(NetworkInterface.getNetworkInterfaces()).stream()
            .flatMap(NetworkInterface::inetAddresses)
            .filter(address -> address instanceof java.net.Inet4Address)
            .filter(address -> !address.isLoopbackAddress())
            .findFirst();
    Assumptions.assumeTrue(outside.isPresent(), "this machine has no address but loopback");
    try (Plimsoll plimsoll = Plimsoll.open(directory, Settings.defaults())) {
      plimsoll
          .sql(log -> log)
          .run(UserName.ROOT, "local", null, Map.of(), "SET PASSWORD = 'secret'")
          .close();
    }
    String host = outside.get().getHostAddress();
    try (TestServer server =
        new TestServer(directory, new LocalStorage(), Map.of("http_tls", "true", "host", host))) {
      assertThat(plain(host, server.port())).startsWith("HTTP/1.1 403").contains("wants https");
      assertThat(plain("127.0.0.1", server.port())).startsWith("HTTP/1.1 200");
      assertThatThrownBy(() -> server.rows("SET PASSWORD = ''"))
          .hasMessageContaining("root needs a password while");
    }
  }

  private static String plain(String host, int port) throws IOException {
    try (Socket socket = new Socket(host, port)) {
      socket
          .getOutputStream()
          .write(
              ("GET /api/health HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n")
                  .getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void othersDoNotReachAServerWithoutPassword() {
    assertThatThrownBy(() -> new TestServer(directory, new LocalStorage(), Map.of("host", "::")))
        .hasMessageContaining("root has no password");
  }
}
