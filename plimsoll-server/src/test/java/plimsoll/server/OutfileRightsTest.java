package plimsoll.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import plimsoll.access.UserName;
import plimsoll.error.ErrorCode;
import plimsoll.error.PlimsollException;
import plimsoll.storage.local.LocalStorage;

/** Who may write files, and where; what a full disk and others who write at once leave. */
class OutfileRightsTest {
  @TempDir private Path directory;
  @TempDir private Path files;
  private final FullDisk disk = new FullDisk(new LocalStorage());
  private TestServer server;

  @BeforeEach
  void start() throws IOException {
    Files.createDirectory(files.resolve("out"));
    server =
        new TestServer(directory, disk, Map.of("load_file_dirs", files.resolve("out").toString()));
    for (String statement :
        List.of(
            "CREATE DATABASE open",
            "CREATE TABLE open.t (a INT)",
            "INSERT INTO open.t VALUES (1), (2)",
            "CREATE USER reader IDENTIFIED BY 'pw'",
            "GRANT SELECT ON open.t TO reader",
            "CREATE USER filer IDENTIFIED BY 'pw'",
            "GRANT FILE ON *.* TO filer")) {
      server.rows(statement);
    }
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private HttpResponse<String> sql(String user, String statement) {
    String password = user + ":pw";
    String basic = Base64.getEncoder().encodeToString(password.getBytes(StandardCharsets.UTF_8));
    String body =
        new com.fasterxml.jackson.databind.ObjectMapper()
            .createObjectNode()
            .put("query", statement)
            .toString();
    return server.send(
        HttpRequest.newBuilder(server.uri("/api/v1/catalogs/default_catalog/sql"))
            .header("Authorization", "Basic " + basic)
            .POST(BodyPublishers.ofString(body)));
  }

  private String into(Path path) {
    return "SELECT a FROM open.t ORDER BY a INTO OUTFILE '" + path + "'";
  }

  private List<String> names() throws IOException {
    try (Stream<Path> found = Files.walk(files)) {
      return found.map(path -> files.relativize(path).toString()).sorted().toList();
    }
  }

  @Test
  void bothTheFileAndTheTableNeedARight() throws IOException {
    Path path = files.resolve("out/x");
    assertThat(sql("reader", into(path)).body()).contains("FILE");
    assertThat(sql("filer", into(path)).body()).contains("SELECT");
    assertThat(names()).containsExactly("", "out");
    server.rows("GRANT FILE ON *.* TO reader");
    HttpResponse<String> answer = sql("reader", into(path));
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).contains("{\"data\":[2,");
    assertThat(path).hasContent("a\n1\n2\n");
    assertThat(Files.readAllLines(directory.resolve("audit.log")))
        .anyMatch(
            line ->
                line.contains("INTO OUTFILE")
                    && line.contains("\"user\":\"reader\"")
                    && line.contains("\"tables\":[\"open.t\"],\"outcome\":\"OK\",\"rows\":2"));
  }

  @Test
  void filesAreWrittenInsideTheDirectoriesOnly() throws IOException {
    server.rows("GRANT FILE ON *.* TO reader");
    Path out = files.resolve("out");
    Files.createDirectory(files.resolve("secret"));
    Files.createSymbolicLink(out.resolve("up"), files);
    Files.createSymbolicLink(out.resolve("gone"), files.resolve("absent"));
    List<String> before = names();
    for (String path :
        List.of(
            files + "/x",
            out + "/../x",
            out + "/up/x",
            out + "/up/secret/x",
            out + "/up/absent/x",
            out + "/gone/x",
            files + "/outside/x",
            "/etc/x",
            "file:///etc/x",
            "/proc/self/root" + out + "/x",
            directory + "/x",
            out.toString())) {
      for (String mode : List.of("error_if_exists", "overwrite", "append")) {
        HttpResponse<String> answer =
            sql(
                "reader",
                into(Path.of("/")).replace("'/'", "'" + path + "'")
                    + " OPTIONS (mode='"
                    + mode
                    + "')");
        assertThat(answer.statusCode()).as(path + ": " + answer.body()).isEqualTo(400);
        assertThat(answer.body()).as(path).contains("load_file_dirs");
      }
    }
    assertThat(names()).isEqualTo(before);
    assertThat(sql("reader", into(out.resolve("x"))).statusCode()).isEqualTo(200);
  }

