package plimsoll.convert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import plimsoll.error.PlimsollException;
import plimsoll.model.DataType;
import plimsoll.model.DataType.Scalar;
import plimsoll.model.Vector;

/** The cases of conversions.txt, each read alone and as one of many. */
class ConversionsTest {
  record Case(Conversions rules, DataType type, String text, String expected) {}

  static Stream<Case> cases() throws IOException {
    try (BufferedReader in =
        new BufferedReader(
            new InputStreamReader(
                Objects.requireNonNull(
                    ConversionsTest.class.getResourceAsStream("conversions.txt")),
                StandardCharsets.UTF_8))) {
      List<Case> cases = new ArrayList<>();
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        if (!line.isBlank() && !line.startsWith("#")) {
          addCases(cases, line.split("\\|", -1));
        }
      }
      return cases.stream();
    }
  }

  private static void addCases(List<Case> cases, String[] parts) {
    assertThat(parts).as(String.join("|", parts)).hasSize(5);
    DataType type = Values.type(parts[1].strip());
    String text = unquoted(parts[2].strip());
    String expected = unquoted(parts[3].strip());
    String rules = parts[0].strip();
    for (char letter : (rules.equals("*") ? "SO" : rules).toCharArray()) {
      cases.add(new Case(rules(letter), type, text, expected));
    }
  }

  private static Conversions rules(char letter) {
    return switch (letter) {
      case 'S' -> Conversions.STARROCKS;
      case 'O' -> Conversions.OPENMLDB_CLUSTER;
      case 'L' -> Conversions.OPENMLDB_LOCAL;
      default -> throw new IllegalArgumentException("No rules: " + letter);
    };
  }

  private static String unquoted(String part) {
    return part.startsWith("\"") ? part.substring(1, part.length() - 1) : part;
  }

  @ParameterizedTest
  @MethodSource("cases")
  void readsOrRefuses(Case c) {
    byte[] text = c.text().getBytes(StandardCharsets.UTF_8);
    // At the very end of its array, in the middle, and between digits that do not belong to it.
    assertThat(alone(c, text, 0, text.length)).isEqualTo(c.expected());
    byte[] wide = new byte[text.length + 40];
    Arrays.fill(wide, (byte) '1');
    System.arraycopy(text, 0, wide, 20, text.length);
    assertThat(alone(c, wide, 20, 20 + text.length)).isEqualTo(c.expected());
    assertThat(amongOthers(c, wide, 20, 20 + text.length)).isEqualTo(c.expected());
  }

  private static String alone(Case c, byte[] data, int start, int end) {
    ValueReader reader = ValueReaders.forType(c.type(), c.rules());
    Vector vector = Vector.allocate(c.type(), 3);
    return reader.read(data, start, end, vector, 1) ? Values.text(vector, c.type(), 1) : "BAD";
  }

  private static String amongOthers(Case c, byte[] data, int start, int end) {
    ValueReader reader = ValueReaders.forType(c.type(), c.rules());
    Vector vector = Vector.allocate(c.type(), 3);
    Fields fields = new Fields();
    int[] cuts = {start - 1, end + 1, -1, 1, start - 1, end + 1};
    fields.set(data, cuts, new int[] {0, 2, 4}, 0, 1);
    cuts[3] = 0; // the second has length -1: it is no field
    int[] failed = new int[3];
    int failures = reader.readAll(fields, 3, vector, failed);
    assertThat(failures).isIn(0, 2);
    if (failures == 2) {
      assertThat(failed).startsWith(0, 2);
      return "BAD";
    }
    assertThat(Values.text(vector, c.type(), 0)).isEqualTo(Values.text(vector, c.type(), 2));
    return Values.text(vector, c.type(), 2);
  }

  @Test
  void constantIsReadLikeAField() {
    Vector vector = ValueReaders.constant("d", Scalar.DATE, "2024-02-29");
    assertThat(Values.text(vector, Scalar.DATE, 0)).isEqualTo("2024-02-29");
  }

  @Test
  void constantThatIsNoValueIsAnErrorWithColumnAndType() {
    assertThatThrownBy(() -> ValueReaders.constant("n", Scalar.TINYINT, "200"))
        .isInstanceOf(PlimsollException.class)
        .hasMessage("Value '200' is out of range. The type of 'n' is TINYINT");
  }
}
