package plimsoll.metastore;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Looks into a SQLite file, and changes it, past the metastore. */
record SqliteFile(Path path) {
  /** Runs one statement. */
  void run(String sql, Object... values) {
    try (Connection connection = connect();
        var statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        statement.setObject(i + 1, values[i]);
      }
      statement.execute();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The steps by which a query is answered. */
  List<String> plan(String sql) {
    return query("EXPLAIN QUERY PLAN " + sql, "detail");
  }

  /** The first column of all rows. */
  List<String> query(String sql) {
    return query(sql, null);
  }

  private List<String> query(String sql, String column) {
    try (Connection connection = connect();
        var statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      List<String> values = new ArrayList<>();
      while (row.next()) {
        values.add(column == null ? row.getString(1) : row.getString(column));
      }
      return values;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private Connection connect() throws SQLException {
    return DriverManager.getConnection("jdbc:sqlite:" + path);
  }
}
