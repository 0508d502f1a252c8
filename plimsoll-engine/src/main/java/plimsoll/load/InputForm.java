package plimsoll.load;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import plimsoll.model.BadValuePolicy;
import plimsoll.model.Compression;
import plimsoll.model.Target;
import plimsoll.pipeline.parse.CsvOptions;

/**
 * How the input of a load was written: what it takes to read its rejected rows again.
 *
 * @param csv its options
 * @param fields for each field from left to right, its column; null for one that was read over
 * @param header names as they stand in the input's header; empty if it has none, or nobody looked
 * @param badValues what a value that does not convert did
 * @param zone the load's time zone
 * @param computed whether columns were computed besides: reading the fields is not all then
 * @param stores which stores the rows went to
 */
public record InputForm(
    CsvOptions csv,
    List<@Nullable String> fields,
    List<String> header,
    BadValuePolicy badValues,
    ZoneId zone,
    boolean computed,
    Target stores) {
  /** Of a load into files whose columns are fields. */
  public InputForm(
      CsvOptions csv,
      List<@Nullable String> fields,
      List<String> header,
      BadValuePolicy badValues,
      ZoneId zone) {
    this(csv, fields, header, badValues, zone, false, Target.OFFLINE);
  }

  /** Copies the lists. */
  public InputForm {
    fields = Collections.unmodifiableList(new ArrayList<>(fields));
    header = List.copyOf(header);
  }

  /** Options for rows as they are kept: without header, unpacked, text in UTF-8. */
  public CsvOptions ofKeptRows() {
    return csv.toBuilder()
        .header(CsvOptions.Header.NONE)
        .skipHeader(0)
        .columnOf(Map.of())
        .compression(Compression.NONE)
        .encoding(StandardCharsets.UTF_8)
        .knownText(true)
        .build();
  }

  /** Fewest bytes of a row that is not bad, what ends it included. */
  int leastRowBytes() {
    int separators = csv.shortRows() == CsvOptions.RowLength.REJECT ? fields.size() - 1 : 0;
    return Math.max(1, separators * csv.separator().length + leastEndBytes());
  }

  /** Fewest bytes that end a row; the last row of an input needs none. */
  int leastEndBytes() {
    return csv.recordEnd() instanceof CsvOptions.RecordEnd.Delimiter end ? end.bytes().length : 1;
  }

  /** What ends a row that is written out again. */
  public byte[] recordEnd() {
    return csv.recordEndBytes();
  }

  /** A header for rows that are written out again, with its end; empty if the input had none. */
  public byte[] headerLine() {
    if (csv.header() == CsvOptions.Header.NONE) {
      return new byte[0];
    }
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    List<? extends @Nullable String> names = header.isEmpty() ? fields : header;
    for (int i = 0; i < names.size(); i++) {
      if (i > 0) {
        line.writeBytes(csv.separator());
      }
      line.writeBytes(quoted(names.get(i)));
    }
    line.writeBytes(recordEnd());
    return line.toByteArray();
  }

  private byte[] quoted(@Nullable String written) {
    String name = written == null ? "_" : written;
    Byte enclose = csv.enclose();
    boolean plain = name.chars().allMatch(c -> Character.isLetterOrDigit(c) || c == '_');
    if (plain || enclose == null) {
      return name.getBytes(StandardCharsets.UTF_8);
    }
    String quote = Character.toString((char) (enclose & 0xFF));
    return (quote + name.replace(quote, quote + quote) + quote).getBytes(StandardCharsets.UTF_8);
  }
}
