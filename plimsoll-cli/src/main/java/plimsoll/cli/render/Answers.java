package plimsoll.cli.render;

import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import org.jspecify.annotations.Nullable;
import plimsoll.server.http.SqlDesk;

/** Writes the answer of a statement. */
public final class Answers {
  private Answers() {}

  /** Writes all rows and closes the answer. */
  public static void print(SqlDesk.Answer answer, OutputFormat format, PrintStream to)
      throws IOException {
    try (answer) {
      RowWriter writer = format.writer(to);
      writer.begin(answer.columns().stream().map(SqlDesk.Column::name).toList());
      for (List<@Nullable Object> row = answer.next(); row != null; row = answer.next()) {
        writer.row(row);
      }
      writer.end();
    }
  }
}
