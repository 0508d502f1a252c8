package plimsoll.server;

import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import plimsoll.testkit.postgres.PostgresServer;

/** The same day with the metastore in PostgreSQL. */
class HappyPathOnPostgresTest extends HappyPathTest {
  private static PostgresServer postgres;

  private String url = "";

  @BeforeAll
  static void startPostgres() {
    postgres = PostgresServer.start();
  }

  @AfterAll
  static void stopPostgres() {
    postgres.close();
  }

  @Override
  Map<String, String> settings() {
    if (url.isEmpty()) {
      url = postgres.newDatabase();
    }
    return Map.of("metastore_url", url, "metastore_user", postgres.user());
  }
}
