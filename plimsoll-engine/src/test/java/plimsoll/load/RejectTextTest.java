package plimsoll.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import plimsoll.error.ErrorCode;
import plimsoll.model.Column;
import plimsoll.model.DataType;
import plimsoll.model.Fault;
import plimsoll.model.RejectedRow;

class RejectTextTest {
  private static final Fault FAULT = new Fault(ErrorCode.BAD_VALUE, "why", "do this", "c", "v");

  private static RejectedRow row(String text, int start, int end) {
    byte[] raw = text.getBytes(StandardCharsets.UTF_8);
    return new RejectedRow("x.csv", 17, 4700, FAULT, raw, start, end);
  }

  private static List<String> below(String text, int start, int end) {
    return RejectText.below(row(text, start, end));
  }

  @Test
  void valueIsMarkedBelowTheRow() {
    Column price = Column.of(1, "price", new DataType.Decimal(10, 2));
    byte[] raw = "abc,3,\"12,5\",2020-01-01".getBytes(StandardCharsets.UTF_8);
    Fault fault = Fault.badValue(price, "12,5".getBytes(StandardCharsets.UTF_8));
    assertThat(RejectText.lines(new RejectedRow("x.csv", 17, 4700, fault, raw, 6, 12)))
        .containsExactly(
            "x.csv:17:7 (byte 4706): Value '12,5' is out of range. The type of 'price' is"
                + " DECIMAL(10, 2)",
            "  17 | abc,3,\"12,5\",2020-01-01",
            "     |       ^^^^^^",
            "  expected digits with an optional point, at most 8 before it; bad_values=null loads NULL"
                + " instead");
  }

  @Test
  void wholeRowHasNoMark() {
    assertThat(below("a,b", -1, -1)).containsExactly("17 | a,b", "do this");
    assertThat(RejectText.place(row("a,b", -1, -1))).isEqualTo("x.csv:17:1 (byte 4700)");
  }

  @Test
  void missingFieldIsMarkedBehindTheRow() {
    assertThat(below("a,b", 3, 3)).containsExactly("17 | a,b", "   |    ^", "do this");
  }

  @Test
  void charactersCountNotBytesAndWideOnesTakeTwoColumns() {
    assertThat(below("é,x", 3, 4)).containsExactly("17 | é,x", "   |   ^", "do this");
    assertThat(below("漢字,x", 7, 8)).containsExactly("17 | 漢字,x", "   |      ^", "do this");
    assertThat(RejectText.place(row("漢字,x", 7, 8))).isEqualTo("x.csv:17:4 (byte 4707)");
  }

  @Test
  void valueOnALaterLineOfItsRowIsPlacedThere() {
    assertThat(RejectText.place(row("\"a\nbc\",x", 7, 8))).isEqualTo("x.csv:18:5 (byte 4707)");
    assertThat(below("\"a\nbc\",x", 7, 8))
        .containsExactly("17 | \"a\\nbc\",x", "   |         ^", "do this");
  }

  @Test
  void whatCannotBeSeenIsWritten() {
    byte[] raw = {'a', '\t', (byte) 0xff, 0, 'b'};
    RejectedRow row = new RejectedRow("f", 1, 0, FAULT, raw, 2, 3);
    assertThat(RejectText.below(row))
        .containsExactly("1 | a\\t\\xFF\\x00b", "  |    ^^^^", "do this");
  }

  @Test
  void longRowIsShownAroundItsValue() {
    String text = "é".repeat(5000) + ",bad," + "z".repeat(5000);
    assertThat(below(text, 10_001, 10_004))
        .containsExactly(
            "17 | ..." + "é".repeat(36) + ",bad," + "z".repeat(63) + "...",
            "   | " + " ".repeat(40) + "^^^",
            "do this");
    assertThat(below(text, -1, -1).get(0)).hasSize(5 + 110);
    assertThat(below("a," + "b".repeat(9000), 2, 9002))
        .containsExactly("17 | a," + "b".repeat(67) + "...", "   |   " + "^".repeat(70), "do this");
    assertThat(below("a".repeat(9000), 9000, 9000).get(1)).endsWith("^");
  }

  @Test
  void rowOfAnUnknownLineHasItsByte() {
    assertThat(RejectText.lines(row("a", 0, 1).onLine(0)))
        .startsWith("x.csv (byte 4700): why", "  ? | a");
  }

  @Test
  void trackingLineIsStarRocks() {
    assertThat(RejectText.trackingLine(row("a\nb", 0, 1))).isEqualTo("Error: why. Row: a\\nb");
    assertThat(RejectText.trackingLine(row("a".repeat(9000), 0, 1))).hasSizeLessThan(4200);
  }
}
