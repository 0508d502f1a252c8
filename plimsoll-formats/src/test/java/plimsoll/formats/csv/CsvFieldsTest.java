package plimsoll.formats.csv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import plimsoll.error.PlimsollException;
import plimsoll.pipeline.parse.CsvOptions;
import plimsoll.pipeline.parse.CsvOptions.Header;
import plimsoll.pipeline.parse.CsvOptions.RecordEnd;
import plimsoll.pipeline.parse.CsvOptions.Trim;

/** What is written is read as it was, or refused; {@code -Djqwik.tries.default} says how often. */
class CsvFieldsTest {
  private static final String[] PIECES = {
    "a", "b", "x", "n", "N", "null", "\n", "\r", "\r\n", " ", "\t", "\"", "'", "\\", ",", ";", "|",
    "||", "é", "漢", "#", "/", "\u0001", "\u0002", "\uFEFF", "\u0000"
  };

  @Property(seed = "1")
  void whatIsWrittenIsReadAsItWas(@ForAll long seed) throws IOException {
    Random random = new Random(seed);
    CsvOptions options = writable(random);
    CsvFields fields;
    try {
      fields = new CsvFields(options);
    } catch (PlimsollException nullCannotStand) {
      return;
    }
    int width = 1 + random.nextInt(3);
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    List<List<@Nullable String>> table = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      List<@Nullable String> row = row(random, width);
      byte[] line =
          line(fields, row, file.size(), new Refusals(options, file.toByteArray(), table));
      if (line.length > 0) {
        file.writeBytes(line);
        table.add(row);
      }
    }
    CsvFormat format = Dialects.format(options, width);
    Parsed parsed = Parsed.of(format, file.toByteArray(), 1 + random.nextInt(30));
    String what =
        seed + " " + Dialects.describe(options) + "\n" + Dialects.visible(file.toByteArray());
    assertThat(parsed.rejects).as(what).isEmpty();
    assertThat(parsed.rows).as(what).isEqualTo(table);
  }

  private static CsvOptions writable(Random random) {
    CsvOptions.Builder options = Dialects.any(random).toBuilder();
    CsvOptions drawn =
        options
            .recordEnd(
                random.nextBoolean() ? RecordEnd.ANY_LINE_END : RecordEnd.bytes(new byte[] {'\n'}))
            .header(Header.NONE)
            .skipHeader(0)
            .comment(new byte[0])
            .trim(Trim.NONE)
            .quotedNull(false)
            .build();
    return drawn;
  }

  /** Looks whether what is refused would have been read otherwise. */
  private record Refusals(
      CsvOptions options, byte[] before, List<List<@Nullable String>> rowsBefore) {
    void requireDue(byte[] line, List<@Nullable String> row, int column, String reason) {
      assertThat(reason).endsWith(".");
      @Nullable String value = row.get(column);
      String plain = value == null ? nullMarker() : value;
      List<@Nullable String> asLast = new ArrayList<>(row.subList(0, column + 1));
      List<@Nullable String> asFirst = new ArrayList<>();
      asFirst.add(value);
      asFirst.add("x");
      byte[] prefix = Arrays.copyOf(before, before.length + line.length);
      System.arraycopy(line, 0, prefix, before.length, line.length);
      boolean last = isReadAs(bytes(prefix, plain + "\n"), asLast, column + 1);
      String separator = new String(options.separator(), StandardCharsets.UTF_8);
      boolean first = isReadAs(bytes(before, plain + separator + "x\n"), asFirst, 2);
      assertThat(last && (first || row.size() == 1))
          .as(Dialects.describe(options) + ": '" + plain + "' " + reason)
          .isFalse();
    }

    private String nullMarker() {
      return options.nullMarkers().isEmpty() ? "" : options.nullMarkers().get(0);
    }

    private static byte[] bytes(byte[] prefix, String text) {
      ByteArrayOutputStream all = new ByteArrayOutputStream();
      all.writeBytes(prefix);
      all.writeBytes(text.getBytes(StandardCharsets.UTF_8));
      return all.toByteArray();
    }

    /** Those before may have another width, so only the last one is looked at. */
    private boolean isReadAs(byte[] file, List<@Nullable String> row, int width) {
      Parsed parsed;
      try {
        parsed = Parsed.of(Dialects.format(options, width), file, 1 << 20);
      } catch (PlimsollException noText) {
        return false;
      }
      int count = parsed.rows.size();
      return count + parsed.rejects.size() == rowsBefore.size() + 1
          && count > 0
          && parsed.rows.get(count - 1).equals(row);
    }
  }

  /** Empty if the options cannot say the row. */
  private static byte[] line(
      CsvFields fields, List<@Nullable String> row, int offset, Refusals refusals) {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int i = 0; i < row.size(); i++) {
      String value = row.get(i);
      line.writeBytes(i == 0 ? new byte[0] : fields.separator());
      try {
        byte[] bytes = value == null ? null : value.getBytes(StandardCharsets.UTF_8);
        line.writeBytes(fields.write(bytes, row.size() == 1, offset + line.size()));
      } catch (InexpressibleException e) {
        refusals.requireDue(line.toByteArray(), row, i, e.reason());
        return new byte[0];
      }
    }
    line.write('\n');
    return line.toByteArray();
  }

  private static List<@Nullable String> row(Random random, int width) {
    List<@Nullable String> row = new ArrayList<>();
    for (int i = 0; i < width; i++) {
      StringBuilder text = new StringBuilder();
      for (int pieces = random.nextInt(5); pieces > 0; pieces--) {
        text.append(PIECES[random.nextInt(PIECES.length)]);
      }
      row.add(random.nextInt(6) == 0 ? null : text.toString());
    }
    return row;
  }

  /** Without quotes and escapes a CR is a byte like others, unless it ends the row. */
  @Test
  void whatReadsBackAsItStandsIsNotRefused() throws InexpressibleException {
    CsvOptions plain = CsvOptions.starrocks();
    assertThat(write(plain, "a\rb", false)).isEqualTo("a\rb");
    assertThat(write(plain, "a\r", false)).isEqualTo("a\r");
    CsvOptions lines = plain.toBuilder().recordEnd(RecordEnd.ANY_LINE_END).build();
    assertThat(write(lines, "a\rb", false)).isEqualTo("a\rb");
    assertThatThrownBy(() -> write(lines, "a\r", false)).isInstanceOf(InexpressibleException.class);
    assertThat(write(CsvOptions.mysql(), "", true)).isEmpty();
    assertThatThrownBy(() -> write(plain, "", true)).isInstanceOf(InexpressibleException.class);
  }

  private static String write(CsvOptions options, String value, boolean alone)
      throws InexpressibleException {
    byte[] field = new CsvFields(options).write(value.getBytes(StandardCharsets.UTF_8), alone, 100);
    return new String(field, StandardCharsets.UTF_8);
  }

  @Test
  void aNulIsRefusedOnlyWhereTheReaderLooksForIt() throws InexpressibleException {
    CsvFields fields = new CsvFields(CsvOptions.rfc4180());
    byte[] value = {'a', 0};
    assertThatThrownBy(() -> fields.write(value, false, 0)).hasMessageContaining("NUL");
    assertThatThrownBy(() -> fields.write(value, false, 8190)).hasMessageContaining("NUL");
    assertThat(fields.write(value, false, 8191)).isEqualTo(value);
  }
}
