package plimsoll.formats.csv;

import static org.assertj.core.api.Assertions.assertThat;

import com.univocity.parsers.csv.CsvParser;
import com.univocity.parsers.csv.CsvParserSettings;
import com.univocity.parsers.csv.UnescapedQuoteHandling;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;
import plimsoll.pipeline.parse.CsvOptions;
import plimsoll.pipeline.parse.CsvOptions.Header;
import plimsoll.pipeline.parse.CsvOptions.RecordEnd;
import plimsoll.pipeline.parse.CsvOptions.RowLength;
import plimsoll.pipeline.parse.CsvOptions.Trim;

/**
 * Random tables, written in random dialects, are read as they were: by us at several chunk sizes,
 * and by FastCSV and univocity where they know the dialect. {@code -Djqwik.tries.default} says how
 * many.
 */
class WrittenTablesTest {
  private static final String[] TEXTS = {
    "a", "b", "x", "n", "\n", "\r", "\r\n", " ", "\t", "\"", "'", "\\", ",", "|", ";", "é", "漢",
    "#", "0"
  };

  @Property(seed = "1")
  void tablesAreReadAsTheyWereWritten(@ForAll long seed) throws IOException {
    Random random = new Random(seed);
    CsvOptions options = wellFormed(Dialects.any(random));
    List<List<@Nullable String>> table = table(random, options);
    byte[] csv = new Writer(random, options).write(table);
    String what = "seed " + seed + " " + Dialects.describe(options) + "\n" + Dialects.visible(csv);
    CsvFormat format = Dialects.format(options, table.get(0).size());
    for (int chunk : new int[] {1, 1 + random.nextInt(20), csv.length + 1}) {
      Parsed parsed = Parsed.of(format, csv, chunk);
      assertThat(parsed.rejects).as(what).isEmpty();
      assertThat(parsed.rows).as(what).isEqualTo(table);
    }
  }

  @Property(seed = "1")
  void fastCsvReadsTheSame(@ForAll long seed) throws IOException {
    Random random = new Random(seed);
    CsvOptions options =
        wellFormed(Dialects.any(random)).toBuilder()
            .recordEnd(RecordEnd.ANY_BREAK)
            .enclose((byte) '"')
            .escape(null)
            .quoteEscape(null)
            .trim(Trim.NONE)
            .comment(new byte[0])
            .nullMarkers(List.of())
            .emptyIsNull(false)
            .separator(Dialects.bytes(Dialects.pick(random, new String[] {",", ";", "||", "é"})))
            .build();
    List<List<@Nullable String>> table = table(random, options);
    byte[] csv = new Writer(random, options).write(table);
    CsvFormat format = Dialects.format(options, table.get(0).size());
    assertThat(Parsed.of(format, csv, 1 + random.nextInt(30)).rows)
        .as("seed " + seed + "\n" + Dialects.visible(csv))
        .isEqualTo(fastCsv(options, csv));
  }

  /**
   * Spark's reader of CSV, set up as Spark with multiLine does: escapes in quotes, before quotes
   * and themselves.
   */
  @Property(seed = "1")
  void univocityReadsTheSame(@ForAll long seed) {
    Random random = new Random(seed);
    CsvOptions options =
        wellFormed(CsvOptions.openmldbCluster()).toBuilder()
            .separator(Dialects.bytes(Dialects.pick(random, new String[] {",", ";", "|", "\t"})))
            .recordEnd(RecordEnd.bytes(new byte[] {'\n'}))
            .nullMarkers(List.of())
            .build();
    List<List<@Nullable String>> table = table(random, options);
    byte[] csv = new Writer(random, options, false).write(table);
    CsvFormat format = Dialects.format(options, table.get(0).size());
    assertThat(Parsed.of(format, csv, 1 + random.nextInt(30)).rows)
        .as("seed " + seed + "\n" + Dialects.visible(csv))
        .isEqualTo(table)
        .isEqualTo(univocity(options, csv));
  }

