package plimsoll.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Which requests need no thread that may wait. */
class AtOnceTest {
  private static final String READ = "/api/demo/flights/online?key=BER";
  private static final int THREADS = 16;

  @TempDir private Path directory;

  private static HttpSettings fewThreads() {
    HttpSettings usual = FakeServer.settings();
    return new HttpSettings(
        usual.host(),
        0,
        100,
        THREADS,
        2 * THREADS,
        usual.idleTimeout(),
        usual.requestHeaderBytes(),
        usual.sqlBodyBytes(),
        usual.drainBytes(),
        usual.drainTime());
  }

  /** Each load keeps its thread until it may go on, and there are more of them than threads. */
  @Test
  @Timeout(60)
  void readOfMemoryIsAnsweredWhileAllThreadsWait() throws Exception {
    try (FakeServer server = new FakeServer(directory, fewThreads());
        RawClient reader = server.raw()) { // a new connection would need a thread
      reader.send(request(READ)).answer(); // opens the store: the first read has to wait
      String answer = server.get(READ).body();
      CountDownLatch go = new CountDownLatch(1);
      AtomicInteger begun = new AtomicInteger();
      server.loads.beforeReading =
          () -> {
            begun.incrementAndGet();
            await(go);
          };
      List<CompletableFuture<HttpResponse<String>>> loads = new ArrayList<>();
      try {
        for (int i = 0; i < THREADS; i++) {
          loads.add(load(server, i));
        }
        untilAllThreadsWait(server);
        for (int i = 0; i < 4; i++) {
          assertThat(reader.send(request(READ)).answer()).endsWith(answer);
        }
      } finally {
        go.countDown();
      }
      for (CompletableFuture<HttpResponse<String>> load : loads) {
        assertThat(load.join().body()).contains("\"Status\": \"Success\"");
      }
      assertThat(begun).hasValue(THREADS);
    }
  }

  private static void untilAllThreadsWait(FakeServer server) throws Exception {
    HttpRequest health = server.request("/api/health").timeout(Duration.ofSeconds(2)).build();
    try {
      while (true) { // it needs a thread; the test has a time limit
        assertThat(server.client.send(health, BodyHandlers.ofString()).statusCode()).isEqualTo(200);
      }
    } catch (HttpTimeoutException e) {
      assertThat(e).hasMessageContaining("timed out");
    }
  }

  private static CompletableFuture<HttpResponse<String>> load(FakeServer server, int number) {
    return server.client.sendAsync(
        server
            .request("/api/demo/flights/_stream_load")
            .header("label", "l" + number)
            .PUT(BodyPublishers.ofString("x\n"))
            .build(),
        BodyHandlers.ofString());
  }

  private static String request(String path) {
    return "GET "
        + path
        + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: "
        + FakeServer.ROOT
        + "\r\n\r\n";
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** What was answered at once and what was handed over take turns on one connection. */
  @Test
  void requestsOfOneConnectionAreAnsweredInTheirOrder() throws Exception {
    try (FakeServer server = new FakeServer(directory);
        RawClient raw = server.raw()) {
      String answer = server.get(READ).body();
      StringBuilder all = new StringBuilder();
      IntStream.range(0, 20)
          .forEach(i -> all.append(i % 2 == 0 ? request(READ) : request("/api/health")));
      raw.send(all.toString());
      for (int i = 0; i < 20; i++) {
        String next = raw.answer();
        assertThat(next.endsWith(answer)).as("answer %d: %s", i, next).isEqualTo(i % 2 == 0);
      }
    }
  }
}
