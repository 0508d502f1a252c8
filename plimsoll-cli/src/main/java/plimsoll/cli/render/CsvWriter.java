package plimsoll.cli.render;

import java.io.PrintStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** RFC 4180, but lines end with LF as everything else on a terminal does. */
final class CsvWriter implements RowWriter {
  private final PrintStream to;
  private final StringBuilder line = new StringBuilder();

  CsvWriter(PrintStream to) {
    this.to = to;
  }

  @Override
  public void begin(List<String> columns) {
    row(columns);
  }

  @Override
  public void row(List<? extends @Nullable Object> values) {
    line.setLength(0);
    String separator = "";
    for (Object value : values) {
      line.append(separator);
      field(value);
      separator = ",";
    }
    to.append(line.append('\n'));
  }

  private void field(@Nullable Object value) {
    if (value == null) {
      return;
    }
    String text = Values.text(value);
    if (text.isEmpty()
        || text.chars().anyMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r')) {
      line.append('"').append(text.replace("\"", "\"\"")).append('"');
    } else {
      line.append(text);
    }
  }

  @Override
  public void end() {
    to.flush();
  }
}
