package plimsoll.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Results of a run: as a table for people and as JSON for machines. */
final class Figures {
  private final List<Map<String, Object>> rows = new ArrayList<>();

  /** Adds a row: name, value, name, value, ... */
  void add(@Nullable Object... namesAndValues) {
    Map<String, Object> row = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      row.put(String.valueOf(namesAndValues[i]), namesAndValues[i + 1]);
    }
    rows.add(row);
  }

  /** The middle value; of an even number, the higher one of the two. */
  static double median(List<Double> values) {
    return percentile(values.stream().mapToDouble(Double::doubleValue).toArray(), 50);
  }

  /** The value that {@code percent} of all are not above. */
  static double percentile(double[] values, int percent) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[Math.min(sorted.length - 1, sorted.length * percent / 100)];
  }

  /** Columns as wide as they need, numbers with three digits behind the point. */
  String table() {
    List<String> names = List.copyOf(rows.get(0).keySet());
    List<List<String>> lines = new ArrayList<>();
    lines.add(names);
    for (Map<String, Object> row : rows) {
      lines.add(names.stream().map(name -> text(row.get(name))).toList());
    }
    StringBuilder table = new StringBuilder();
    for (List<String> line : lines) {
      for (int i = 0; i < names.size(); i++) {
        int column = i;
        int width = lines.stream().mapToInt(each -> each.get(column).length()).max().orElse(0);
        table.append(
            String.format(
                Locale.ROOT, i == 0 ? "%-" + width + "s" : "  %" + width + "s", line.get(i)));
      }
      table.append('\n');
    }
    return table.toString();
  }

  private static String text(@Nullable Object value) {
    if (value == null) {
      return "";
    }
    return value instanceof Double number
        ? String.format(Locale.ROOT, "%.3f", number)
        : String.valueOf(value);
  }

  /** All rows as one JSON array. */
  String json() throws JsonProcessingException {
    return Client.JSON.writeValueAsString(rows);
  }
}
