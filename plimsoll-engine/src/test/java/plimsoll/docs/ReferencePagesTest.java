package plimsoll.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import plimsoll.config.Setting;
import plimsoll.config.Settings;
import plimsoll.error.ErrorCode;
import plimsoll.pipeline.parse.CsvOption;
import plimsoll.pipeline.parse.CsvPreset;

/**
 * The pages that list settings and errors are what the code says. Run with {@code
 * -Dplimsoll.docs=write} to write them anew.
 */
class ReferencePagesTest {
  private static final Path DOCS = Path.of("..", "docs");

  @Test
  void settingsPageIsUpToDate() throws IOException {
    StringBuilder page = new StringBuilder();
    page.append("# Settings\n\n");
    page.append(
        "Lines `key = value` in the file that `--config` names. Written from the code.\n\n");
    page.append("| key | default | allowed | what it does |\n|---|---|---|---|\n");
    for (Setting<?> setting : Settings.ALL) {
      String byDefault =
          setting.equals(Settings.LOAD_WORKERS) ? "number of processors" : setting.byDefault();
      page.append(
          "| `%s` | %s | %s | %s |\n"
              .formatted(setting.key(), byDefault, setting.range(), setting.help()));
    }
    check("settings.md", page.toString());
  }

  @Test
  void errorsPageIsUpToDate() throws IOException {
    String rows =
        Arrays.stream(ErrorCode.values())
            .map(
                code ->
                    "| %d | `%s` | %s | %s |\n"
                        .formatted(
                            code.number(),
                            code.name(),
                            code.blame().name().toLowerCase(java.util.Locale.ROOT),
                            code.template().replaceAll("%[sd]", "…").replace("|", "\\|")))
            .sorted()
            .collect(Collectors.joining());
    check(
        "errors.md",
        "# Errors\n\nEvery failure a client can meet, and who can act on it. Written from the code.\n\n"
            + "| number | code | who can act | message |\n|---|---|---|---|\n"
            + rows);
  }

  @Test
  void presetsOfCsvAreUpToDate() throws IOException {
    Path file = DOCS.resolve("formats/csv.md");
    String page = Files.readString(file);
    String begin = "<!-- presets: written from the code -->\n";
    String end = "<!-- /presets -->\n";
    String expected =
        page.substring(0, page.indexOf(begin) + begin.length())
            + presets()
            + page.substring(page.indexOf(end));
    check("formats/csv.md", expected);
  }

  private static String presets() {
    StringBuilder table = new StringBuilder("| option | what it does | takes |");
    CsvPreset.words().forEach(word -> table.append(" `").append(word).append("` |"));
    table.append("\n|---|---|---|").append("---|".repeat(CsvPreset.values().length)).append('\n');
    for (CsvOption option : CsvOption.values()) {
      table.append("| `%s` | %s | %s |".formatted(option.word(), option.does(), option.takes()));
      for (CsvPreset preset : CsvPreset.values()) {
        String shown = option.show(preset.options());
        table.append(shown.isEmpty() ? " |" : " `" + shown + "` |");
      }
      table.append('\n');
    }
    return table.toString();
  }

  @Test
  void numbersAreUnique() {
    assertThat(Arrays.stream(ErrorCode.values()).map(ErrorCode::number)).doesNotHaveDuplicates();
  }

  private static void check(String name, String expected) throws IOException {
    Path file = DOCS.resolve(name);
    if ("write".equals(System.getProperty("plimsoll.docs"))) {
      Files.writeString(file, expected);
    }
    assertThat(file).content().isEqualTo(expected);
  }
}
