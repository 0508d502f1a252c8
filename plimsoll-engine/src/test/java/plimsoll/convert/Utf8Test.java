package plimsoll.convert;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Against the JDK's decoder, which refuses what is malformed. */
class Utf8Test {
  private static final int[] EDGES = {
    0, 0x41, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xC1, 0xC2, 0xDF, 0xE0, 0xE1, 0xEC,
    0xED, 0xEE, 0xEF, 0xF0, 0xF1, 0xF3, 0xF4, 0xF5, 0xFF
  };

  private static final int[] CHARACTERS = {
    'a', ' ', 0x7F, 0x80, 0xE9, 0x7FF, 0x800, 0xFFF, 0x1000, 0x6771, 0xCFFF, 0xD000, 0xD7FF, 0xE000,
    0xFFFF, 0x10000, 0x3FFFF, 0x10FFFF
  };

  /** Every sequence of four of the bytes at which rules change, at every place in a block. */
  @Test
  void sequencesOfTheBytesAtWhichRulesChange() {
    byte[] data = new byte[160];
    int places = 0;
    for (int a : EDGES) {
      for (int b : EDGES) {
        for (int c : EDGES) {
          for (int d : EDGES) {
            Arrays.fill(data, (byte) 'x');
            int at = places++ % 140;
            data[at] = (byte) a;
            data[at + 1] = (byte) b;
            data[at + 2] = (byte) c;
            data[at + 3] = (byte) d;
            check(data, 0, data.length);
            check(data, at, at + 4);
          }
        }
      }
    }
  }

  @Test
  void longTextsOfAllKindsOfCharactersWhereverTheyAreCut() {
    SplittableRandom random = new SplittableRandom(7);
    for (int round = 0; round < 3000; round++) {
      int kinds = 1 + random.nextInt(CHARACTERS.length);
      StringBuilder text = new StringBuilder();
      int length = random.nextInt(200);
      for (int i = 0; i < length; i++) {
        text.appendCodePoint(CHARACTERS[random.nextInt(kinds)]);
      }
      byte[] data = text.toString().getBytes(StandardCharsets.UTF_8);
      assertThat(Utf8.isValid(data, 0, data.length)).isTrue();
      if (data.length > 0) {
        int start = random.nextInt(data.length);
        check(data, start, start + random.nextInt(data.length - start + 1));
        data[random.nextInt(data.length)] = (byte) random.nextInt(256);
        check(data, 0, data.length);
        check(data, start, data.length);
      }
    }
  }

  private static void check(byte[] data, int start, int end) {
    if (Utf8.isValid(data, start, end) != decodes(data, start, end)) {
      assertThat(Arrays.toString(Arrays.copyOfRange(data, start, end)))
          .as("%d to %d: isValid is %s", start, end, Utf8.isValid(data, start, end))
          .isEmpty();
    }
  }

  private static boolean decodes(byte[] data, int start, int end) {
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(data, start, end - start));
      return true;
    } catch (CharacterCodingException malformed) {
      return false;
    }
  }
}
