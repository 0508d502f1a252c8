package plimsoll.sql.plan;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import plimsoll.error.ErrorCode;
import plimsoll.error.PlimsollException;
import plimsoll.model.Schema;
import plimsoll.pipeline.parse.CsvOption;
import plimsoll.pipeline.parse.CsvOptions;
import plimsoll.pipeline.parse.CsvOptions.RecordEnd;
import plimsoll.pipeline.parse.CsvOptions.RowLength;
import plimsoll.pipeline.parse.Delimiter;
import plimsoll.sql.tree.Literal;
import plimsoll.sql.tree.LoadText;

/**
 * What the clauses of MySQL's LOAD DATA mean as CSV options.
 *
 * <p>Source: MySQL's manual, "LOAD DATA Statement", field and line handling: NULL is the escape and
 * N; the word NULL too where fields may be enclosed. Without IGNORE or LOCAL a row that is too
 * short or too long is an error, else it is filled or cut.
 */
public final class MySqlText {
  private MySqlText() {}

  /** Whether errors in rows are warnings only. */
  static boolean warnsOnly(boolean local, LoadText text) {
    boolean replaces = text.duplicates() == LoadText.Duplicates.REPLACE;
    return text.duplicates() == LoadText.Duplicates.IGNORE || (local && !replaces);
  }

  /** The options of a statement's clauses. */
  static CsvOptions options(LoadText text, boolean warnsOnly) {
    CsvOptions.Builder csv = CsvOptions.mysql().toBuilder();
    Literal charset = text.charset();
    if (charset != null) {
      encoding(csv, charset);
    }
    Literal separator = text.separator();
    if (separator != null) {
      csv.separator(bytes(separator, "FIELDS TERMINATED BY ''"));
    }
    Byte enclose = oneByte(text.enclose(), null);
    Byte escape = oneByte(text.escape(), (byte) '\\');
    csv.enclose(enclose).escape(escape).nullMarkers(nulls(enclose, escape)).skipHeader(text.skip());
    Literal end = text.lineEnd();
    if (end != null) {
      csv.recordEnd(RecordEnd.bytes(bytes(end, "LINES TERMINATED BY ''")));
    }
    refusePrefix(text.linePrefix());
    if (warnsOnly) {
      csv.shortRows(RowLength.PAD_WITH_NULL).longRows(RowLength.DROP_EXTRA);
    }
    return csv.build();
  }

  private static void encoding(CsvOptions.Builder csv, Literal charset) {
    String name = charset.text().toLowerCase(Locale.ROOT);
    try {
      CsvOption.ENCODING.set(csv, name.equals("latin1") ? "windows-1252" : name);
    } catch (PlimsollException e) {
      throw e.at(charset.at().toString());
    }
  }

  private static List<String> nulls(@Nullable Byte enclose, @Nullable Byte escape) {
    List<String> nulls = new ArrayList<>();
    if (escape != null) {
      nulls.add((char) (escape & 0xFF) + "N");
    }
    if (enclose != null) {
      nulls.add("NULL");
    }
    return nulls;
  }

  private static byte[] bytes(Literal written, String empty) {
    if (written.text().isEmpty()) {
      throw ErrorCode.UNSUPPORTED
          .with(empty + " (fields of fixed width)", " Name what lies between them.")
          .at(written.at().toString());
    }
    return written.kind() == Literal.Kind.WORD
        ? Delimiter.parse(written.text())
        : written.text().getBytes(StandardCharsets.UTF_8);
  }

  private static @Nullable Byte oneByte(@Nullable Literal written, @Nullable Byte byDefault) {
    if (written == null) {
      return byDefault;
    }
    if (written.text().isEmpty()) {
      return null;
    }
    byte[] bytes = bytes(written, "");
    if (bytes.length != 1) {
      throw ErrorCode.BAD_OPTION
          .with(
              "ENCLOSED BY and ESCAPED BY take one character of one byte, or '' for none; this is "
                  + written.sql()
                  + ".")
          .at(written.at().toString());
    }
    return bytes[0];
  }

  private static void refusePrefix(@Nullable Literal prefix) {
    if (prefix != null && !prefix.text().isEmpty()) {
      throw ErrorCode.UNSUPPORTED
          .with("LINES STARTING BY " + prefix.sql(), " Leave it out.")
          .at(prefix.at().toString());
    }
  }

  /**
   * Names of the fields from left to right, those of variables such that no column has them; null
   * if the statement lists none.
   *
   * @throws PlimsollException UNKNOWN_COLUMN for a name that is no column
   */
  public static @Nullable List<String> fields(
      @Nullable LoadText text, Schema schema, String table) {
    List<LoadText.Field> written = text == null ? null : text.fields();
    if (written == null) {
      return null;
    }
    List<String> names = new ArrayList<>();
    for (LoadText.Field field : written) {
      if (!field.variable()) {
        schema.require(field.name().text(), table);
      }
      names.add(field.variable() ? "@" + field.name().text() : field.name().text());
    }
    return names;
  }
}
