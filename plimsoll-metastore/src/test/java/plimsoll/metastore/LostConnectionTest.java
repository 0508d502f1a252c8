package plimsoll.metastore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import plimsoll.commit.Metastore;
import plimsoll.commit.Metastore.UnknownOutcomeException;
import plimsoll.model.Label;
import plimsoll.testkit.Samples;
import plimsoll.testkit.net.CuttingProxy;
import plimsoll.testkit.net.CuttingProxy.Cut;
import plimsoll.testkit.postgres.PostgresServer;

/** A connection to a real PostgreSQL that is cut in COMMIT. */
@Timeout(120)
class LostConnectionTest {
  private static PostgresServer server;

  private CuttingProxy proxy;
  private Metastore metastore;

  @BeforeAll
  static void startServer() {
    server = PostgresServer.start();
  }

  @AfterAll
  static void stopServer() {
    server.close();
  }

  @BeforeEach
  void open() {
    proxy = new CuttingProxy(server.port());
    String url = server.newDatabase().replace(":" + server.port(), ":" + proxy.port());
    metastore = open(url);
    metastore.createDatabase("demo", Map.of());
    metastore.close();
    metastore = open(url); // only the first COMMIT of a connection is sent as a word
  }

  private static Metastore open(String url) {
    return Metastores.postgres(new PostgresAddress(url, server.user(), null), Clock.systemUTC());
  }

  @AfterEach
  void close() {
    metastore.close();
    proxy.close();
  }

  private void commit(long id) {
    metastore.commit(List.of(), List.of(Samples.load(id, "demo", "l" + id)));
  }

  @Test
  void commitThatTheServerNeverHeardIsSeenNotToHaveHappened() {
    proxy.cutAt("COMMIT", Cut.BEFORE);
    assertThatThrownBy(() -> commit(1)).isInstanceOf(UnknownOutcomeException.class);
    assertThat(proxy.done()).isTrue();
    assertThat(metastore.load("demo", Label.given("l1"))).isEmpty();
    commit(1);
    assertThat(metastore.load("demo", Label.given("l1"))).isPresent();
  }

  @Test
  void commitWhoseAnswerIsLostIsSeenToHaveHappened() {
    proxy.cutAt("COMMIT", Cut.AFTER);
    assertThatThrownBy(() -> commit(1)).isInstanceOf(UnknownOutcomeException.class);
    assertThat(proxy.done()).isTrue();
    assertThat(metastore.load("demo", Label.given("l1")))
        .hasValueSatisfying(load -> assertThat(load.id()).isEqualTo(1));
  }

  @Test
  void connectionLostBeforeTheCommitIsAPlainFailure() {
    proxy.cutAt("INSERT INTO labels", Cut.BEFORE);
    assertThatThrownBy(() -> commit(1))
        .isNotInstanceOf(UnknownOutcomeException.class)
        .hasMessageContaining("Plimsoll goes on when it is back");
    commit(1);
    assertThat(metastore.loads("demo", 10)).hasSize(1);
  }

  @Test
  void serverThatIsAwayAfterTheCutCannotTellAndSaysSo() {
    proxy.cutAt("COMMIT", Cut.AFTER);
    assertThatThrownBy(() -> commit(1)).isInstanceOf(UnknownOutcomeException.class);
    proxy.close();
    assertThatThrownBy(() -> metastore.load("demo", Label.given("l1")))
        .hasMessageContaining("The metastore failed");
  }
}
