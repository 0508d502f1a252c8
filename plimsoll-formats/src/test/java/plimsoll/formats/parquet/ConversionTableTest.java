package plimsoll.formats.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import plimsoll.convert.Conversions;
import plimsoll.error.PlimsollException;
import plimsoll.model.BadValuePolicy;
import plimsoll.model.Column;
import plimsoll.model.DataTypes;
import plimsoll.model.Schema;
import plimsoll.model.Table;
import plimsoll.pipeline.parse.CsvOptions;

/** Which value of which type becomes which: every line of conversions.txt is a file of one row. */
class ConversionTableTest {
  record Case(String type, String value, String column, String becomes, String how) {
    @Override
    public String toString() {
      return type + " " + value + " into " + column + (how.isEmpty() ? "" : ", " + how);
    }
  }

  static Stream<Case> cases() throws IOException {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                ConversionTableTest.class.getResourceAsStream("conversions.txt"),
                StandardCharsets.UTF_8))) {
      return lines
          .lines()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .map(
              line -> {
                String[] parts = line.split("\\|", -1);
                return new Case(
                    parts[0].strip(),
                    parts[1].strip(),
                    parts[2].strip(),
                    parts[3].strip(),
                    parts.length > 4 ? parts[4].strip() : "");
              })
          .toList()
          .stream();
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void valueBecomesWhatTheTableSays(Case one) {
    assertThat(outcome(one, false)).isEqualTo(one.becomes());
  }

  /** A dictionary, then numbers of it: another way to the same values. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void valueOfADictionaryBecomesTheSame(Case one) {
    assertThat(outcome(one, true)).isEqualTo(one.becomes());
  }

  private static String outcome(Case one, boolean dictionary) {
    String[] words = one.type().split(" ", 2);
    MessageType schema =
        MessageTypeParser.parseMessageType(
            "message m { required "
                + words[0]
                + " c"
                + (words.length > 1 ? " " + words[1] : "")
                + "; }");
    Group row = new SimpleGroup(schema);
    put(row, words[0], one.value());
    byte[] file =
        Files.write(schema, List.of(row, row, row), how -> how.withDictionaryEncoding(dictionary));
    Table table =
        Loaded.table(new Schema(List.of(Column.of(1, "c", DataTypes.parse(one.column())))));
    CsvOptions options =
        one.how().equals("openmldb")
            ? Loaded.options().toBuilder().conversions(Conversions.OPENMLDB_CLUSTER).build()
            : Loaded.options();
    ZoneId zone = one.how().contains("/") ? ZoneId.of(one.how()) : ZoneOffset.UTC;
    Loaded loaded;
    try {
      loaded = Loaded.of(Files.of(file), table, options, BadValuePolicy.REJECT, zone);
    } catch (PlimsollException e) {
      return "refused";
    }
    if (loaded.rejects.size() == 3) {
      return loaded.rejects.get(0).error() + " " + loaded.rejects.get(0).value();
    }
    assertThat(loaded.rows).hasSize(3).containsOnly(loaded.rows.get(0));
    return loaded.rows.get(0).get(0);
  }

  private static void put(Group row, String type, String value) {
    if (type.startsWith("fixed")) {
      row.add(0, Binary.fromConstantByteArray(bytes(value)));
      return;
    }
    switch (type) {
      case "boolean" -> row.add(0, Boolean.parseBoolean(value));
      case "int32" -> row.add(0, Integer.parseInt(value));
      case "int64" -> row.add(0, Long.parseLong(value));
      case "float" -> row.add(0, Float.parseFloat(value));
      case "double" -> row.add(0, Double.parseDouble(value));
      default -> row.add(0, Binary.fromConstantByteArray(bytes(value)));
    }
  }

  private static byte[] bytes(String value) {
    return value.startsWith("0x")
        ? HexFormat.of().parseHex(value.substring(2))
        : value.getBytes(StandardCharsets.UTF_8);
  }
}
