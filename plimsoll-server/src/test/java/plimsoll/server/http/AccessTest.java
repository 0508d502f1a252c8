package plimsoll.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import plimsoll.error.ErrorCode;
import plimsoll.error.PlimsollException;
import plimsoll.server.audit.AuditLog;
import plimsoll.server.auth.LoginFailures;
import plimsoll.server.auth.Logins;

/** Who may send what, from where. */
class AccessTest {
  private static final String STATE = "/api/demo/get_load_state?label=a";

  @TempDir Path directory;
  private FakeServer server;

  @BeforeEach
  void start() {
    server = new FakeServer(directory);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private HttpResponse<String> as(String authorization) {
    return server.send(
        HttpRequest.newBuilder(server.uri(STATE)).header("Authorization", authorization));
  }

  private static String basic(String userAndPassword) {
    return "Basic "
        + Base64.getEncoder().encodeToString(userAndPassword.getBytes(StandardCharsets.UTF_8));
  }

  private static void assertDenied(HttpResponse<String> answer, String text) {
    assertThat(answer.statusCode()).isEqualTo(401);
    assertThat(answer.headers().firstValue("WWW-Authenticate")).hasValue("Basic realm=\"\"");
    assertThat(answer.body())
        .isEqualTo(
            "{\"status\":\"FAILED\",\"code\":\"1\",\"msg\":\"%s\",\"message\":\"%s\"}"
                .formatted(text, text));
  }

  @Test
  void requestWithoutCredentialsIsToldToBringSome() {
    assertDenied(server.send(HttpRequest.newBuilder(server.uri(STATE))), "Need auth information.");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"Basic", "Basic ", "Basic ???", "Basic bm9jb2xvbg==", "Digest x", "Bearer x"})
  void oddCredentialsAreNone(String authorization) {
    assertDenied(as(authorization), "Need auth information.");
  }

  @ParameterizedTest
  @CsvSource({"root:wrong,root", "nobody:,nobody", "Root:,Root", "' root:',' root'"})
  void wrongUserOrPasswordIsDenied(String credentials, String user) {
    assertDenied(as(basic(credentials)), "Access denied for " + user + "@127.0.0.1");
  }

  @Test
  void deniedNameCannotBreakTheJson() {
    assertThat(as(basic("a\"}<script>\n:")).body())
        .contains("Access denied for a\\\"}<script>\\n@127.0.0.1");
  }

  @Test
  void rootHasAnEmptyPassword() {
    assertThat(as(FakeServer.ROOT).statusCode()).isEqualTo(200);
    assertThat(as("basic " + FakeServer.ROOT.substring(6)).statusCode()).isEqualTo(200);
  }

  @Test
  void tokenIsAPasswordOfRoot() {
    assertThat(as(basic("root:" + FakeServer.TOKEN)).statusCode()).isEqualTo(200);
    assertThat(as(basic("nobody:" + FakeServer.TOKEN)).statusCode()).isEqualTo(401);
  }

