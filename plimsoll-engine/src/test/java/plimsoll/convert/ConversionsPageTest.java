package plimsoll.convert;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * The page of conversions is what conversions.txt proves. Run with {@code -Dplimsoll.docs=write} to
 * write it anew.
 */
class ConversionsPageTest {
  private static final Path PAGE = Path.of("..", "docs", "conversions.md");

  @Test
  void conversionsPageIsUpToDate() throws IOException {
    String page = page();
    if ("write".equals(System.getProperty("plimsoll.docs"))) {
      Files.writeString(PAGE, page);
    }
    assertThat(PAGE).content().isEqualTo(page);
  }

  private static String page() throws IOException {
    Map<String, Map<String, Map<Conversions, String>>> types = new LinkedHashMap<>();
    ConversionsTest.cases()
        .forEach(
            c ->
                types
                    .computeIfAbsent(c.type().sql(), type -> new LinkedHashMap<>())
                    .computeIfAbsent(c.text(), text -> new LinkedHashMap<>())
                    .put(c.rules(), c.expected()));
    StringBuilder page = new StringBuilder();
    page.append("# Conversions, case by case\n\n");
    page.append(
        "Which text becomes which value, by the rules of each dialect; what the rules are,\n");
    page.append(
        "says [types](types.md). Written from the cases that tests run, so each line is proven.\n");
    page.append(
        "**bad**: no value of the type. A dash: no case. VARBINARY is shown in hexadecimal\n");
    page.append("digits.\n");
    types.forEach((type, cases) -> append(page, type, cases));
    return page.toString();
  }

  private static void append(
      StringBuilder page, String type, Map<String, Map<Conversions, String>> cases) {
    page.append("\n## ").append(type.replace("<", "\\<")).append("\n\n");
    page.append("| text | StarRocks | OpenMLDB cluster | OpenMLDB local |\n|---|---|---|---|\n");
    cases.forEach(
        (text, values) ->
            page.append("| ")
                .append(code(text))
                .append(" | ")
                .append(value(values.get(Conversions.STARROCKS)))
                .append(" | ")
                .append(value(values.get(Conversions.OPENMLDB_CLUSTER)))
                .append(" | ")
                .append(value(values.get(Conversions.OPENMLDB_LOCAL)))
                .append(" |\n"));
  }

  private static String value(String expected) {
    if (expected == null) {
      return "–";
    }
    return expected.equals("BAD") ? "**bad**" : code(expected);
  }

  /** Blanks at the ends and emptiness are to be seen. */
  private static String code(String text) {
    if (text.isEmpty()) {
      return "(empty)";
    }
    return text.isBlank() || !text.equals(text.strip()) ? "`\"" + text + "\"`" : "`" + text + "`";
  }
}
