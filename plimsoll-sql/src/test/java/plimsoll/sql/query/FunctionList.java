package plimsoll.sql.query;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** Writes docs/functions.md from the table of functions. */
final class FunctionList {
  private static final String HEAD =
      """
      # Functions

      Every function that a query may use. This page is written from the table in the code: run
      `FunctionList.main` in plimsoll-sql's tests after a change, a test fails until then.

      Names are those of MySQL and StarRocks, in any case. In forms, *number* is any numeric type,
      *moment* is DATE or DATETIME, *constant* is text in quotes, *condition* is BOOLEAN, places of
      kind *same* are brought to one type, `[...]` may be left out, `...` may be repeated. Other
      types are cast as MySQL casts them. A function of NULL is NULL unless it says otherwise.

      Syntax of their own: `CAST(x AS type)`, `CONVERT(x, type)`, `EXTRACT(unit FROM moment)`,
      `TRIM([BOTH | LEADING | TRAILING] text FROM text)`, `SUBSTRING(text FROM n FOR m)`,
      `POSITION(text IN text)`, `GROUP_CONCAT([DISTINCT] x [ORDER BY y] [SEPARATOR ','])`,
      `INTERVAL n unit`, `COUNT(*)`, `COUNT(DISTINCT a, b)`.
      """;

  private FunctionList() {}

  public static void main(String[] args) throws IOException {
    Files.writeString(page(), text());
  }

  static String onDisk() throws IOException {
    return Files.exists(page()) ? Files.readString(page()) : "";
  }

  private static Path page() {
    return Path.of("").toAbsolutePath().getParent().resolve("docs").resolve("functions.md");
  }

  static String text() {
    StringBuilder page = new StringBuilder(HEAD);
    for (Map.Entry<String, Collection<? extends Documented>> group :
        Functions.groups().entrySet()) {
      page.append("\n## ").append(group.getKey()).append("\n\n");
      page.append("| form | other names | gives |\n|---|---|---|\n");
      group.getValue().stream()
          .filter(function -> !function.names().get(0).startsWith("$"))
          .map(FunctionList::row)
          .sorted()
          .forEach(page::append);
    }
    page.append("\n## Window functions\n\n");
    page.append("With `OVER (...)`: every aggregate, and ");
    page.append(
        String.join(", ", Functions.windowFunctions().stream().map(f -> f.getName()).toList()));
    return page.append(". Also `COUNT` and `GROUPING`.\n").toString();
  }

  private static String row(Documented function) {
    List<String> others = function.names().subList(1, function.names().size());
    return "| `"
        + function.signature()
        + "` | "
        + String.join(", ", others)
        + " | "
        + function.help()
        + " |\n";
  }
}
