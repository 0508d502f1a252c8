package plimsoll.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How bodies arrive: asked for, at once, in chunks, slowly, cut off, too early, for nothing. */
class BodyTest {
  private static final String PUT =
      "PUT /api/demo/flights/_stream_load HTTP/1.1\r\nHost: 127.0.0.1\r\n";
  private static final String AUTH = "Authorization: " + FakeServer.ROOT + "\r\n";

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

  @Test
  void bodyIsAskedForOnceAllChecksPassed() {
    CountDownLatch go = new CountDownLatch(1);
    server.loads.beforeReading = () -> await(go);
    try (RawClient client = server.raw()) {
      client.send(PUT + AUTH + "Expect: 100-continue\r\nContent-Length: 4\r\n\r\n");
      assertThat(client.silentFor(200)).isTrue();
      go.countDown();
      assertThat(client.head()).isEqualTo("HTTP/1.1 100 Continue\r\n\r\n");
      client.send("a\nb\n");
      assertThat(client.answer())
          .startsWith("HTTP/1.1 200 OK\r\n")
          .contains("\"Status\": \"Success\"", "\"NumberLoadedRows\": 2")
          .doesNotContainIgnoringCase("connection: close");
      client.send("GET /api/health HTTP/1.1\r\nHost: localhost\r\n\r\n");
      assertThat(client.answer()).contains("\"OK\"");
    }
  }

  @Test
  void refusedLoadIsNeverAskedForItsBody() {
    for (String wrong :
        List.of(
            AUTH + "label: a b\r\n",
            AUTH + "where: x\r\n",
            "Authorization: Basic d3Jvbmc6cHc=\r\n",
            "")) {
      try (RawClient client = server.raw()) {
        client.send(PUT + wrong + "Expect: 100-continue\r\nContent-Length: 4\r\n\r\n");
        String all = client.rest();
        assertThat(all).doesNotContain("100 Continue").containsIgnoringCase("connection: close");
        assertThat(all).containsPattern("^HTTP/1.1 (200|401) ");
      }
    }
    assertThat(server.loads.last).isNull();
  }

  @Test
  void bodySentWithoutBeingAskedIsTaken() {
    try (RawClient client = server.raw()) {
      client.send(PUT + AUTH + "Content-Length: 4\r\n\r\na\nb\n");
      assertThat(client.answer()).startsWith("HTTP/1.1 200 OK\r\n").contains("\"Success\"");
    }
  }

  @Test
  void clientThatPushesAnywayGetsItsRefusal() {
    for (String expect : List.of("", "Expect: 100-continue\r\n")) {
      try (RawClient client = server.raw()) {
        client.send(PUT + AUTH + expect + "label: a b\r\nContent-Length: 10485760\r\n\r\n");
        byte[] piece = new byte[1 << 16];
        for (int i = 0; i < 160; i++) {
          client.send(piece);
        }
        String all = client.rest();
        assertThat(all)
            .startsWith("HTTP/1.1 200 OK\r\n")
            .containsIgnoringCase("connection: close")
            .contains("Label format error")
            .endsWith("}")
            .doesNotContain("100 Continue");
      }
    }
  }

  @Test
  void refusedClientThatNeverStopsIsCutOff() {
    restart(1 << 20, Duration.ofSeconds(30));
    try (RawClient client = server.raw()) {
      client.send(PUT + AUTH + "label: a b\r\nContent-Length: 1073741824\r\n\r\n");
      byte[] piece = new byte[1 << 16];
      assertThat(
              org.assertj.core.api.Assertions.catchThrowable(
                  () -> {
                    for (int i = 0; i < 16384; i++) {
                      client.send(piece);
                    }
                  }))
          .isInstanceOf(UncheckedIOException.class);
    }
  }

  @Test
  void refusedClientThatSendsNothingIsCutOffInTime() {
    restart(1 << 20, Duration.ofMillis(300));
    try (RawClient client = server.raw()) {
      client.send(PUT + AUTH + "label: a b\r\nContent-Length: 1073741824\r\n\r\n");
      assertThat(client.rest()).contains("Label format error");
      assertThat(
              org.assertj.core.api.Assertions.catchThrowable(
                  () -> {
                    for (int i = 0; i < 16384; i++) {
                      client.send(new byte[1 << 16]);
                      client.silentFor(1);
                    }
                  }))
          .isNotNull();
    }
  }

  private void restart(long drainBytes, Duration drainTime) {
    server.close();
    HttpSettings usual = FakeServer.settings();
    server =
        new FakeServer(
            directory,
            new HttpSettings(
                usual.host(),
                0,
                100,
                32,
                16,
                Duration.ofMillis(400),
                usual.requestHeaderBytes(),
                usual.sqlBodyBytes(),
                drainBytes,
                drainTime));
  }

  @Test
  void bodyInChunksIsOneBody() {
    try (RawClient client = server.raw()) {
      client.send(
          PUT + AUTH + "Transfer-Encoding: chunked\r\n\r\n3\r\na\nb\r\n1\r\n\n\r\n0\r\n\r\n");
      assertThat(client.answer()).contains("\"NumberLoadedRows\": 2", "\"LoadBytes\": 4");
    }
    assertThat(server.loads.last.source().totalBytes()).isEqualTo(-1);
    assertThat(server.loads.last.source().extent()).isNull();
  }

