package plimsoll.formats.csv;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.RandomDistribution;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;
import plimsoll.error.ErrorCode;
import plimsoll.pipeline.parse.CsvOptions;

/**
 * Cutter and fast reader against the slow reference: random dialects, any bytes, cut at every chunk
 * size from 1 byte up. The normal run draws thousands of files; a long one as many as {@code
 * -Djqwik.tries.default} says.
 */
class CsvAgainstReferenceTest {
  private static final int SMALL = 48;
  private static final int[] CHUNKS_OF_LARGE = {1, 7, 64, 1000, 1 << 20};

  @Property(seed = "1")
  void readsWhatTheReferenceReads(
      @ForAll("dialects") CsvOptions options,
      @ForAll @IntRange(min = 1, max = 4) int columns,
      @ForAll("pieces") List<Integer> pieces) {
    check(options, columns, pieces);
  }

  @Provide
  Arbitrary<CsvOptions> dialects() {
    return Arbitraries.randomValue(Dialects::any);
  }

  /** Numbers of pieces; the last ones are what the dialect makes special. */
  @Provide
  Arbitrary<List<Integer>> pieces() {
    Arbitrary<Integer> any = numbers(0);
    Arbitrary<Integer> special = numbers(TEXTS.size());
    Arbitrary<Integer> often = Arbitraries.frequencyOf(Tuple.of(2, special), Tuple.of(1, any));
    return Arbitraries.frequencyOf(
        Tuple.of(9, any.list().ofMaxSize(24)),
        Tuple.of(9, often.list().ofMaxSize(24)),
        Tuple.of(1, any.list().ofMaxSize(200)),
        Tuple.of(1, often.list().ofMaxSize(200)));
  }

  private static Arbitrary<Integer> numbers(int from) {
    return Arbitraries.integers()
        .between(from, TEXTS.size() + SPECIAL - 1)
        .withDistribution(RandomDistribution.uniform());
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
  private static final int SPECIAL = 14;

  static byte[] input(CsvOptions options, List<Integer> pieces) {
    List<byte[]> all = new ArrayList<>();
    TEXTS.forEach(text -> all.add(Dialects.bytes(text)));
    byte[] separator = options.separator();
    byte[] end = Dialects.end(options);
    byte[] quote = options.enclose() == null ? Dialects.bytes("a") : new byte[] {options.enclose()};
    byte[] escape = escape(options);
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
            concat(escape, quote),
            concat(escape, escape),
            concat(escape, separator),
            concat(escape, end),
            new byte[] {(byte) 0xC3},
            new byte[] {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF}));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    pieces.forEach(piece -> out.writeBytes(all.get(piece)));
    return out.toByteArray();
  }

  private static byte[] escape(CsvOptions options) {
    Byte escape = options.escape() == null ? options.quoteEscape() : options.escape();
    return escape == null ? Dialects.bytes("b") : new byte[] {escape};
  }

  private static byte[] concat(byte[] a, byte[] b) {
    byte[] all = Arrays.copyOf(a, a.length + b.length);
    System.arraycopy(b, 0, all, a.length, b.length);
    return all;
  }
}