  private static List<List<@Nullable String>> univocity(CsvOptions options, byte[] csv) {
    CsvParserSettings settings = new CsvParserSettings();
    settings.getFormat().setDelimiter((char) options.separator()[0]);
    settings.getFormat().setQuoteEscape('\\');
    settings.getFormat().setLineSeparator("\n");
    settings.getFormat().setComment('\0');
    settings.setNormalizeLineEndingsWithinQuotes(false);
    settings.setIgnoreLeadingWhitespaces(false);
    settings.setIgnoreTrailingWhitespaces(false);
    settings.setEmptyValue("");
    settings.setUnescapedQuoteHandling(UnescapedQuoteHandling.STOP_AT_DELIMITER);
    List<List<@Nullable String>> rows = new ArrayList<>();
    for (String[] row :
        new CsvParser(settings)
            .parseAll(new StringReader(new String(csv, StandardCharsets.UTF_8)))) {
      rows.add(new ArrayList<>(Arrays.asList(row)));
    }
    return rows;
  }

  private static List<List<String>> fastCsv(CsvOptions options, byte[] csv) throws IOException {
    List<List<String>> rows = new ArrayList<>();
    String text = new String(csv, StandardCharsets.UTF_8);
    try (CsvReader<CsvRecord> reader =
        CsvReader.builder()
            .fieldSeparator(new String(options.separator(), StandardCharsets.UTF_8))
            .skipEmptyLines(options.blankLines())
            .ofCsvRecord(new StringReader(text))) {
      reader.forEach(record -> rows.add(record.getFields()));
    }
    return rows;
  }

  /** What is neither there to skip rows nor to bear rows of other lengths. */
  private static CsvOptions wellFormed(CsvOptions options) {
    return options.toBuilder()
        .header(Header.NONE)
        .skipHeader(0)
        .shortRows(RowLength.REJECT)
        .longRows(RowLength.REJECT)
        .build();
  }

  private static List<List<@Nullable String>> table(Random random, CsvOptions options) {
    int columns = 1 + random.nextInt(4);
    List<List<@Nullable String>> rows = new ArrayList<>();
    for (int row = 1 + random.nextInt(5); row > 0; row--) {
      List<@Nullable String> fields = new ArrayList<>();
      for (int i = 0; i < columns; i++) {
        fields.add(new Writer(random, options).possible(text(random)));
      }
      rows.add(fields);
    }
    return rows;
  }

