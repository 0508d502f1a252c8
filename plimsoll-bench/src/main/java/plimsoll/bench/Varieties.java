package plimsoll.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import plimsoll.bench.CsvFile.Column;

/**
 * Files that are hard in one way each, from a fixed seed: many columns, many quotes, many NULLs,
 * long texts. Scale 1 is about 400 MB.
 */
final class Varieties {
  private static final long BYTES_AT_SCALE_1 = 400_000_000;
  private static final long SEED = 20_240_229;

  private static final String[] WORDS =
      ("carefully final deposits sleep quickly above the ironic packages; slyly regular ideas"
              + " haggle among blithely bold accounts, and furiously express requests nag"
              + " Gr\u00fc\u00dfe caf\u00e9 \u6771\u4eac \u0437\u0430\u043a\u0430\u0437")
          .split(" ");

  private Varieties() {}

  /** All files by name, TPC-H's first. */
  static Map<String, CsvFile.Rows> all() {
    Map<String, CsvFile.Rows> all = new LinkedHashMap<>();
    all.put("lineitem", new Lineitem());
    all.put("wide", new Generated(wide(), 0.02, 0));
    all.put("quotes", new Generated(quotes(), 0, 1));
    all.put("nulls", new Generated(nulls(), 0.6, 0));
    all.put("texts", new Generated(texts(), 0.02, 0.3));
    return all;
  }

  /** 240 columns of all kinds. */
  private static List<Column> wide() {
    List<Column> columns = new ArrayList<>();
    String[] types = {"INT", "BIGINT", "DECIMAL(15,2)", "DOUBLE", "DATE", "VARCHAR(20)"};
    for (int i = 0; i < 240; i++) {
      columns.add(new Column("c" + i, types[i % types.length]));
    }
    return columns;
  }

  /** Texts in quotes, with separators, quotes and line breaks in them. */
  private static List<Column> quotes() {
    List<Column> columns = new ArrayList<>();
    columns.add(new Column("id", "BIGINT"));
    for (int i = 0; i < 8; i++) {
      columns.add(new Column("q" + i, "VARCHAR(200)"));
    }
    columns.add(new Column("amount", "DECIMAL(15,2)"));
    return columns;
  }

  private static List<Column> nulls() {
    List<Column> columns = new ArrayList<>();
    String[] types = {"INT", "BIGINT", "DECIMAL(15,2)", "DOUBLE", "DATETIME", "VARCHAR(40)"};
    for (int i = 0; i < 30; i++) {
      columns.add(new Column("n" + i, types[i % types.length]));
    }
    return columns;
  }

  private static List<Column> texts() {
    return List.of(
        new Column("id", "BIGINT"),
        new Column("author", "VARCHAR(60)"),
        new Column("posted", "DATETIME"),
        new Column("title", "VARCHAR(200)"),
        new Column("body", "VARCHAR(4000)"));
  }

  /**
   * Rows of random values.
   *
   * @param columns theirs
   * @param nulls share of fields that are NULL; the first column never is
   * @param quoted share of texts that need quotes
   */
  private record Generated(List<Column> columns, double nulls, double quoted)
      implements CsvFile.Rows {
    @Override
    public char separator() {
      return ',';
    }

    @Override
    public void write(double scale, Appendable out) throws IOException {
      SplittableRandom random = new SplittableRandom(SEED);
      long most = (long) (BYTES_AT_SCALE_1 * scale);
      StringBuilder row = new StringBuilder();
      for (long written = 0, number = 0; written < most; written += row.length(), number++) {
        row.setLength(0);
        row.append(number);
        for (Column column : columns.subList(1, columns.size())) {
          row.append(',');
          if (random.nextDouble() >= nulls) {
            add(column.type(), random, row);
          }
        }
        out.append(row.append('\n'));
      }
    }

    private void add(String type, SplittableRandom random, StringBuilder row) {
      switch (type) {
        case "INT" -> row.append(random.nextInt(100_000));
        case "BIGINT" -> row.append(random.nextLong(10_000_000_000L));
        case "DECIMAL(15,2)" -> {
          long cents = random.nextLong(100_000_000);
          row.append(cents / 100).append('.').append(cents % 100 / 10).append(cents % 10);
        }
        case "DOUBLE" -> row.append(random.nextDouble() * 1000);
        case "DATE" -> addDate(random, row);
        case "DATETIME" -> {
          addDate(random, row);
          row.append(
              String.format(
                  Locale.ROOT, " %02d:%02d:%02d", random.nextInt(24), random.nextInt(60), 30));
        }
        default -> addText(Integer.parseInt(type.replaceAll("\\D", "")), random, row);
      }
    }

    private static void addDate(SplittableRandom random, StringBuilder row) {
      int month = 1 + random.nextInt(12);
      int day = 1 + random.nextInt(28);
      row.append(1992 + random.nextInt(30)).append(month < 10 ? "-0" : "-").append(month);
      row.append(day < 10 ? "-0" : "-").append(day);
    }

    /** Words up to half of the length, and no more bytes than it allows. */
    private void addText(int most, SplittableRandom random, StringBuilder row) {
      StringBuilder text = new StringBuilder(word(random));
      int length = most / 8 + random.nextInt(Math.max(1, most / 4));
      boolean isQuoted = most > 20 && random.nextDouble() < quoted;
      while (text.length() < length) {
        String word = word(random);
        text.append(' ').append(isQuoted ? word : word.replace(",", "").replace(";", ""));
        if (isQuoted && random.nextInt(6) == 0) {
          text.append(random.nextInt(3) == 0 ? "\n" : random.nextBoolean() ? "\"\"" : ", ");
        }
      }
      text.setLength(Math.min(text.length(), most / 2));
      while (text.toString().getBytes(StandardCharsets.UTF_8).length > most) {
        text.setLength(text.length() - 1);
      }
      String plain = text.toString();
      if (isQuoted) {
        row.append('"').append(evenQuotes(plain)).append('"');
      } else {
        row.append(plain.replace(",", ""));
      }
    }

    /** A cut may have left one quote of a pair. */
    private static String evenQuotes(String text) {
      boolean odd = text.chars().filter(c -> c == '"').count() % 2 == 1;
      return odd ? text.substring(0, text.length() - 1) : text;
    }

    private static String word(SplittableRandom random) {
      return WORDS[random.nextInt(WORDS.length)];
    }
  }
}
