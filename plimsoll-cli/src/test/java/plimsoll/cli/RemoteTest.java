package plimsoll.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.util.Base64;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import plimsoll.cli.client.Client;
import plimsoll.cli.client.Clients;
import plimsoll.config.Settings;
import plimsoll.server.RunningServer;
import plimsoll.server.tls.ServerKeys;

/** Commands that speak to a server by user and password. */
class RemoteTest {
  @TempDir private Path data;
  @TempDir private Path home;
  private CommandLine cli;
  private RunningServer server;

  @BeforeEach
  void start() {
    cli = new CommandLine(new AtHome(home));
    server =
        RunningServer.start(
            data, Settings.of(Map.of("http_port", "0", "query_port", "0", "http_tls", "true")));
    local("CREATE DATABASE demo");
    local("CREATE TABLE demo.t (a INT)");
    local("CREATE USER ann IDENTIFIED BY 'secret'");
    local("GRANT INSERT, SELECT ON demo.t TO ann");
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private record AtHome(Path home) implements Connector {
    @Override
    public Client open(Path dataDirectory, Settings settings) {
      return Clients.open(dataDirectory, settings);
    }
  }

  /** What the command says when it cannot speak to a server named by these words. */
  private String unreachable(String... server) {
    assertThat(cli.run(with(new String[] {"sql", "SELECT 1"}, server))).isEqualTo(ExitCode.OUTSIDE);
    return cli.err();
  }

  @Test
  void whyAServerCannotBeSpokenToIsTold() throws Exception {
    String port = Integer.toString(server.httpPort());
    assertThat(unreachable("--host", "nohost.invalid"))
        .contains("the name 'nohost.invalid' has no address. Is it spelt right?");
    assertThat(unreachable("--port", port, "--tls"))
        .contains("--certificate FILE", "docs/users.md")
        .doesNotContain("PKIX", "sun.security", "stopping");
    assertThat(unreachable("--port", Integer.toString(server.queryPort())))
        .contains("Is that the server's HTTP port?");
    assertThat(unreachable("--port", Integer.toString(server.queryPort()), "--tls"))
        .contains("that port does not speak TLS", "--tls");
  }

  @Test
  void aCertificateThatIsNotTheServersIsTold() throws Exception {
    String port = Integer.toString(server.httpPort());
    ServerKeys.own(Files.createDirectory(home.resolve("other"))).context();
    Path other = certificate(home.resolve("other"), "other.pem");
    assertThat(unreachable("--port", port, "--certificate", other.toString()))
        .contains(
            "the server has another certificate than the expected one. Is --certificate that");
    Path rows = Files.writeString(home.resolve("rows.csv"), "a\n1\n");
    String[] load = {"load", rows.toString(), "--into", "demo.t", "--port", port};
    assertThat(cli.run(with(load, "--certificate", other.toString()))).isEqualTo(ExitCode.OUTSIDE);
    assertThat(cli.err()).contains("another certificate");
  }

  @Test
  void certificateThatIsNoneOrMissingIsTold() throws Exception {
    assertThat(unreachable("--certificate", home.resolve("none.pem").toString()))
        .contains("none.pem': no such file.");
    Path text = Files.writeString(home.resolve("text.pem"), "not a certificate\n");
    assertThat(unreachable("--certificate", text.toString()))
        .contains("it is no certificate in PEM form");
  }

  @Test
  void settingsFileThatIsMissingIsTold() {
    String none = home.resolve("none.conf").toString();
    assertThat(cli.run("sql", "SELECT 1", "--data", home.toString(), "--config", none))
        .isEqualTo(5);
    assertThat(cli.err()).contains("none.conf': no such file.");
  }

  private void local(String statement) {
    assertThat(cli.run("sql", statement, "--data", data.toString())).as(cli.err()).isZero();
  }

  private void profile(String name, String mode, String... lines) throws IOException {
    Path directory = Files.createDirectories(home.resolve(".plimsoll"));
    Path file = directory.resolve(name + ".conf");
    Files.writeString(file, String.join("\n", lines) + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
  }

  private Path certificate() throws Exception {
    return certificate(data, "server.pem");
  }

  private Path certificate(Path data, String name) throws Exception {
    KeyStore keys =
        KeyStore.getInstance(data.resolve("tls.p12").toFile(), "plimsoll".toCharArray());
    String body =
        Base64.getMimeEncoder().encodeToString(keys.getCertificate("plimsoll").getEncoded());
    return Files.writeString(
        home.resolve(name),
        "-----BEGIN CERTIFICATE-----\n" + body + "\n-----END CERTIFICATE-----\n");
  }

  @Test
  void profileNamesServerUserPasswordAndCertificate() throws Exception {
    profile(
        "prod",
        "rw-------",
        "# where we work",
        "host = 127.0.0.1",
        "port = " + server.httpPort(),
        "user = ann",
        "password = secret",
        "certificate = " + certificate());
    Path rows = Files.writeString(home.resolve("rows.csv"), "a\n1\n2\n");
    assertThat(cli.run("load", rows.toString(), "--into", "demo.t", "--profile", "prod"))
        .as(cli.err())
        .isZero();
    assertThat(cli.run("sql", "SELECT sum(a) FROM demo.t", "--csv", "--profile", "prod")).isZero();
    assertThat(cli.out()).contains("3");
    assertThat(cli.run("sql", "CREATE DATABASE x", "--profile", "prod")).isEqualTo(3);
    assertThat(cli.err()).contains("Access denied; you need");
  }

  @Test
  void serverWithAnotherCertificateIsNotSpokenTo() throws Exception {
    assertThat(
            cli.run(
                "sql",
                "SELECT 1",
                "--port",
                Integer.toString(server.httpPort()),
                "--user",
                "ann",
                "--tls"))
        .isEqualTo(5);
    assertThat(cli.err()).contains("Cannot speak to the server");
  }

  @Test
  void answerThatIsLostIsAskedForWhereTheLoadWent() throws IOException {
    HttpServer there =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    there.createContext("/", exchange -> exchange.close()); // no answer to the load
    there.createContext("/api/demo/get_load_state", RemoteTest::visible);
    there.start();
    try {
      Path rows = Files.writeString(home.resolve("rows.csv"), "a\n1\n");
      String port = Integer.toString(there.getAddress().getPort());
      assertThat(
              cli.run(
                  "load",
                  rows.toString(),
                  "--into",
                  "demo.t",
                  "--label",
                  "r1",
                  "--data",
                  data.toString(),
                  "--host",
                  "127.0.0.1",
                  "--port",
                  port,
                  "--user",
                  "ann"))
          .isEqualTo(ExitCode.OUTSIDE);
    } finally {
      there.stop(0);
    }
    assertThat(cli.err()).contains("broke before it answered", "Label r1 is VISIBLE: rows were");
  }

  @Test
  void badRowsOfALoadElsewhereAreReadFromThere() throws IOException {
    Path rows = Files.writeString(home.resolve("rows.csv"), "a\n1\nx\n");
    String port = Integer.toString(server.httpPort());
    local("ALTER USER ann IDENTIFIED BY ''");
    String[] load = {"load", rows.toString(), "--into", "demo.t", "--strict", "--label", "b1"};
    assertThat(cli.run(with(load, "--port", port, "--user", "ann"))).isEqualTo(ExitCode.SENDER);
    assertThat(cli.err())
        .contains("request body:3:1 (byte 4): Value 'x'", "3 | x")
        .contains("1 bad row: plimsoll rejects demo.b1 --port " + port + " --user ann");
    assertThat(cli.run("rejects", "demo.b1", "--csv", "--port", port, "--user", "ann")).isZero();
    assertThat(cli.out()).isEqualTo("a\nx\n");
    assertThat(cli.run(with(load, "--port", port, "--user", "ann", "--max-filter-ratio", "1")))
        .isZero();
    assertThat(cli.run(with(load, "--port", port, "--user", "ann"))).isEqualTo(ExitCode.SENDER);
    assertThat(cli.err()).contains("plimsoll loads demo --port " + port + " --user ann");
  }

  private static String[] with(String[] words, String... more) {
    return Stream.concat(Stream.of(words), Stream.of(more)).toArray(String[]::new);
  }

  private static void visible(HttpExchange exchange) throws IOException {
    byte[] answer = "{\"state\":\"VISIBLE\"}".getBytes(StandardCharsets.UTF_8);
    try (exchange) {
      exchange.sendResponseHeaders(200, answer.length);
      exchange.getResponseBody().write(answer);
    }
  }

  @Test
  void wrongPasswordExitsWithThree() {
    String port = Integer.toString(server.httpPort());
    assertThat(cli.run("sql", "SELECT 1", "--port", port, "--user", "ann")).isEqualTo(3);
    assertThat(cli.err()).contains("Access denied for ann@127.0.0.1");
  }

  @Test
  void passwordThatOthersReadIsRefused() throws IOException {
    profile("open", "rw-r--r--", "user = ann", "password = secret");
    assertThat(cli.run("sql", "SELECT 1", "--profile", "open")).isEqualTo(2);
    assertThat(cli.err()).contains("chmod 600");
  }

  @Test
  void unknownKeysProfilesAndPathsAreRefused() throws IOException {
    profile("odd", "rw-------", "hots = x");
    assertThat(cli.run("sql", "SELECT 1", "--profile", "odd")).isEqualTo(2);
    assertThat(cli.err()).contains("Did you mean 'host'?");
    assertThat(cli.run("sql", "SELECT 1", "--profile", "none")).isEqualTo(5);
    assertThat(cli.run("sql", "SELECT 1", "--profile", "../../etc/x")).isEqualTo(2);
  }
}
