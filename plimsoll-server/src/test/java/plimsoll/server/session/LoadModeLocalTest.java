package plimsoll.server.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import plimsoll.access.UserName;
import plimsoll.error.ErrorCode;
import plimsoll.error.PlimsollException;

/**
 * LOAD DATA … OPTIONS (load_mode='local'): the client sends the file, by OpenMLDB's local rules.
 */
class LoadModeLocalTest {
  @TempDir Path directory;
  private final List<String> asked = new ArrayList<>();
  private SessionFixture fixture;

  @BeforeEach
  void start() {
    fixture = new SessionFixture(directory);
    fixture.run("CREATE DATABASE demo", "USE demo", "CREATE TABLE t (a INT, b VARCHAR(20))");
  }

  @AfterEach
  void stop() {
    fixture.close();
  }

  private void load(String sent, String statement) {
    ClientFiles files =
        path -> {
          asked.add(path);
          return new ByteArrayInputStream(sent.getBytes(StandardCharsets.UTF_8));
        };
    Client client = new Client(UserName.ROOT, "local", "mysql", 1, Connections.NONE, files);
    SqlSession session = new SqlSession(fixture.services, client);
    session.execute("USE demo").close();
    session.execute(statement).close();
  }

  private static String local(String options) {
    return "LOAD DATA INFILE 'file:///in/x.csv' INTO TABLE t OPTIONS (load_mode='local'"
        + options
        + ")";
  }

  private String rows() {
    return fixture.rows("SELECT a, b FROM t ORDER BY a").toString();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '!',
      quoteCharacter = '~',
      textBlock =
          """
          a,b\\n1, "x" \\n2,\\n3,null\\n          !                                   ! [[1, "x"], [2, NULL], [3, NULL]]
          a,b\\n1,"x,y"\\n2,""\\n               ! , quote='"'                       ! [[1, x,y], [2, NULL]]
          1|x\\n                                ! , header=false, delimiter='|'     ! [[1, x]]
          a,b\\n1, x\\n2\\n                     ! , dialect='openmldb-cluster'      ! [[1,  x], [2, NULL]]
          """)
  void clientIsAskedForItsFileAndItIsReadByLocalRules(String sent, String options, String rows) {
    load(sent.replace("\\n", "\n"), local(options == null ? "" : options));
    assertThat(asked).containsExactly("/in/x.csv");
    assertThat(rows()).isEqualTo(rows);
  }

  @Test
  void rowsAreAddedToThoseThatAreThereUnlessTheyAreReplaced() {
    fixture.run("INSERT INTO t VALUES (0, 'old')");
    load("a,b\n1,x\n", local(""));
    assertThat(rows()).isEqualTo("[[0, old], [1, x]]");
    load("a,b\n2,y\n", local(", mode='overwrite'"));
    assertThat(rows()).isEqualTo("[[2, y]]");
  }

  /** The original's local mode loads online alone. */
  @ParameterizedTest
  @CsvSource({"offline, 1, 0", "online, 0, 1", "both, 1, 1"})
  void rowsGoToTheSideThatIsSaid(String target, String offline, String online) {
    load("a,b\n1,x\n", local(", target='" + target + "'"));
    for (String mode : List.of("offline", "online")) {
      fixture.run("SET execute_mode = '" + mode + "'");
      assertThat(fixture.rows("SELECT count(*) FROM t").toString())
          .isEqualTo("[[" + (mode.equals("offline") ? offline : online) + "]]");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"a,b\n1,x\ny,2\n", "a,b\n1,x\n2\n", "a,b\n1,x\n2,y,z\n", "a,b\n\n"})
  void firstBadRowEndsTheLoadAndNothingStays(String sent) {
    assertThatThrownBy(() -> load(sent, local(""))).hasMessageContaining("x.csv");
    assertThat(rows()).isEqualTo("[]");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "LOAD DATA INFILE 'x' INTO TABLE t OPTIONS (load_mode='local')",
        "LOAD DATA INFILE 'x' INTO TABLE t OPTIONS (load_mode='local', mode='overwrite')",
        "LOAD DATA LOCAL INFILE 'x' INTO TABLE t OPTIONS (mode='overwrite')",
        "LOAD DATA LOCAL INFILE 'x' INTO TABLE t OPTIONS (load_mode='local')"
      })
  void clientThatSendsNothingIsToldAndNoRowIsReplaced(String statement) {
    fixture.run("INSERT INTO t VALUES (0, 'old')");
    assertThatThrownBy(() -> load("", statement))
        .isInstanceOfSatisfying(
            PlimsollException.class,
            failure -> assertThat(failure.code()).isEqualTo(ErrorCode.FILE_UNREADABLE))
        .hasMessageContaining("Cannot read 'x': the client sent no byte");
    assertThat(rows()).isEqualTo("[[0, old]]");
  }

  @Test
  void emptyFileOfLocalInfileIsOneWithoutRows() {
    load("", "LOAD DATA LOCAL INFILE 'x' INTO TABLE t FIELDS TERMINATED BY ','");
    assertThat(rows()).isEqualTo("[]");
  }

  @Test
  void nobodyIsAskedWhereThereIsNoClient() {
    assertThatThrownBy(() -> fixture.done(local("")))
        .hasMessageContaining("LOCAL INFILE and load_mode='local' need a client of MySQL's");
  }
}
