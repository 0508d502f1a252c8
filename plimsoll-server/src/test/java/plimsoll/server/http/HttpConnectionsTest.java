package plimsoll.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clients that open connections and leave them: bounded, and nobody is kept out. */
class HttpConnectionsTest {
  private static final int MOST = 10;
  private static final String AUTH =
      "Host: 127.0.0.1\r\nAuthorization: " + FakeServer.ROOT + "\r\n";

  @TempDir Path directory;
  private FakeServer server;

  @BeforeEach
  void start() {
    server = new FakeServer(directory, HttpSettings.on("127.0.0.1", 0, MOST));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private List<RawClient> silent(int count, String beginning) {
    List<RawClient> clients = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      clients.add(server.raw().send(beginning));
    }
    return clients;
  }

  private void assertServes() {
    try (RawClient client = server.raw()) {
      client.send("GET /api/health HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n");
      assertThat(client.head()).startsWith("HTTP/1.1 200");
    }
  }

  @Test
  void silentConnectionsMakeRoomForTheNext() {
    List<RawClient> silent = silent(10 * MOST, "");
    try {
      assertServes();
      for (RawClient one : silent.subList(0, MOST)) {
        assertThat(one.rest()).isEmpty();
      }
    } finally {
      silent.forEach(RawClient::close);
    }
    assertServes();
  }

  @Test
  void halfARequestKeepsNobodyOut() {
    List<RawClient> slow = silent(3 * MOST, "GET /api/health HTTP/1.1\r\nX-Slow: ");
    try {
      assertServes();
    } finally {
      slow.forEach(RawClient::close);
    }
  }

  @Test
  void aRequestAtWorkIsLeftAlone() {
    try (RawClient loading = server.raw()) {
      loading.send(
          "PUT /api/demo/flights/_stream_load HTTP/1.1\r\n"
              + AUTH
              + "Expect: 100-continue\r\nlabel: long\r\nContent-Length: 4\r\n\r\n");
      assertThat(loading.head()).startsWith("HTTP/1.1 100");
      List<RawClient> silent = silent(3 * MOST, "");
      try {
        loading.send("a\nb\n");
        assertThat(loading.answer()).contains("\"NumberLoadedRows\": 2");
      } finally {
        silent.forEach(RawClient::close);
      }
    }
  }

  @Test
  void aKeptConnectionServesOneRequestAfterTheOther() {
    try (RawClient client = server.raw()) {
      for (int i = 0; i < 3 * MOST; i++) {
        client.send("GET /api/health HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n");
        assertThat(client.answer()).contains("\"status\"");
      }
    }
  }
}
