package plimsoll.formats.csv.guess;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import plimsoll.error.ErrorCode;
import plimsoll.formats.csv.CsvSample;
import plimsoll.formats.csv.CsvSample.Row;
import plimsoll.model.DataType;
import plimsoll.pipeline.parse.CsvOption;
import plimsoll.pipeline.parse.CsvOptions;

/**
 * What the start of a CSV file looks like.
 *
 * @param csv how to read it; the header is {@code BY_NAME} or {@code NONE}, its names go to {@code
 *     names}
 * @param encoding how its text is encoded
 * @param header the header's own words, null if there is none
 * @param columns one per field, from left to right
 * @param rows data rows looked at
 * @param whole whether these are all
 * @param confidence how sure it is of each part of the dialect
 * @param notes what speaks against the guess or should be known, a sentence each
 */
public record CsvGuess(
    CsvOptions csv,
    Charset encoding,
    @Nullable List<String> header,
    List<ColumnGuess> columns,
    int rows,
    boolean whole,
    Confidence confidence,
    List<String> notes) {
  private static final int MOST_ROWS = 20_000;
  private static final int ROWS_FOR_HEADER = 500;

  /**
   * How sure a guess is of each part, 0 to 1; what the user said is sure.
   *
   * @param encoding of the encoding
   * @param separator share of rows that the separator cuts into as many fields as the others
   * @param quotes share of lines that are cut without a fault of quotes
   * @param header whether there is one
   */
  public record Confidence(double encoding, double separator, double quotes, double header) {}

  /** Copies the lists. */
  public CsvGuess {
    columns = List.copyOf(columns);
    notes = List.copyOf(notes);
  }

  /**
   * Guesses.
   *
   * @param name what messages call the input
   * @param data its first bytes, unpacked
   * @param whole whether that is all of it
   * @param base options that hold for what is not guessed
   * @param known what of {@code base} is right
   * @throws plimsoll.error.PlimsollException NOT_TEXT for bytes that are no text, NOTHING_LOADED
   *     for none at all
   */
  public static CsvGuess of(String name, byte[] data, boolean whole, CsvOptions base, Known known) {
    TextEncoding encoding = TextEncoding.of(name, data, whole);
    DialectGuess dialect = DialectGuess.of(encoding.utf8(), whole, base, known);
    int most = known.types() && !known.guessesNullWords(base) ? ROWS_FOR_HEADER : MOST_ROWS;
    List<Row> rows = CsvSample.rows(encoding.utf8(), whole, dialect.csv(), most).rows();
    if (rows.isEmpty()) {
      throw ErrorCode.NOTHING_LOADED.reported(
          "'" + name + "' has no rows: " + ErrorCode.NOTHING_LOADED.text());
    }
    boolean all = whole && rows.size() < most;
    return new Looking(encoding, dialect, rows, all, base, known).guess();
  }

  /** One look at rows. */
  private static final class Looking {
    private final TextEncoding encoding;
    private final DialectGuess dialect;
    private final List<Row> rows;
    private final boolean whole;
    private final CsvOptions base;
    private final Known known;

    Looking(
        TextEncoding encoding,
        DialectGuess dialect,
        List<Row> rows,
        boolean whole,
        CsvOptions base,
        Known known) {
      this.encoding = encoding;
      this.dialect = dialect;
      this.rows = rows;
      this.whole = whole;
      this.base = base;
      this.known = known;
    }

    CsvGuess guess() {
      List<String> first = words(rows.get(0));
      double sure =
          known.header()
              ? (base.header() == CsvOptions.Header.NONE ? -1 : 1)
              : HeaderGuess.of(first, cells(rows.subList(1, rows.size()), first.size()));
      List<String> header = sure > 0 ? first : null;
      List<Row> data = header == null ? rows : rows.subList(1, rows.size());
      int width = header == null ? Math.max(dialect.width(), first.size()) : header.size();
      List<List<Cell>> cells = cells(data, width);
      List<String> names =
          HeaderGuess.plain(header == null ? Collections.nCopies(width, "") : header);
      ColumnGuesses guesses = new ColumnGuesses(base, known, whole);
      List<ColumnGuess> columns = new ArrayList<>();
      for (int i = 0; i < width; i++) {
        String written = header == null ? "" : header.get(i);
        columns.add(guesses.column(i, names.get(i), written, cells.get(i)));
      }
      guesses.requireAllKnown();
      Confidence confidence =
          new Confidence(
              encoding.confidence(),
              known.separator() ? 1 : dialect.separatorConfidence(),
              known.quotes() ? 1 : dialect.quoteConfidence(),
              Math.abs(sure));
      List<String> notes = Notes.of(columns, guesses.notes(), data, dialect, encoding);
      return new CsvGuess(
          options(header != null, columns),
          encoding.charset(),
          header,
          columns,
          data.size(),
          whole,
          confidence,
          notes);
    }

    private CsvOptions options(boolean hasHeader, List<ColumnGuess> columns) {
      Map<Integer, List<String>> words = new HashMap<>();
      for (int i = 0; i < columns.size(); i++) {
        if (!columns.get(i).nullWords().isEmpty()) {
          words.put(i, columns.get(i).nullWords());
        }
      }
      CsvOptions.Header kind = hasHeader ? CsvOptions.Header.BY_NAME : CsvOptions.Header.NONE;
      return dialect.csv().toBuilder()
          .header(known.header() ? base.header() : kind)
          .nullWordsAt(words)
          .build();
    }

    private static List<String> words(Row row) {
      return row.fields().stream().map(field -> field == null ? "" : field).toList();
    }

    /** The values of each column that are not NULL. */
    private static List<List<Cell>> cells(List<Row> rows, int width) {
      List<List<Cell>> columns = new ArrayList<>();
      for (int column = 0; column < width; column++) {
        List<Cell> values = new ArrayList<>();
        for (Row row : rows) {
          String value = column < row.fields().size() ? row.fields().get(column) : null;
          if (value != null) {
            values.add(new Cell(row.line(), value));
          }
        }
        columns.add(values);
      }
      return columns;
    }
  }

  /** One name per field, of letters, digits and _: from the header, or {@code c1, c2, ...}. */
  public List<String> names() {
    return columns.stream().map(ColumnGuess::name).toList();
  }

  /** One type per field. */
  public List<DataType> types() {
    return columns.stream().map(ColumnGuess::type).toList();
  }

  /** What keeps a load from going by the header, as a sentence. */
  public Optional<String> headerFault() {
    return header == null ? Optional.empty() : HeaderGuess.fault(header);
  }

  /** For each name in the header the name of its column, where these differ, or it is left out. */
  public Map<String, String> columnOf(List<String> names) {
    Map<String, String> of = new HashMap<>();
    for (int i = 0; header != null && i < header.size(); i++) {
      String given = header.get(i).strip();
      if (!given.equals(names.get(i)) || given.equals("_")) {
        of.put(given, names.get(i));
      }
    }
    return of;
  }

  /** Whether the names are the header's own, so that a load can go by the header. */
  public boolean keepsHeader() {
    return names().equals(header);
  }

  /** What ends a row, as the option {@code line_end} names it; empty if it has no name. */
  public Optional<String> lineEnd() {
    return CsvOption.lineEnd(csv);
  }

  /** The separator as text. */
  public String separator() {
    return new String(csv.separator(), StandardCharsets.UTF_8);
  }
}
