package plimsoll.formats.csv.guess;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import plimsoll.formats.csv.CsvSample;
import plimsoll.formats.csv.CsvSample.Cut;
import plimsoll.formats.csv.CsvSample.Row;
import plimsoll.pipeline.parse.CsvOptions;
import plimsoll.pipeline.parse.CsvOptions.Trim;

/**
 * Which separator, line end, quote and escape cut a file well.
 *
 * @param csv the options
 * @param width how many fields most rows have
 * @param separatorConfidence share of rows that it cuts into that many fields
 * @param quoteConfidence share of lines that are cut without a fault of quotes
 * @param foundCr whether CR alone was found to end rows
 */
record DialectGuess(
    CsvOptions csv,
    int width,
    double separatorConfidence,
    double quoteConfidence,
    boolean foundCr) {
  /*
   * Every reading of the file's first rows gets a score. For one separator the best way of quoting is
   * the one with the fewest faulty rows, the standard way first. Of the separators that cut nearly all
   * rows alike, the best leaves the cleanest fields behind: numbers, dates and texts that do not hold
   * another candidate; then the one that cuts more. Of line ends CR alone is one only where it makes
   * better rows than LF, since text that is not quoted may hold it, or where lines end with CR CR LF.
   */
  private static final byte[] SEPARATORS = {',', '\t', ';', '|', 1, '^', '~'};
  private static final byte[] DOUBLED = {'|', '^', '~'};
  private static final byte[] QUOTES = {'"', '\''};
  private static final double MOST_ODD_ROWS = 0.05;
  private static final int PREFIX_BYTES = 64 << 10;
  private static final int FEWEST_ROWS = 5;
  private static final int MOST_ROWS = 2_000;
  private static final int MOST_TITLES = 20;
  private static final double SAME_CLEANNESS = 0.05;
  private static final double MOSTLY = 0.5;
  private static final Pattern CLEAN =
      Pattern.compile("[-+]?[\\d.,]+%?|[^,;|\\t^~]*|([^,;|\\t^~]|[,;] )*");

  private record Reading(CsvOptions csv, Cut cut, int width, long odd, double clean) {
    long faults() {
      return odd + cut.strays() + cut.unread();
    }

    long all() {
      return Math.max(1, cut.rows().size() + cut.strays() + cut.unread());
    }

    boolean isConsistent() {
      return width > 1 && faults() <= all() * MOST_ODD_ROWS;
    }
  }

  static DialectGuess of(byte[] data, boolean whole, CsvOptions base, Known known) {
    byte[] start = data.length <= PREFIX_BYTES ? data : Arrays.copyOf(data, PREFIX_BYTES);
    CsvOptions withCr = LineEnds.withCr(data, base, known);
    boolean hasLf = indexOf(data, (byte) '\n') >= 0;
    DialectGuess guess = of(new Text(start, whole && start == data, hasLf), base, withCr, known);
    return guess == null
        ? Objects.requireNonNull(of(new Text(data, true, hasLf), base, withCr, known))
        : guess;
  }

  /**
   * What is looked at.
   *
   * @param whole whether the input ends there
   * @param hasLf whether there is an LF, here or behind it
   */
  private record Text(byte[] data, boolean whole, boolean hasLf) {}

  /** Null if the text is too short to tell. */
  private static @Nullable DialectGuess of(
      Text text, CsvOptions base, @Nullable CsvOptions withCr, Known known) {
    Reading chosen = bestReading(text, base, known);
    Reading cr = withCr == null ? chosen : bestReading(text, withCr, known);
    boolean foundCr = withCr != null && crEndsRows(text, cr, chosen);
    chosen = foundCr ? cr : chosen;
    if (!text.whole() && chosen.cut().rows().size() < FEWEST_ROWS) {
      return null;
    }
    CsvOptions csv = chosen.csv();
    if (!known.skip() && chosen.width() > 1) {
      csv = csv.toBuilder().skipHeader(titles(chosen)).build();
    }
    if (!known.trim() && isPadded(chosen)) {
      csv = csv.toBuilder().trim(Trim.SPACES).build();
    }
    return new DialectGuess(
        csv,
        chosen.width(),
        1 - (double) chosen.odd() / chosen.all(),
        1 - (double) (chosen.cut().strays() + chosen.cut().unread()) / chosen.all(),
        foundCr);
  }

  /** With the line end of {@code base}. */
  private static Reading bestReading(Text text, CsvOptions base, Known known) {
    List<Reading> best = new ArrayList<>();
    for (byte[] separator : separators(text, base, known)) {
      best.add(reading(text, base.toBuilder().separator(separator).build(), known));
    }
    Reading chosen = choose(best);
    return known.separator() || known.types() ? chosen : doubled(text, chosen, known);
  }

  private static Reading reading(Text text, CsvOptions csv, Known known) {
    return known.quotes() ? read(text, csv) : bestQuoting(text, csv);
  }

  /**
   * Where there is no LF, nothing else ends rows; beside LFs a CR may be a part of a text, unless
   * it is one of CR CR LF.
   */
  private static boolean crEndsRows(Text text, Reading cr, Reading lf) {
    long lfRows = lf.cut().rows().size();
    long more = cr.cut().rows().size() - lfRows;
    if (!text.hasLf()) {
      return more > 0 && cr.faults() < cr.all() * MOSTLY;
    }
    if (text.whole() && cr.cut().ends().lfs() == 0 && cr.isConsistent()) {
      return true; // all LFs are in quotes
    }
    if (LineEnds.areCrCrLf(cr.cut().ends())) {
      return cr.isConsistent() || cr.faults() <= lf.faults();
    }
    // A list in a field, one item a line, may look like rows of another separator.
    boolean agrees =
        !lf.isConsistent() || Arrays.equals(cr.csv().separator(), lf.csv().separator());
    return cr.isConsistent() && agrees && (more > lfRows || cr.faults() < lf.faults());
  }

  /** A separator of two equal bytes seems to be one byte with an empty field behind each other. */
  private static Reading doubled(Text text, Reading single, Known known) {
    byte separator = single.csv().separator()[0];
    if (indexOf(DOUBLED, separator) < 0 || !isEveryOtherEmpty(single.cut().rows())) {
      return single;
    }
    CsvOptions csv = single.csv().toBuilder().separator(new byte[] {separator, separator}).build();
    Reading two = reading(text, csv, known);
    return two.isConsistent() && two.width() * 2 - 1 == single.width() ? two : single;
  }

  /** The first row must name columns: below a header a column may well be empty. */
  private static boolean isEveryOtherEmpty(List<Row> rows) {
    List<Row> below = rows.stream().dropWhile(row -> row.fields().size() == 1).toList(); // titles
    if (below.isEmpty() || !namesEveryOther(below.get(0))) {
      return false;
    }
    for (Row row : below) {
      for (int i = 1; i < row.fields().size(); i += 2) {
        String field = row.fields().get(i);
        if (field != null && !field.isEmpty()) {
          return false;
        }
      }
    }
    return true;
  }

  private static boolean namesEveryOther(Row row) {
    for (int i = 0; i < row.fields().size(); i += 2) {
      String field = row.fields().get(i);
      if (field == null || field.isEmpty() || !Character.isLetter(field.codePointAt(0))) {
        return false;
      }
    }
    return true;
  }

  private static List<byte[]> separators(Text text, CsvOptions base, Known known) {
    List<byte[]> separators = new ArrayList<>();
    separators.add(base.separator());
    if (!known.separator()) {
      for (byte separator : SEPARATORS) {
        boolean isBase = base.separator().length == 1 && base.separator()[0] == separator;
        if (!isBase && indexOf(text.data(), separator) >= 0) {
          separators.add(new byte[] {separator});
        }
      }
    }
    return separators;
  }

  static int indexOf(byte[] data, byte wanted) {
    for (int i = 0; i < data.length; i++) {
      if (data[i] == wanted) {
        return i;
      }
    }
    return -1;
  }

  private static Reading choose(List<Reading> readings) {
    return readings.stream()
        .filter(Reading::isConsistent)
        .max(
            Comparator.comparingLong((Reading each) -> Math.round(each.clean() / SAME_CLEANNESS))
                .thenComparingInt(Reading::width))
        .orElse(readings.get(0));
  }

  /** The standard way unless another one leaves fewer faults. */
  private static Reading bestQuoting(Text text, CsvOptions csv) {
    Reading best = read(text, csv);
    for (byte quote : QUOTES) {
      CsvOptions quoted = csv.toBuilder().enclose(quote).build();
      boolean isUsed = openings(text.data(), csv, quote) > 1;
      if (isUsed && !Objects.equals(csv.enclose(), quote) && opensNone(text.data(), csv)) {
        best = better(best, read(text, quoted), true);
      }
      if (isUsed && indexOf(text.data(), (byte) '\\') >= 0) {
        if (!csv.escapeLetters()) {
          CsvOptions only = quoted.toBuilder().quoteEscape((byte) '\\').build();
          best = better(best, read(text, only), false);
        }
        CsvOptions escaped = quoted.toBuilder().escape((byte) '\\').build();
        best = better(best, read(text, escaped), false);
      }
    }
    return quotesAreData(text, best)
        ? better(best, read(text, csv.toBuilder().enclose(null).build()), false)
        : best;
  }

  private static Reading better(Reading now, Reading other, boolean orSame) {
    long gain = now.faults() - other.faults();
    return gain > 0 || (orSame && gain == 0) ? other : now;
  }

  /** Half of what seems to be quoted is not: one bad row among good ones changes nothing. */
  private static boolean quotesAreData(Text text, Reading reading) {
    Byte quote = reading.csv().enclose();
    long faults = reading.cut().strays() + reading.cut().unread();
    return quote != null && faults > 0 && faults * 2 >= openings(text.data(), reading.csv(), quote);
  }

  private static boolean opensNone(byte[] data, CsvOptions csv) {
    Byte quote = csv.enclose();
    return quote == null || openings(data, csv, quote) < 2;
  }

  /** How many fields begin with that byte, as far as one can see without knowing the quotes. */
  private static int openings(byte[] data, CsvOptions csv, byte quote) {
    byte last = csv.separator()[csv.separator().length - 1];
    byte lineEnd = (byte) (LineEnds.endAtCr(csv) ? '\r' : '\n');
    int found = 0;
    for (int i = 0; i < data.length; i++) {
      byte before = i == 0 ? (byte) '\n' : data[i - 1];
      if (data[i] == quote && (before == '\n' || before == lineEnd || before == last)) {
        found++;
      }
    }
    return found;
  }

  private static Reading read(Text text, CsvOptions csv) {
    Cut cut = CsvSample.rows(text.data(), text.whole(), csv, MOST_ROWS);
    int width = usualWidth(cut.rows());
    int titles = 0;
    while (titles < cut.rows().size() && isTitle(cut.rows().get(titles), width)) {
      titles++;
    }
    titles = titles > MOST_TITLES ? 0 : titles;
    long odd = 0;
    for (Row row : cut.rows().subList(titles, cut.rows().size())) {
      odd += row.fields().size() == width ? 0 : 1;
    }
    return new Reading(csv, cut, width, odd, cleanness(cut.rows(), width));
  }

  private static int usualWidth(List<Row> rows) {
    Map<Integer, Integer> counts = new LinkedHashMap<>();
    rows.forEach(row -> counts.merge(row.fields().size(), 1, Integer::sum));
    return counts.entrySet().stream()
        .max(Map.Entry.comparingByValue())
        .map(Map.Entry::getKey)
        .orElse(1);
  }

  /** A line above the rows that says what they are. */
  private static boolean isTitle(Row row, int width) {
    return width > 1 && row.fields().size() == 1;
  }

  /** How many records are above the first row. */
  private static long titles(Reading reading) {
    List<Row> rows = reading.cut().rows();
    int titles = 0;
    while (titles < rows.size() && isTitle(rows.get(titles), reading.width())) {
      titles++;
    }
    boolean none = titles == 0 || titles > MOST_TITLES || titles == rows.size();
    return none ? reading.csv().skipHeader() : rows.get(titles).record();
  }

  private static double cleanness(List<Row> rows, int width) {
    long clean = 0;
    long all = 0;
    for (Row row : rows) {
      for (String field : row.fields()) {
        all++;
        clean += field == null || CLEAN.matcher(field).matches() ? 1 : 0;
      }
    }
    return all == 0 || width == 1 ? 0 : (double) clean / all;
  }

  /** Most fields have blanks around them: nobody means these. */
  private static boolean isPadded(Reading reading) {
    long padded = 0;
    long all = 0;
    for (Row row : reading.cut().rows()) {
      for (String field : row.fields()) {
        boolean blank = field == null || field.isBlank();
        all += blank ? 0 : 1;
        padded += blank || !(field.startsWith(" ") || field.endsWith(" ")) ? 0 : 1;
      }
    }
    return padded > all * MOSTLY;
  }
}