  @Test
  void halfBodyFailsAndFreesTheLabel() throws IOException {
    try (RawClient client = server.raw()) {
      client.send(PUT + AUTH + "label: half\r\nContent-Length: 100\r\n\r\na\nb\n");
      client.socket.shutdownOutput();
      assertThat(client.rest())
          .contains(
              "\"Status\": \"Fail\"",
              "\"Message\": \"receive body don't equal with body bytes: expected 100 bytes,"
                  + " received 4\"");
    }
    awaitLoad("half");
    assertThat(server.ended().get(0).reason()).contains("expected 100 bytes, received 4");
    assertThat(server.load("half", "x\n").body()).contains("\"Success\"");
  }

  @Test
  void halfChunkedBodyFails() throws IOException {
    try (RawClient client = server.raw()) {
      client.send(PUT + AUTH + "label: half\r\nTransfer-Encoding: chunked\r\n\r\n4\r\na\nb\n\r\n");
      client.socket.shutdownOutput();
      client.rest();
    }
    awaitLoad("half");
    assertThat(server.ended().get(0).reason())
        .isEqualTo("receive body don't equal with body bytes: the connection broke after 4 bytes");
  }

  @Test
  void clientThatVanishesAbortsItsLoad() throws IOException {
    try (RawClient client = server.raw()) {
      client.send(PUT + AUTH + "label: gone\r\nContent-Length: 100\r\n\r\na\nb\n");
      client.socket.setSoLinger(true, 0); // the close below is a reset
    }
    awaitLoad("gone");
    assertThat(server.loads.running()).isEmpty();
    assertThat(server.get("/api/demo/get_load_state?label=gone").body())
        .contains("\"state\":\"ABORTED\"", "receive body don't equal with body bytes");
  }

  @Test
  void slowClientIsWaitedForBeyondTheIdleTime() {
    restart(1 << 20, Duration.ofSeconds(5));
    try (RawClient client = server.raw()) {
      client.send(PUT + AUTH + "Content-Length: 4\r\n\r\n");
      for (String piece : List.of("a", "\n", "b", "\n")) {
        assertThat(client.silentFor(500)).isTrue();
        client.send(piece);
      }
      assertThat(client.answer()).contains("\"Success\"", "\"NumberLoadedRows\": 2");
    }
  }

  @Test
  void longWorkOutlivesTheIdleTime() {
    restart(1 << 20, Duration.ofSeconds(5));
    CountDownLatch go = new CountDownLatch(1);
    server.loads.beforeReading = () -> await(go);
    try (RawClient client = server.raw()) {
      client.send(PUT + AUTH + "Content-Length: 2\r\n\r\na\n");
      assertThat(client.silentFor(900)).isTrue();
      go.countDown();
      assertThat(client.answer()).contains("\"Success\"");
    }
  }

  @Test
  void stalledClientMeetsTheLoadsTimeout() {
    try (RawClient client = server.raw()) {
      client.send(PUT + AUTH + "label: stall\r\ntimeout: 0.3\r\nContent-Length: 100\r\n\r\na\n");
      assertThat(client.rest())
          .contains("\"Status\": \"Fail\"", "Load stall took longer than its timeout");
    }
  }

  @Test
  void cancelWakesALoadThatWaitsForItsBody() {
    try (RawClient client = server.raw()) {
      client.send(PUT + AUTH + "label: c1\r\nContent-Length: 100\r\n\r\na\n");
      await(() -> !server.loads.running().isEmpty());
      assertThat(server.post("/api/demo/flights/_cancel?label=c1", "").body())
          .isEqualTo("{\"status\":\"OK\",\"code\":\"0\",\"msg\":\"Success\",\"message\":\"OK\"}");
      assertThat(client.rest()).contains("\"Status\": \"Fail\"", "user cancel");
    }
  }

  @Test
  void bigBodyStreamsThrough() {
    byte[] mebibyte =
        "0123456789abcde\n".repeat(1 << 16).getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    int count = 300;
    HttpResponse<String> answer =
        server.send(
            server
                .request("/api/demo/flights/_stream_load")
                .PUT(
                    HttpRequest.BodyPublishers.ofByteArrays(
                        java.util.Collections.nCopies(count, mebibyte))));
    assertThat(answer.body())
        .contains(
            "\"NumberLoadedRows\": " + (count << 16), "\"LoadBytes\": " + ((long) count << 20));
  }

  @Test
  void slowLoadSlowsItsClient() {
    CountDownLatch go = new CountDownLatch(1);
    server.loads.beforeReading = () -> await(go);
    try (RawClient client = server.raw()) {
      client.send(PUT + AUTH + "Content-Length: 67108864\r\n\r\n");
      CompletableFuture<Void> sent =
          CompletableFuture.runAsync(() -> client.send("0123456789abcde\n".repeat(1 << 22)));
      assertThat(client.silentFor(300)).isTrue();
      assertThat(sent).isNotDone(); // 64 MiB fit no socket buffer: nobody else took them
      go.countDown();
      assertThat(client.answer()).contains("\"LoadBytes\": 67108864");
      sent.join();
    }
  }

  private void awaitLoad(String label) {
    await(() -> server.ended().stream().anyMatch(l -> l.label().text().equals(label)));
  }

  private static void await(java.util.function.BooleanSupplier condition) {
    long deadline = System.nanoTime() + Duration.ofSeconds(15).toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("did not happen");
      }
      java.util.concurrent.locks.LockSupport.parkNanos(5_000_000);
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
