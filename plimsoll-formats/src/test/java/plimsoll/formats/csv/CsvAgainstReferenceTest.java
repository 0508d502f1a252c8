package plimsoll.formats.csv;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import plimsoll.error.ErrorCode;
import plimsoll.pipeline.parse.CsvOptions;

/**
 * Cutter and fast reader against the slow reference: random dialects, any bytes, cut at every chunk
 * size from 1 byte up. The normal run draws thousands of files; {@code -Dplimsoll.csv.files} says
 * how many, {@code -Dplimsoll.csv.seed} from which seed on. A file that is read otherwise is made
 * smaller as long as it still is, and shown.
 */
class CsvAgainstReferenceTest {
  private static final int SMALL = 48;
  private static final int[] CHUNKS_OF_LARGE = {1, 7, 64, 1000, 1 << 20};

  private static final long FILES = Long.getLong("plimsoll.csv.files", 4_000);
  private static final long SEED = Long.getLong("plimsoll.csv.seed", 1);

  @Test
  void readsWhatTheReferenceReads() {
    for (long seed = SEED; seed < SEED + FILES; seed++) {
      Random random = new Random(seed);
      CsvOptions options = Dialects.any(random);
      int columns = 1 + random.nextInt(4);
      List<Integer> pieces = pieces(random);
      try {
        check(options, columns, pieces);
      } catch (AssertionError | RuntimeException e) {
        List<Integer> fewer = shrink(options, columns, pieces);
        throw new AssertionError("seed " + seed + ": " + failure(options, columns, fewer), e);
      }
    }
  }

  private static void check(CsvOptions options, int columns, List<Integer> pieces) {
    byte[] input = input(options, pieces);
    CsvFormat format = Dialects.format(options, columns);
    List<ReferenceCsv.Row> expected = new ReferenceCsv(options, columns, input).rows();
    CsvReader whole = new CsvReader(format, 1 << 17);
    CsvReader windows = new CsvReader(format, 8);
    for (int chunk : chunks(input.length)) {
      check(chunk % 2 == 0 ? whole : windows, format, input, chunk, expected, columns);
    }
    check(whole, format, input, input.length + 1, expected, columns);
    check(windows, format, input, input.length + 1, expected, columns);
  }

  /** Leaves out piece after piece while the file is still read otherwise. */
  private static List<Integer> shrink(CsvOptions options, int columns, List<Integer> pieces) {
    List<Integer> fewest = pieces;
    for (int i = fewest.size() - 1; i >= 0; i--) {
      List<Integer> fewer = new ArrayList<>(fewest);
      fewer.remove(i);
      if (!failure(options, columns, fewer).isEmpty()) {
        fewest = fewer;
      }
    }
    return fewest;
  }

  private static String failure(CsvOptions options, int columns, List<Integer> pieces) {
    try {
      check(options, columns, pieces);
      return "";
    } catch (AssertionError | RuntimeException e) {
      return e.toString();
    }
  }

  private static int[] chunks(int length) {
    if (length > SMALL) {
      return CHUNKS_OF_LARGE;
    }
    int[] sizes = new int[length + 1];
    Arrays.setAll(sizes, i -> i + 1);
    return sizes;
  }

  private static void check(
      CsvReader reader,
      CsvFormat format,
      byte[] input,
      int chunk,
      List<ReferenceCsv.Row> expected,
      int columns) {
    Parsed parsed = Parsed.of(format, reader, input, chunk);
    Supplier<String> what =
        () ->
            String.format(
                "columns %d chunk %d %s%n%s",
                columns, chunk, Dialects.describe(format.options()), Dialects.visible(input));
    assertSame(
        what,
        parsed.rows,
        expected.stream().filter(r -> r.error() == null).map(ReferenceCsv.Row::values).toList());
    assertSame(
        what,
        parsed.rejects.stream().map(r -> bad(r.line(), r.offset(), r.error(), r.raw())).toList(),
        expected.stream()
            .filter(r -> r.error() != null)
            .map(r -> bad(r.line(), r.offset(), Objects.requireNonNull(r.error()), r.raw()))
            .toList());
  }

  private static String bad(long line, long offset, ErrorCode error, String raw) {
    byte[] bytes = raw.getBytes(StandardCharsets.ISO_8859_1);
    return line + ":" + offset + " " + error + " " + Dialects.visible(bytes);
  }

  /** Shows the first difference alone. */
  private static void assertSame(Supplier<String> what, List<?> actual, List<?> expected) {
    if (actual.equals(expected)) {
      return;
    }
    for (int i = 0; i < Math.min(actual.size(), expected.size()); i++) {
      assertThat(actual.get(i)).as(what).isEqualTo(expected.get(i));
    }
    assertThat(actual).as(what).hasSameSizeAs(expected);
  }

  /** Numbers of pieces; the last ones are what the dialect makes special. */
  private static List<Integer> pieces(Random random) {
    boolean large = random.nextInt(10) == 0;
    boolean narrow = random.nextBoolean();
    int length = random.nextInt(large ? 200 : 24);
    List<Integer> pieces = new ArrayList<>();
    for (int i = 0; i < length; i++) {
      boolean special = narrow && random.nextInt(3) > 0;
      pieces.add(
          special
              ? TEXTS.size() + random.nextInt(SPECIAL)
              : random.nextInt(TEXTS.size() + SPECIAL));
    }
    return pieces;
  }

  private static final List<String> TEXTS =
      List.of(
          "a",
          "b",
          "x",
          " ",
          "\r",
          "\n",
          "\r\n",
          "\\",
          "\"",
          "\"\"",
          "'",
          "|",
          ",",
          "é",
          "漢",
          "\\N",
          "null",
          "#",
          "\t",
          "n",
          "0",
          "long unquoted text here");
  private static final int SPECIAL = 10;

  static byte[] input(CsvOptions options, List<Integer> pieces) {
    List<byte[]> all = new ArrayList<>();
    TEXTS.forEach(text -> all.add(Dialects.bytes(text)));
    byte[] separator = options.separator();
    byte[] end = Dialects.end(options);
    byte[] quote = options.enclose() == null ? Dialects.bytes("a") : new byte[] {options.enclose()};
    all.addAll(
        List.of(
            separator,
            end,
            separator,
            end,
            concat(separator, quote),
            concat(quote, separator),
            concat(quote, end),
            concat(end, options.comment()),
            new byte[] {(byte) 0xC3},
            new byte[] {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF}));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    pieces.forEach(piece -> out.writeBytes(all.get(piece)));
    return out.toByteArray();
  }

  private static byte[] concat(byte[] a, byte[] b) {
    byte[] all = Arrays.copyOf(a, a.length + b.length);
    System.arraycopy(b, 0, all, a.length, b.length);
    return all;
  }
}