  @Test
  void aLinkThatIsTurnedRoundMeanwhileLeadsNowhere() throws IOException {
    Path inside = Files.createDirectory(files.resolve("out/inside"));
    Path outside = Files.createDirectory(files.resolve("outside"));
    Path way = Files.createSymbolicLink(files.resolve("out/way"), inside);
    disk.before(
        way.toString(),
        () -> {
          Files.delete(way);
          Files.createSymbolicLink(way, outside);
        });
    PlimsollException failure = server.failure(null, into(way.resolve("x")));
    assertThat(failure.code()).isEqualTo(ErrorCode.REFUSED);
    assertThat(failure).hasMessageContaining("load_file_dirs");
    assertThat(outside).isEmptyDirectory();
    assertThat(way.toRealPath()).isEqualTo(outside);
  }

  @Test
  void withoutDirectoriesOnlyThisProcessItselfWrites() throws IOException {
    server.close();
    server = new TestServer(directory);
    Path path = files.resolve("out/x");
    for (String mode : List.of("error_if_exists", "overwrite", "append")) {
      String statement = into(path) + " OPTIONS (mode='" + mode + "')";
      HttpResponse<String> answer =
          server.sqlOverHttp("/api/v1/catalogs/default_catalog/sql", statement);
      assertThat(answer.statusCode()).isEqualTo(400);
      assertThat(answer.body())
          .contains("Statements write files only inside load_file_dirs, which is not set.");
    }
    assertThat(names()).containsExactly("", "out");
    Files.writeString(files.resolve("in.csv"), "a\n3\n");
    server.rows(
        "LOAD DATA INFILE '" + files + "/in.csv' INTO TABLE open.t OPTIONS (mode='append')");
    assertThat(server.value("SELECT count(*) FROM open.t")).isEqualTo("3");
    server
        .plimsoll
        .sql(log -> log)
        .run(UserName.ROOT, UserName.LOCAL, null, Map.of(), into(path))
        .close();
    assertThat(path).hasContent("a\n1\n2\n3\n");
  }

  @Test
  void aFullDiskLeavesNothing() throws IOException {
    Path old = Files.writeString(files.resolve("out/old"), "a\n0\n");
    List<String> before = names();
    for (String options :
        List.of("mode='overwrite'", "mode='append'", "format='parquet', mode='overwrite'")) {
      disk.leave(3);
      PlimsollException failure = server.failure(null, into(old) + " OPTIONS (" + options + ")");
      disk.leave(Long.MAX_VALUE);
      assertThat(failure.code()).isEqualTo(ErrorCode.DISK_FULL);
      assertThat(old).hasContent("a\n0\n");
      assertThat(names()).isEqualTo(before);
    }
  }

  @Test
  void ofSeveralThatWriteOneNewFileOneSucceeds() throws IOException {
    Path path = files.resolve("out/x");
    List<CompletableFuture<Boolean>> all = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      all.add(CompletableFuture.supplyAsync(() -> succeeds(into(path), ErrorCode.FILE_EXISTS)));
    }
    assertThat(all.stream().filter(CompletableFuture::join)).hasSize(1);
    assertThat(path).hasContent("a\n1\n2\n");
    assertThat(names()).containsExactly("", "out", "out/x");
  }

  @Test
  void ofSeveralThatAppendNoneLosesTheRowsOfAnother() throws IOException {
    Path path = Files.writeString(files.resolve("out/x"), "a\n");
    List<CompletableFuture<Boolean>> all = new ArrayList<>();
    String append = into(path) + " OPTIONS (mode='append')";
    for (int i = 0; i < 6; i++) {
      all.add(CompletableFuture.supplyAsync(() -> succeeds(append, ErrorCode.FILE_UNWRITABLE)));
    }
    long succeeded = all.stream().filter(CompletableFuture::join).count();
    assertThat(succeeded).isPositive();
    assertThat(path).hasContent("a\n" + "1\n2\n".repeat((int) succeeded));
  }

  /** Whether it succeeds; else it fails so. */
  private boolean succeeds(String statement, ErrorCode otherwise) {
    try {
      server.rows(statement);
      return true;
    } catch (PlimsollException e) {
      assertThat(e.code()).as(e.getMessage()).isEqualTo(otherwise);
      return false;
    }
  }
}