  @Test
  void tokenHasAHeaderOfItsOwn() {
    HttpRequest.Builder request = HttpRequest.newBuilder(server.uri(STATE));
    assertThat(
            server.send(request.copy().header("X-Plimsoll-Token", FakeServer.TOKEN)).statusCode())
        .isEqualTo(200);
    assertThat(server.send(request.copy().header("X-Plimsoll-Token", "guess")).statusCode())
        .isEqualTo(401);
    assertThat(server.send(request.copy().header("X-Plimsoll-Token", "")).statusCode())
        .isEqualTo(401);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/api/health",
        "/api/bootstrap",
        "/metrics",
        "/api/plimsoll/status",
        "/",
        "/console.js",
        "/console.css",
        "/favicon.svg"
      })
  void whatChangesNothingNeedsNoUser(String path) {
    assertThat(server.send(HttpRequest.newBuilder(server.uri(path))).statusCode()).isEqualTo(200);
  }

  @Test
  void portInUseIsNamed() {
    assertThatThrownBy(
            () ->
                HttpServer.start(
                    HttpSettings.on("127.0.0.1", server.port(), 100),
                    new Backend(
                        server.loads,
                        headers -> null,
                        server.sql,
                        server.reads,
                        new NoOffline(),
                        server.catalog,
                        table -> null,
                        name -> null,
                        server.metrics,
                        new ServerInfo("", java.time.Instant.EPOCH, "", 0),
                        server.access,
                        new Logins(server.access, new LoginFailures()),
                        AuditLog.NONE),
                    FakeServer.TOKEN,
                    null))
        .isInstanceOfSatisfying(
            PlimsollException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.PORT_IN_USE))
        .hasMessageContaining("127.0.0.1:" + server.port());
  }

  private String raw(String head) {
    try (RawClient client = server.raw()) {
      client.send(head);
      return client.answer();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "evil.example",
        "evil.example:8030",
        "127.0.0.1.evil.example",
        "localhost.evil.example",
        "1.2.3",
        "xlocalhost"
      })
  void nameThatIsNotOursIsRefused(String host) {
    assertThat(raw("GET /api/plimsoll/status HTTP/1.1\r\nHost: " + host + "\r\n\r\n"))
        .startsWith("HTTP/1.1 403 Forbidden\r\n")
        .contains("\"status\":\"FAILED\"", "Host '" + host + "' is not a name of this server.");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"localhost", "LOCALHOST:99", "127.0.0.1:1", "[::1]:8030", "app.localhost"})
  void namesOfThisMachineAreServed(String host) {
    assertThat(raw("GET /api/health HTTP/1.1\r\nHost: " + host + "\r\n\r\n"))
        .startsWith("HTTP/1.1 200 OK\r\n");
  }

  @Test
  void oldClientWithoutHostIsServed() {
    assertThat(raw("GET /api/health HTTP/1.0\r\n\r\n")).startsWith("HTTP/1.1 200 OK\r\n");
  }

  @Test
  void pagesOfOthersMayNotSendRequests() {
    for (String origin :
        List.of("http://evil.example", "null", "https://127.0.0.1", "http://localhost")) {
      String request =
          "Host: 127.0.0.1\r\nOrigin: "
              + origin
              + "\r\nAuthorization: "
              + FakeServer.ROOT
              + "\r\nContent-Length: 0\r\n\r\n";
      assertThat(raw("POST /api/demo/flights/_cancel?label=a HTTP/1.1\r\n" + request))
          .startsWith("HTTP/1.1 403 Forbidden\r\n")
          .contains("A page of " + origin + " may not send requests to this server.");
      assertThat(raw("PUT /api/demo/flights/_stream_load HTTP/1.1\r\n" + request))
          .startsWith("HTTP/1.1 403 Forbidden\r\n");
    }
    assertThat(server.loads.last).isNull();
  }

  @Test
  void ownPageMaySendRequests() {
    assertThat(
            raw(
                "POST /api/demo/flights/_cancel?label=a HTTP/1.1\r\nHost: 127.0.0.1:8030\r\n"
                    + "Origin: http://127.0.0.1:8030\r\nAuthorization: "
                    + FakeServer.ROOT
                    + "\r\nContent-Length: 0\r\n\r\n"))
        .startsWith("HTTP/1.1 200 OK\r\n");
  }

  @Test
  void noAnswerLetsOtherPagesReadIt() {
    HttpResponse<String> answer =
        server.send(
            HttpRequest.newBuilder(server.uri("/api/plimsoll/status"))
                .header("Origin", "http://evil.example"));
    assertThat(answer.headers().map()).doesNotContainKey("access-control-allow-origin");
    assertThat(answer.headers().firstValue("x-content-type-options")).hasValue("nosniff");
    assertThat(answer.headers().map()).doesNotContainKeys("server", "x-powered-by");
  }
}
