package plimsoll.formats.csv.guess;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import plimsoll.pipeline.parse.CsvOptions;

/**
 * The first rows of a file as texts, cut by given options. The load's own reader needs a table and
 * columns, which is what is being looked for; this one needs no speed.
 */
final class Sample {
  private static final int MOST_ROWS = 20_000;

  private final byte[] data;
  private final CsvOptions csv;
  private final List<List<String>> rows = new ArrayList<>();
  private List<String> row = new ArrayList<>();
  private final ByteArrayOutputStream field = new ByteArrayOutputStream();
  private int at;

  private Sample(byte[] data, CsvOptions csv) {
    this.data = data;
    this.csv = csv;
  }

  /** Whole rows only: a last one that the bytes cut off is left out. Empty lines are, too. */
  static List<List<String>> rows(byte[] data, boolean whole, CsvOptions csv) {
    Sample sample = new Sample(data, csv);
    sample.read(whole);
    int skip = (int) Math.min(csv.skipHeader(), sample.rows.size());
    return sample.rows.subList(skip, sample.rows.size());
  }

  private void read(boolean whole) {
    at = startsWith(new byte[] {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF}) ? 3 : 0;
    while (at < data.length && rows.size() < MOST_ROWS) {
      if (isQuote() && field.size() == 0) {
        quoted();
      } else if (startsWith(csv.separator())) {
        at += csv.separator().length;
        endField();
      } else if (startsWith(recordEnd())) {
        at += recordEnd().length;
        endRow();
      } else {
        field.write(data[at++]);
      }
    }
    if (whole && (field.size() > 0 || !row.isEmpty())) {
      endRow();
    }
  }

  private boolean isQuote() {
    return csv.enclose() != null && data[at] == csv.enclose();
  }

  /** From the opening quote past the closing one; a doubled quote is one. */
  private void quoted() {
    at++;
    while (at < data.length) {
      if (!isQuote()) {
        field.write(data[at++]);
      } else if (at + 1 < data.length && csv.enclose() != null && data[at + 1] == csv.enclose()) {
        field.write(data[at]);
        at += 2;
      } else {
        at++;
        return;
      }
    }
  }

  private boolean startsWith(byte[] text) {
    if (at + text.length > data.length) {
      return false;
    }
    for (int i = 0; i < text.length; i++) {
      if (data[at + i] != text[i]) {
        return false;
      }
    }
    return true;
  }

  private byte[] recordEnd() {
    return csv.recordEnd() instanceof CsvOptions.RecordEnd.Delimiter delimiter
        ? delimiter.bytes()
        : new byte[] {'\n'};
  }

  private void endField() {
    String text = field.toString(StandardCharsets.UTF_8);
    row.add(csv.trim() == CsvOptions.Trim.SPACES ? text.strip() : text);
    field.reset();
  }

  private void endRow() {
    endField();
    int last = row.size() - 1;
    String text = row.get(last);
    if (text.endsWith("\r") && csv.recordEnd() == CsvOptions.RecordEnd.ANY_LINE_END) {
      row.set(last, text.substring(0, text.length() - 1));
    }
    if (row.size() > 1 || !row.get(0).isEmpty()) {
      rows.add(row);
    }
    row = new ArrayList<>();
  }
}
