package plimsoll.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import plimsoll.error.ErrorCode;
import plimsoll.model.BadValuePolicy;
import plimsoll.model.Fault;
import plimsoll.model.RejectedRow;
import plimsoll.model.Target;
import plimsoll.pipeline.parse.CsvOptions;

/** Logs that are no logs, or no longer. */
class RejectReaderTest {
  private static final String NAME = "error_log_7_1";
  private static final String FORM = "{\"rejected_rows\":2}\n";
  private static final String ROW =
      "{\"source\":\"f\",\"line\":1,\"byte_offset\":0,\"error\":\"BAD_VALUE\",\"raw\":\"abc\"}\n";

  private static final class Stream extends FilterInputStream {
    boolean closed;

    Stream(byte[] bytes) {
      super(new ByteArrayInputStream(bytes));
    }

    @Override
    public void close() {
      closed = true;
    }
  }

  private static Stream stream(String text) {
    return new Stream(text.getBytes(StandardCharsets.UTF_8));
  }

  private static List<RejectedRow> read(InputStream log) throws IOException {
    List<RejectedRow> read = new ArrayList<>();
    try (RejectedRows rows = new RejectReader(NAME, log)) {
      for (RejectedRow row = rows.next(); row != null; row = rows.next()) {
        read.add(row);
      }
    }
    return read;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "no JSON",
        "[1]",
        "\0\0\0\0\0\0\0\0",
        "{\"rejected_rows\":\"two\"}",
        "{\"rejected_rows\":2,\"csv\":{\"enclose\":\"ab\"}}",
        "{\"rejected_rows\":2,\"csv\":{\"no_option\":\"1\"}}",
        "{\"rejected_rows\":2,\"csv\":{\"header\":\"none\"},\"bad_values\":\"MAYBE\"}",
        "{\"rejected_rows\":2,\"csv\":{\"header\":\"none\"},\"bad_values\":\"REJECT\",\"zone\":\"?\"}",
        "{\"rejected_rows\":2,\"csv\":7}",
        "{\"rejected_rows\":2,\"fields\":7}",
        "{\"rejected_rows\":2,\"null_words_at\":7}",
        "{\"rejected_rows\":2,\"null_words_at\":{\"x\":[]}}",
        "{\"error\":\"NONE_OF_OURS\"}",
        "{\"line\":1}",
        "{\"error\":\"BAD_VALUE\",\"line\":\"x\"}",
        "{\"error\":\"BAD_VALUE\",\"raw_base64\":\"?\"}",
      })
  void firstLineThatIsNoneOfALogIsOneErrorAndClosesTheStream(String first) {
    Stream log = stream(first + "\n" + ROW);
    assertThatThrownBy(() -> new RejectReader(NAME, log))
        .isInstanceOf(UnreadableLogException.class)
        .hasMessageStartingWith("Cannot read 'error_log_7_1': its line 1 is damaged (")
        .hasMessageEndingWith("). The load itself is whole; take its bad rows from its input.");
    assertThat(log.closed).isTrue();
  }

  @Test
  void valueThatIsMarkedOutsideOfItsRowIsNotMarked() throws IOException {
    String row = "{\"error\":\"BAD_VALUE\",\"raw\":\"abc\",\"value_start\":2,\"value_end\":4}\n";
    RejectedRow read = read(stream(FORM + row)).get(0);
    assertThat(read.raw()).containsExactly('a', 'b', 'c');
    assertThat(read.valueStart()).isEqualTo(-1);
    assertThat(read.valueEnd()).isEqualTo(-1);
  }

  @Test
  void damageBehindIsToldWithItsLine() {
    assertThatThrownBy(() -> read(stream(FORM + ROW + ROW.replace("BAD_VALUE", "BAD_VALUF"))))
        .isInstanceOf(UnreadableLogException.class)
        .hasMessageContaining("its line 3 is damaged")
        .hasMessageContaining("BAD_VALUF");
  }

  /** Wherever a log is cut off and whatever byte changes, what comes is rows or that one error. */
  @Test
  void anyDamageIsAnUnreadableLog() throws IOException {
    InputForm form =
        new InputForm(
            CsvOptions.rfc4180(),
            List.of("a"),
            List.of("a"),
            BadValuePolicy.NULLIFY,
            ZoneOffset.UTC,
            true,
            Target.ONLINE_IF_ABSENT);
    RejectedRow row =
        new RejectedRow("f", 1, 2, Fault.fieldCount(3, 1), new byte[] {'a', (byte) 0xFF}, 0, 2);
    byte[] first = RejectLines.first(form);
    byte[] second = RejectLines.row(row);
    byte[] log = new byte[first.length + second.length];
    System.arraycopy(first, 0, log, 0, first.length);
    System.arraycopy(second, 0, log, first.length, second.length);
    assertThat(read(new Stream(log))).hasSize(1);
    for (int at = 0; at < log.length; at++) {
      for (int change : new int[] {0, 1, 16, 128, -1}) {
        byte[] damaged = change < 0 ? Arrays.copyOf(log, at) : log.clone();
        if (change >= 0) {
          damaged[at] = (byte) (change == 0 ? 0 : damaged[at] ^ change);
        }
        Stream stream = new Stream(damaged);
        try {
          assertThat(read(stream)).hasSizeLessThanOrEqualTo(1);
        } catch (UnreadableLogException e) {
          assertThat(e).hasMessageContaining(NAME);
        }
        assertThat(stream.closed).isTrue();
      }
    }
  }

  @Test
  void logOfANewerVersionSaysSo() {
    Stream log = stream("{\"rejected_rows\":3,\"anything\":{\"is\":[\"possible\"]}}\n");
    assertThatThrownBy(() -> new RejectReader(NAME, log))
        .isInstanceOf(UnreadableLogException.class)
        .hasMessage(
            "Cannot read 'error_log_7_1': a newer version of Plimsoll wrote it (form 3; this one"
                + " reads forms up to 2). Read it with that version.");
    assertThat(log.closed).isTrue();
  }

  @Test
  void failureToReadIsNoDamage() {
    InputStream failing =
        new InputStream() {
          @Override
          public int read() throws IOException {
            throw new IOException("Input/output error");
          }

          @Override
          public int read(byte[] buffer, int offset, int length) throws IOException {
            return read();
          }
        };
    assertThatThrownBy(() -> new RejectReader(NAME, failing))
        .isNotInstanceOf(UnreadableLogException.class)
        .hasMessage("Input/output error");
  }

  @Test
  void errorsOfLogsNameThemOnce() {
    ErrorLogs logs = name -> Optional.of(new RejectReader(name, stream("no JSON")));
    assertThatThrownBy(() -> logs.open(NAME))
        .satisfies(e -> assertThat(e).extracting("code").isEqualTo(ErrorCode.FILE_UNREADABLE))
        .hasMessageContaining("Cannot read 'error_log_7_1': its line 1 is damaged");
    ErrorLogs none = name -> Optional.empty();
    assertThatThrownBy(() -> none.open(NAME))
        .satisfies(e -> assertThat(e).extracting("code").isEqualTo(ErrorCode.FILE_NOT_FOUND));
  }
}
