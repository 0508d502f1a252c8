package plimsoll.server.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** INTO OUTFILE by MySQL's drivers: the number of rows is what the driver is told to be changed. */
class OutfileOverMySqlTest {
  @TempDir Path directory;

  private MySqlTestServer server(Path out) {
    return new MySqlTestServer(directory.resolve("data"), "load_file_dirs", out.toString());
  }

  @Test
  void theDriverIsToldTheNumberOfRows() throws Exception {
    Path out = Files.createDirectory(directory.resolve("out"));
    try (MySqlTestServer server = server(out)) {
      for (String tail : List.of("?useServerPrepStmts=false", "?useServerPrepStmts=true")) {
        try (Connection connection = server.mysql(tail);
            Statement statement = connection.createStatement()) {
          String query = "SELECT 7 AS a UNION ALL SELECT 8 INTO OUTFILE '" + out + "/x'";
          assertThat(statement.execute(query)).isFalse();
          assertThat(statement.getUpdateCount()).isEqualTo(2);
          assertThatThrownBy(() -> statement.execute(query))
              .isInstanceOfSatisfying(
                  SQLException.class, e -> assertThat(e.getErrorCode()).isEqualTo(1086))
              .hasMessageContaining("already exists");
          Files.delete(out.resolve("x"));
          try (PreparedStatement prepared =
              connection.prepareStatement("SELECT ? AS a INTO OUTFILE '" + out + "/x'")) {
            prepared.setInt(1, 5);
            assertThat(prepared.execute()).isFalse();
            assertThat(prepared.getUpdateCount()).isEqualTo(1);
          }
          assertThat(out.resolve("x")).hasContent("a\n5\n");
          Files.delete(out.resolve("x"));
        }
      }
    }
  }
}
