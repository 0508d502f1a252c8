package plimsoll.cli.render;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Aligned columns. Widths come from the first rows, which are held back; later rows stream, so an
 * answer of any length needs little memory.
 */
final class TableWriter implements RowWriter {
  private static final int HELD_ROWS = 1000;
  private static final int MOST_WIDTH = 200;
  private static final String GAP = "  ";

  private final PrintStream to;
  private final List<String[]> held = new ArrayList<>();
  private List<String> columns = List.of();
  private int[] widths = {};
  private boolean[] right = {};
  private boolean streaming;
  private long count;

  TableWriter(PrintStream to) {
    this.to = to;
  }

  @Override
  public void begin(List<String> names) {
    columns = names.stream().map(TableWriter::printable).toList();
    widths = columns.stream().mapToInt(TableWriter::width).toArray();
    right = new boolean[widths.length];
    Arrays.fill(right, true);
  }

  @Override
  public void row(List<? extends @Nullable Object> values) {
    String[] cells = new String[values.size()];
    for (int i = 0; i < cells.length; i++) {
      Object value = values.get(i);
      cells[i] = value == null ? "NULL" : printable(Values.text(value));
      right[i] &= value == null || value instanceof Number;
    }
    count++;
    if (streaming) {
      print(cells);
      return;
    }
    for (int i = 0; i < cells.length; i++) {
      widths[i] = Math.max(widths[i], Math.min(MOST_WIDTH, width(cells[i])));
    }
    held.add(cells);
    if (held.size() == HELD_ROWS) {
      release();
    }
  }

  private void release() {
    streaming = true;
    if (columns.isEmpty()) {
      return;
    }
    print(columns.toArray(String[]::new));
    print(Arrays.stream(widths).mapToObj("-"::repeat).toArray(String[]::new));
    held.forEach(this::print);
    held.clear();
  }

  private void print(String[] cells) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < cells.length; i++) {
      String padding = " ".repeat(Math.max(0, widths[i] - width(cells[i])));
      line.append(i == 0 ? "" : GAP);
      line.append(right[i] ? padding + cells[i] : cells[i] + padding);
    }
    to.append(line.toString().stripTrailing()).append('\n');
  }

  @Override
  public void end() {
    if (!streaming) {
      release();
    }
    if (!columns.isEmpty()) {
      to.append(String.format(Locale.ROOT, "(%,d %s)%n", count, count == 1 ? "row" : "rows"));
    }
    to.flush();
  }

  private static int width(String text) {
    return text.codePointCount(0, text.length());
  }

  /** Line breaks would break the table, and other control characters the terminal. */
  private static String printable(String text) {
    if (text.chars().noneMatch(Character::isISOControl)) {
      return text;
    }
    StringBuilder clean = new StringBuilder();
    text.chars()
        .forEach(
            c -> {
              switch (c) {
                case '\n' -> clean.append("\\n");
                case '\r' -> clean.append("\\r");
                case '\t' -> clean.append("\\t");
                default -> {
                  if (Character.isISOControl(c)) {
                    clean.append(String.format(Locale.ROOT, "\\x%02x", c));
                  } else {
                    clean.append((char) c);
                  }
                }
              }
            });
    return clean.toString();
  }
}
