package plimsoll.server.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import plimsoll.error.ErrorCode;
import plimsoll.error.PlimsollException;

/** Metadata and online rows of different times, as one backup of two gives them. */
class StoresApartTest {
  private static final String METASTORE = "metastore.db";
  private static final String ONLINE = "online";

  @TempDir private Path directory;

  private Path data() {
    return directory.resolve("data");
  }

  /** Two loads, and a copy of one part from between them. */
  private void loadTwiceAndRestore(String part) throws IOException {
    try (SessionFixture fixture = new SessionFixture(data())) {
      fixture.run("CREATE DATABASE d", "CREATE TABLE d.t (a INT, INDEX(KEY=a))");
      fixture.run("SET execute_mode = 'online'", "INSERT INTO d.t VALUES (1)");
    }
    Path backup = directory.resolve("backup");
    copy(data().resolve(part), backup);
    try (SessionFixture fixture = new SessionFixture(data())) {
      fixture.run("SET execute_mode = 'online'", "INSERT INTO d.t VALUES (2)");
    }
    delete(data().resolve(part));
    copy(backup, data().resolve(part));
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> all = Files.walk(from)) {
      for (Path one : all.toList()) {
        Files.copy(one, to.resolve(from.relativize(one).toString()));
      }
    }
  }

  private static void delete(Path tree) throws IOException {
    try (Stream<Path> all = Files.walk(tree)) {
      for (Path one : all.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.delete(one);
      }
    }
  }

  private static List<List<String>> rows(SessionFixture fixture) {
    fixture.run("SET execute_mode = 'online'");
    return fixture.rows("SELECT a FROM d.t ORDER BY a");
  }

  private void assertApart(String why) {
    for (int start = 0; start < 2; start++) {
      assertThatThrownBy(() -> new SessionFixture(data()))
          .isInstanceOfSatisfying(
              PlimsollException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.STORES_APART))
          .hasMessageContaining(why)
          .hasMessageContaining(data().resolve(ONLINE).toString());
    }
  }

  @Test
  void metastoreOfAnOlderTimeIsRefused() throws IOException {
    loadTwiceAndRestore(METASTORE);
    assertApart("its last change is 2, of 1 that were decided");
  }

  @Test
  void onlineStoreOfAnOlderTimeIsRefused() throws IOException {
    loadTwiceAndRestore(ONLINE);
    assertApart("its last change is 1, of 2 that were done");
  }

  @Test
  void onlineStoreThatWasMovedAwayBeginsEmpty() throws IOException {
    loadTwiceAndRestore(ONLINE);
    delete(data().resolve(ONLINE));
    for (int restart = 0; restart < 2; restart++) {
      try (SessionFixture fixture = new SessionFixture(data())) {
        assertThat(rows(fixture)).hasSize(restart);
        fixture.run("INSERT INTO d.t VALUES (3)");
      }
    }
  }
}