  private static @Nullable String text(Random random) {
    if (random.nextInt(8) == 0) {
      return null;
    }
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(5); i > 0; i--) {
      text.append(Dialects.pick(random, TEXTS));
    }
    return text.toString();
  }

  /** Writes as a careful program would. */
  private static final class Writer {
    private final Random random;
    private final CsvOptions options;
    private final boolean doubles;
    private final byte[] end;

    Writer(Random random, CsvOptions options) {
      this(random, options, true);
    }

    /** {@code doubles}: whether quotes may be doubled where there is an escape. */
    Writer(Random random, CsvOptions options, boolean doubles) {
      this.random = random;
      this.options = options;
      this.doubles = doubles;
      this.end = Dialects.end(options);
    }

    byte[] write(List<List<@Nullable String>> table) {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      for (int row = 0; row < table.size(); row++) {
        for (int i = 0; i < table.get(row).size(); i++) {
          out.writeBytes(i == 0 ? new byte[0] : options.separator());
          out.writeBytes(field(table.get(row).get(i)));
        }
        boolean last = row == table.size() - 1;
        out.writeBytes(last && random.nextBoolean() && endsPlainly(out) ? new byte[0] : end());
      }
      return out.toByteArray();
    }

    /** A last row without its end must not be nothing at all, nor end in a separator's bytes. */
    private static boolean endsPlainly(ByteArrayOutputStream out) {
      return out.size() > 0 && out.toByteArray()[out.size() - 1] == 'a';
    }

    private byte[] end() {
      if (options.recordEnd() instanceof RecordEnd.LineEnd any) {
        String[] ends =
            any.crAlone() ? new String[] {"\n", "\r\n", "\r"} : new String[] {"\n", "\r\n"};
        // A CR alone must not meet an LF that begins the next row: none does, it would be quoted.
        return Dialects.bytes(Dialects.pick(random, ends));
      }
      return end;
    }

    /** The text, or one like it that this dialect can say. */
    @Nullable String possible(@Nullable String text) {
      if (text == null) {
        return nullText() == null ? "y" : null;
      }
      if (options.enclose() != null) {
        return quotedMeansNull(text) ? "y" : text;
      }
      if (escape() >= 0) {
        return isSaid(escaped(text)) && canEscape(text) ? text : "y";
      }
      return isPlain(text) ? text : "y";
    }

    private boolean quotedMeansNull(String text) {
      byte[] quoted = quoted(text);
      String inner = new String(quoted, 1, quoted.length - 2, StandardCharsets.UTF_8);
      boolean severalWays = text.indexOf('"') >= 0 || text.indexOf('\'') >= 0;
      return options.quotedNull() && (severalWays || options.nullMarkers().contains(inner));
    }

    private byte[] field(@Nullable String text) {
      if (text == null) {
        return Dialects.bytes(String.valueOf(nullText()));
      }
      if (isPlain(text) && random.nextBoolean()) {
        return Dialects.bytes(text);
      }
      if (options.enclose() != null) {
        return quoted(text);
      }
      return escape() >= 0 && !text.equals("y") ? escaped(text) : Dialects.bytes(text);
    }

    private int escape() {
      Byte escape = options.escape();
      return escape == null || escape.equals(options.enclose()) ? -1 : escape & 0xFF;
    }

    private int escapeInQuotes() {
      Byte escape = options.quoteEscape();
      boolean only =
          options.escape() == null && escape != null && !escape.equals(options.enclose());
      return only && escape != null ? escape & 0xFF : escape();
    }

    /** A text that means NULL and nothing else, or null. */
    private @Nullable String nullText() {
      List<String> markers = new ArrayList<>(options.nullMarkers());
      if (options.emptyIsNull()) {
        markers.add("");
      }
      for (String marker : markers) {
        boolean safe = marker.equals("\\N") ? hasNoSpecial("N") : hasNoSpecial(marker);
        if (!marker.isEmpty() && safe && !isComment(marker)) {
          return marker;
        }
      }
      return null;
    }

    private boolean isPlain(String text) {
      return !text.isEmpty() && hasNoSpecial(text) && isSaid(Dialects.bytes(text));
    }

    private boolean isSaid(byte[] written) {
      String text = new String(written, StandardCharsets.UTF_8);
      return !options.nullMarkers().contains(text) && !text.isEmpty() && !isComment(text);
    }

    private boolean isComment(String text) {
      String comment = new String(options.comment(), StandardCharsets.UTF_8);
      return !comment.isEmpty() && text.startsWith(comment);
    }

    private boolean hasNoSpecial(String text) {
      for (byte b : Dialects.bytes(text)) {
        boolean special =
            Dialect.contains(options.separator(), b & 0xFF)
                || Dialect.contains(end, b & 0xFF)
                || Dialect.contains(options.comment(), b & 0xFF)
                || (b >= 0 && b <= ' ')
                || (options.enclose() != null && options.enclose() == b)
                || (escape() >= 0 && escape() == (b & 0xFF));
        if (special) {
          return false;
        }
      }
      return true;
    }

    private byte[] quoted(String text) {
      byte quote = (byte) options.enclose();
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      out.write(quote);
      byte[] bytes = Dialects.bytes(text);
      for (int i = 0; i < bytes.length; i++) {
        byte b = bytes[i];
        if (b == quote) {
          boolean escapes = escapeInQuotes() >= 0 && !(doubles && random.nextBoolean());
          out.write(escapes ? escapeInQuotes() : quote);
        } else if (escapeInQuotes() == (b & 0xFF) && mustDouble(bytes, i, quote)) {
          out.write(b);
        }
        out.write(b);
      }
      out.write(quote);
      return out.toByteArray();
    }

    /** One of quotes alone is data before all else, and may stand alone there. */
    private boolean mustDouble(byte[] bytes, int at, byte quote) {
      boolean last = at + 1 == bytes.length;
      boolean means = last || bytes[at + 1] == quote || bytes[at + 1] == bytes[at];
      return means || escape() >= 0 || random.nextBoolean();
    }

    private boolean canEscape(String text) {
      return !options.escapeLetters() || text.chars().noneMatch(c -> "0bnrtZ".indexOf(c) >= 0);
    }

    private byte[] escaped(String text) {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      for (byte b : Dialects.bytes(text)) {
        out.write(escape());
        out.write(b);
      }
      return out.toByteArray();
    }
  }
}
