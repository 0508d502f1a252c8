package plimsoll.server.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import plimsoll.error.ErrorCode;
import plimsoll.model.Fault;
import plimsoll.model.Label;
import plimsoll.model.LoadKind;
import plimsoll.model.LoadRecord;
import plimsoll.model.RejectedRow;
import plimsoll.sql.query.TableRead;

/** What the rows of one query may take counts the texts that are made of them. */
class RejectedRowsTableTest {
  private static final int MANY = 10_000;
  private static final TableRead PLACES =
      new TableRead(Map.of(), Map.of(), Map.of(), Set.of("LINE", "SOURCE"));
  private static final LoadRecord LOAD =
      LoadRecord.forgotten(1, "d", Label.given("l"), LoadKind.STREAM, Instant.EPOCH);

  private static RejectedRow row(String reason, String hint, String value, byte[] raw) {
    return new RejectedRow(
        "f", 1, 0, new Fault(ErrorCode.BAD_VALUE, reason, hint, "c", value), raw);
  }

  private static void read(RejectedRow row, TableRead read, long most) throws IOException {
    RejectedRowsTable.Reading reading = new RejectedRowsTable.Reading(read, most);
    int[] left = {1};
    reading.add(LOAD, () -> left[0]-- > 0 ? row : null);
    assertThat(reading.rows()).hasSize(1);
  }

  private static void assertTakes(RejectedRow row, long bytes) throws IOException {
    assertThatThrownBy(() -> read(row, TableRead.ALL, bytes))
        .satisfies(e -> assertThat(e).extracting("code").isEqualTo(ErrorCode.REFUSED))
        .hasMessageContaining("The rejected rows are more than");
    read(row, TableRead.ALL, bytes + 1_000);
    read(row, PLACES, 1_000);
  }

  @ParameterizedTest
  @CsvSource({"a,1", "\u00e9,1", "\u4e2d,2"})
  void rowOfTextTakesItsCharacters(String letter, int bytesEach) throws IOException {
    byte[] raw = letter.repeat(MANY).getBytes(StandardCharsets.UTF_8);
    assertTakes(row("", "", "", raw), (long) MANY * bytesEach);
  }

  /** It is given twice: with its odd bytes replaced, and as Base64. */
  @Test
  void rowThatIsNoTextTakesBothOfItsTexts() throws IOException {
    byte[] raw = "a".repeat(MANY).getBytes(StandardCharsets.UTF_8);
    raw[7] = (byte) 0xFF;
    assertTakes(row("", "", "", raw), 2L * MANY + (MANY + 2) / 3 * 4);
  }

  @Test
  void reasonAndHintAndValueAreCounted() throws IOException {
    String text = "a".repeat(MANY);
    RejectedRow row = row(text, text, text, new byte[0]);
    assertTakes(row, 2L * MANY + row.value().length());
  }
}
