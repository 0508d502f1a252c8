package plimsoll.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How the server ends. */
class StopTest {
  @TempDir Path directory;

  @Test
  void runningLoadEndsAndNewOnesAreRefused() throws Exception {
    FakeServer server = new FakeServer(directory);
    CountDownLatch reading = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    server.loads.beforeReading =
        () -> {
          reading.countDown();
          await(go);
        };
    CompletableFuture<HttpResponse<String>> running =
        CompletableFuture.supplyAsync(() -> server.load("a", "x\n"));
    reading.await();
    CompletableFuture<Void> stop =
        CompletableFuture.runAsync(() -> server.server.stop(Duration.ofSeconds(20)));
    while (server.get("/api/health").statusCode() == 200) {
      java.util.concurrent.locks.LockSupport.parkNanos(5_000_000);
    }
    assertThat(server.load("b", "x\n").body())
        .contains(
            "\"Status\": \"Fail\"",
            "\"Message\": \"Service is shutting down, please retry later!\"");
    HttpResponse<String> sql =
        server.post("/api/v1/catalogs/default_catalog/sql", "{\"query\":\"TYPES\"}");
    assertThat(sql.statusCode()).isEqualTo(503);
    assertThat(sql.body()).contains("Service is shutting down, please retry later!");
    assertThat(
            server
                .send(
                    server
                        .request("/dbs/demo/tables/flights")
                        .PUT(BodyPublishers.ofString("{\"value\": [[1]]}")))
                .body())
        .contains("\"code\":-1", "Service is shutting down, please retry later!");
    assertThat(server.post("/dbs/demo", "{\"mode\":\"online\",\"sql\":\"TYPES\"}").body())
        .contains("\"code\":-1", "Service is shutting down, please retry later!");
    assertThat(stop).isNotDone();
    go.countDown();
    assertThat(running.get().body()).contains("\"Status\": \"Success\"");
    stop.get();
  }

  @Test
  void loadThatDoesNotEndInTimeIsCutOff() {
    FakeServer server = new FakeServer(directory);
    try (RawClient client = server.raw()) {
      client.send(
          "PUT /api/demo/flights/_stream_load HTTP/1.1\r\nHost: localhost\r\nAuthorization: "
              + FakeServer.ROOT
              + "\r\nlabel: a\r\nContent-Length: 100\r\n\r\nx\n");
      while (server.loads.running().isEmpty()) {
        java.util.concurrent.locks.LockSupport.parkNanos(5_000_000);
      }
      server.server.stop(Duration.ofMillis(50));
      client.rest();
    }
    while (!server.loads.running().isEmpty()) {
      java.util.concurrent.locks.LockSupport.parkNanos(5_000_000);
    }
    assertThat(server.ended().get(0).reason())
        .startsWith("receive body don't equal with body bytes");
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
