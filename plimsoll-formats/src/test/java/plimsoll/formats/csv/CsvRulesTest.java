package plimsoll.formats.csv;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import plimsoll.error.ErrorCode;
import plimsoll.model.BadValuePolicy;
import plimsoll.pipeline.parse.CsvOption;
import plimsoll.pipeline.parse.CsvOptions;
import plimsoll.pipeline.parse.CsvOptions.Header;
import plimsoll.pipeline.parse.CsvOptions.RecordEnd;
import plimsoll.pipeline.parse.CsvOptions.Trim;
import plimsoll.pipeline.parse.CsvPreset;

/** The cases of rules.txt, by the fast reader in chunks of any size and by the slow reference. */
class CsvRulesTest {
  record Rule(
      String name,
      CsvOptions options,
      byte[] input,
      List<List<@Nullable String>> rows,
      List<ErrorCode> bad) {
    @Override
    public String toString() {
      return name;
    }
  }

  @ParameterizedTest
  @MethodSource("rules")
  void everyParserKeepsTheRule(Rule rule) {
    for (int chunk : new int[] {1 << 20, 1, 3, 7}) {
      CsvFormat format =
          (CsvFormat)
              new CsvFormats().csv(rule.options(), Dialects.table(2), null, BadValuePolicy.REJECT);
      for (CsvReader reader : List.of(new CsvReader(format), new CsvReader(format, 4))) {
        Parsed parsed = Parsed.of(format, reader, rule.input(), chunk);
        assertThat(parsed.rows).isEqualTo(rule.rows());
        assertThat(parsed.rejects.stream().map(Parsed.Reject::error)).isEqualTo(rule.bad());
      }
    }
    List<ReferenceCsv.Row> slow = new ReferenceCsv(rule.options(), 2, rule.input()).rows();
    assertThat(slow.stream().filter(r -> r.error() == null).map(ReferenceCsv.Row::values).toList())
        .isEqualTo(rule.rows());
    assertThat(slow.stream().filter(r -> r.error() != null).map(ReferenceCsv.Row::error).toList())
        .isEqualTo(rule.bad());
  }

  static Stream<Rule> rules() throws IOException {
    try (InputStream in =
        Objects.requireNonNull(CsvRulesTest.class.getResourceAsStream("rules.txt"))) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return Arrays.stream(text.split("\n\\s*\n", -1))
          .map(block -> block.lines().filter(line -> !line.startsWith("#")).toList())
          .filter(lines -> !lines.isEmpty())
          .map(CsvRulesTest::rule)
          .toList()
          .stream();
    }
  }

  private static Rule rule(List<String> lines) {
    CsvOptions options = CsvOptions.rfc4180();
    byte[] input = {};
    String name = "";
    List<List<@Nullable String>> rows = new ArrayList<>();
    List<ErrorCode> bad = new ArrayList<>();
    for (String line : lines) {
      String rest = line.substring(4).strip();
      switch (line.substring(0, 4).strip()) {
        case "rule" -> name = rest;
        case "with" -> options = options(rest.split(" ", -1));
        case "in" -> input = bytes(rest);
        case "row" -> rows.add(row(rest));
        case "bad" -> bad.add(ErrorCode.valueOf(rest));
        default -> throw new IllegalArgumentException(line);
      }
    }
    return new Rule(name, options, input, rows, bad);
  }

  private static List<@Nullable String> row(String text) {
    List<@Nullable String> fields = new ArrayList<>();
    for (String part : text.split(" \\| ", -1)) {
      String field = part.strip();
      fields.add(
          field.equals("NULL")
              ? null
              : field.equals("\"\"") && !text.startsWith("\" |")
                  ? ""
                  : new String(bytes(field), StandardCharsets.UTF_8));
    }
    return fields;
  }

  private static CsvOptions options(String[] words) {
    CsvOptions preset =
        switch (words[0]) {
          case "rfc4180" -> CsvOptions.rfc4180().toBuilder().header(Header.NONE).build();
          case "starrocks" -> CsvOptions.starrocks();
          case "openmldb" -> CsvOptions.openmldbCluster();
          default -> CsvPreset.of(words[0]).options();
        };
    CsvOptions.Builder options = preset.toBuilder();
    for (int i = 1; i < words.length; i++) {
      byte[] value = bytes(words[i].substring(words[i].indexOf('=') + 1));
      String text = new String(value, StandardCharsets.UTF_8);
      switch (words[i].substring(0, words[i].indexOf('='))) {
        case "separator" -> options.separator(value);
        case "recordEnd" -> options.recordEnd(RecordEnd.bytes(value));
        case "enclose" -> options.enclose(value.length == 0 ? null : (Byte) value[0]);
        case "escape" -> options.escape(value[0]);
        case "emptyIsNull" -> options.emptyIsNull(Boolean.parseBoolean(text));
        case "quotedNull" -> options.quotedNull(Boolean.parseBoolean(text));
        case "trim" -> options.trim(Boolean.parseBoolean(text) ? Trim.SPACES : Trim.NONE);
        case "skip" -> options.skipHeader(Long.parseLong(text));
        default ->
            CsvOption.find(words[i].substring(0, words[i].indexOf('=')))
                .orElseThrow()
                .set(options, text);
      }
    }
    return options.build();
  }

  private static byte[] bytes(String text) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) != '\\') {
        int end = text.offsetByCodePoints(i, 1);
        out.writeBytes(text.substring(i, end).getBytes(StandardCharsets.UTF_8));
        i = end - 1;
        continue;
      }
      char next = text.charAt(++i);
      switch (next) {
        case 'n' -> out.write('\n');
        case 'r' -> out.write('\r');
        case 't' -> out.write('\t');
        case 's' -> out.write(' ');
        case '\\' -> out.write('\\');
        case 'x' -> {
          out.write(Integer.parseInt(text.substring(i + 1, i + 3), 16));
          i += 2;
        }
        default -> throw new IllegalArgumentException(text);
      }
    }
    return out.toByteArray();
  }
}
