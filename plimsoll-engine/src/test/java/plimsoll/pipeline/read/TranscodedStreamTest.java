package plimsoll.pipeline.read;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TranscodedStreamTest {
  @ParameterizedTest
  @CsvSource({
    "UTF-16LE, 'a,ü,漢字,😀'",
    "UTF-16BE, 'a,ü,漢字,😀'",
    "UTF-16, 'a,ü,漢字,😀'",
    "UTF-32LE, 'a,ü,漢字,😀'",
    "ISO-8859-1, 'a,ü,ß'",
    "windows-1252, 'a,ü,€'",
    "GBK, 'a,漢字'",
    "GB18030, 'a,漢字,😀'",
    "Shift_JIS, 'a,漢字,カ'"
  })
  void textComesOutAsUtf8(String encoding, String line) throws IOException {
    String text = (line + "\n").repeat(20_000);
    byte[] bytes = text.getBytes(Charset.forName(encoding));
    for (int size : new int[] {1_000_000, 4_097, 3}) {
      assertThat(new String(converted(bytes, encoding, size), StandardCharsets.UTF_8))
          .isEqualTo(text);
    }
  }

  @Test
  void whatIsNoTextBecomesAByteThatUtf8NeverHas() throws IOException {
    byte[] gbk = {'a', (byte) 0xFF, 'b', (byte) 0x81, 0x20, 'c', '\n'};
    assertThat(converted(gbk, "GBK", 100)).containsExactly('a', 0xFF, 'b', 0xFF, 0x20, 'c', '\n');
    byte[] loneSurrogate = {0, 'a', (byte) 0xD8, 0, 0, 'b', 0, 'c', 9};
    assertThat(converted(loneSurrogate, "UTF-16BE", 100)).containsExactly('a', 0xFF, 'c', 0xFF);
  }

  @Test
  void cutOffCharactersAreNoText() throws IOException {
    assertThat(converted(new byte[] {'a', (byte) 0x81}, "GBK", 100)).containsExactly('a', 0xFF);
  }

  @Test
  void anythingComesToAnEnd() throws IOException {
    Random random = new Random(3);
    for (String encoding : new String[] {"UTF-16", "GBK", "Shift_JIS", "GB18030", "ISO-2022-JP"}) {
      byte[] bytes = new byte[100_000];
      random.nextBytes(bytes);
      assertThat(converted(bytes, encoding, 1_000)).isNotEmpty();
    }
  }

  private static byte[] converted(byte[] bytes, String encoding, int size) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    byte[] buffer = new byte[size];
    try (TranscodedStream in =
        new TranscodedStream(new ByteArrayInputStream(bytes), Charset.forName(encoding))) {
      for (int read = in.read(buffer, 0, size); read >= 0; read = in.read(buffer, 0, size)) {
        out.write(buffer, 0, read);
      }
    }
    return out.toByteArray();
  }
}
