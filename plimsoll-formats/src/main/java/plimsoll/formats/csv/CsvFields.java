package plimsoll.formats.csv;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import plimsoll.error.ErrorCode;
import plimsoll.error.PlimsollException;
import plimsoll.pipeline.parse.CsvOption;
import plimsoll.pipeline.parse.CsvOptions;

/**
 * Writes fields so that {@link CsvReader}, with the same options, reads the same values, or says
 * that the options do not allow it. Rows end with LF.
 *
 * <p>What needs no protection stands as it is. The rest stands in quotes, with quotes and escapes
 * doubled, and quotes escaped where an escape works in quotes only, as its readers expect that; or,
 * where there are no quotes, with the escape before each byte that would mean something.
 */
public final class CsvFields {
  /** A NUL among the first bytes of an input makes it no text. */
  private static final int LOOKED_AT_FOR_NUL = 8192;

  private static final byte[] BOM = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};
  private static final String HELP = " Set quote='\"', or escape='\\\\'.";

  private final CsvOptions options;
  private final Dialect dialect;
  private final List<byte[]> nulls = new ArrayList<>();
  private final byte[] nullField;
  private final boolean emptyIsNull;
  private final boolean nulMayStand;

  /**
   * Fields of a dialect.
   *
   * @param options LF among what ends a row; without comments, trimming and NULLs in quotes
   * @throws PlimsollException BAD_OPTION for options that contradict each other
   */
  public CsvFields(CsvOptions options) {
    this.options = options;
    dialect = Dialect.of(options);
    for (String marker : options.nullMarkers()) {
      nulls.add(marker.getBytes(StandardCharsets.UTF_8));
    }
    emptyIsNull = options.emptyIsNull() || options.nullMarkers().contains("");
    nulMayStand = contains(options.separator(), (byte) 0);
    if (contains(options.separator(), (byte) '\n') || contains(options.separator(), (byte) '\r')) {
      throw ErrorCode.BAD_OPTION.with("delimiter holds a line break; choose another.");
    }
    nullField = nulls.isEmpty() ? new byte[0] : nulls.get(0);
    checkNull();
  }

  /** NULL stands as it is: what protects it would make it a text. */
  private void checkNull() {
    int quote = dialect.quote();
    boolean quoted = nullField.length > 0 && quote >= 0 && (nullField[0] & 0xFF) == quote;
    boolean breaks = nullField.length == 0 && !emptyIsNull;
    boolean escaped = false;
    for (int i = 0; i < nullField.length; i++) {
      breaks |= separatorAt(nullField, i, true) || nullField[i] == '\n' || nullField[i] == '\r';
      escaped = !escaped && (nullField[i] & 0xFF) == dialect.escapeOutside();
    }
    if (quoted || breaks || escaped) {
      throw ErrorCode.BAD_OPTION.with(
          "null_value '"
              + CsvOption.NULL_VALUE.show(options)
              + "' cannot stand in a file: it begins with quote, ends with escape, or holds the"
              + " delimiter or a line break.");
    }
  }

  /** What stands between two fields. */
  public byte[] separator() {
    return options.separator().clone();
  }

  /**
   * The bytes of a field.
   *
   * @param value its bytes, null for NULL
   * @param alone whether it is the only field of its row
   * @param offset where in the file it begins
   * @throws InexpressibleException if it would be read as something else
   */
  public byte[] write(byte @Nullable [] value, boolean alone, long offset)
      throws InexpressibleException {
    byte[] field = value == null ? nullField : text(value, alone, offset);
    if (field.length == 0 && alone && options.blankLines()) {
      throw new InexpressibleException(
          "would be an empty line, which is no row. Set null_value to a text.");
    }
    if (!nulMayStand && offset < LOOKED_AT_FOR_NUL) {
      refuseNul(field, offset);
    }
    return field;
  }

  private static void refuseNul(byte[] field, long offset) throws InexpressibleException {
    int last = (int) Math.min(field.length, LOOKED_AT_FOR_NUL - offset);
    for (int i = 0; i < last; i++) {
      if (field[i] == 0) {
        throw new InexpressibleException(
            "has a NUL byte at the start of the file, which then is taken for no text."
                + " Set format='parquet'; for bytes dialect='rfc4180' does too, as Base64.");
      }
    }
  }

  private byte[] text(byte[] value, boolean alone, long offset) throws InexpressibleException {
    boolean marker = isNull(value);
    boolean empty = value.length == 0 && (emptyIsNull || (alone && options.blankLines()));
    if (!marker && !empty && !needsProtection(value, !alone, offset)) {
      return value;
    }
    if (dialect.quote() >= 0) {
      return quoted(value);
    }
    if (value.length == 0) {
      throw new InexpressibleException(
          "is an empty text, which without quotes is read as NULL or as no row. Set quote='\"'.");
    }
    if (dialect.escape() < 0) {
      throw new InexpressibleException(
          (marker ? "equals null_value" : "holds the delimiter, a line break or the like")
              + ", and neither quote nor escape is set."
              + HELP);
    }
    return escaped(value, !alone, marker || startsWithBom(value, offset));
  }

  private boolean isNull(byte[] value) {
    return nulls.stream().anyMatch(marker -> Arrays.equals(marker, value));
  }

  private boolean needsProtection(byte[] value, boolean followed, long offset) {
    for (int i = 0; i < value.length; i++) {
      int at = value[i] & 0xFF;
      if (breaks(value, i)
          || at == dialect.quote()
          || at == dialect.escapeOutside()
          || separatorAt(value, i, followed)) {
        return true;
      }
    }
    return startsWithBom(value, offset);
  }

  /** A CR stands in quotes for others' sake; without them, where it would be lost or end a row. */
  private boolean breaks(byte[] value, int at) {
    boolean last = at == value.length - 1;
    return value[at] == '\n'
        || (value[at] == '\r'
            && (dialect.quote() >= 0 || dialect.crAlone() || (last && dialect.dropCr())));
  }

  private static boolean startsWithBom(byte[] value, long offset) {
    return offset == 0
        && value.length >= BOM.length
        && Arrays.equals(value, 0, BOM.length, BOM, 0, BOM.length);
  }

  /** Whether a reader would see a separator there; the value may be followed by another. */
  private boolean separatorAt(byte[] value, int from, boolean followed) {
    byte[] separator = dialect.separator();
    for (int i = 0; i < separator.length; i++) {
      int at = from + i;
      if (at >= value.length && !followed) {
        return false;
      }
      byte found = at < value.length ? value[at] : separator[at - value.length];
      if (found != separator[i]) {
        return false;
      }
    }
    return true;
  }

  private byte[] quoted(byte[] value) {
    boolean escapes = dialect.escapeOnlyQuotes() && dialect.escape() >= 0;
    ByteArrayOutputStream field = new ByteArrayOutputStream(value.length + 8);
    field.write(dialect.quote());
    for (byte b : value) {
      int at = b & 0xFF;
      if (at == dialect.quote() || at == dialect.escape()) {
        field.write(at == dialect.quote() && !escapes ? at : dialect.escape());
      }
      field.write(at);
    }
    field.write(dialect.quote());
    return field.toByteArray();
  }

  private byte[] escaped(byte[] value, boolean followed, boolean firstToo)
      throws InexpressibleException {
    ByteArrayOutputStream field = new ByteArrayOutputStream(value.length + 8);
    for (int i = 0; i < value.length; i++) {
      int at = value[i] & 0xFF;
      boolean means = breaks(value, i) || at == dialect.escape() || separatorAt(value, i, followed);
      if (means || (firstToo && i == 0)) {
        requireItself(at);
        field.write(dialect.escape());
      }
      field.write(at);
    }
    byte[] written = field.toByteArray();
    if (isNull(written)) {
      throw new InexpressibleException("would be read otherwise. Set quote='\"'.");
    }
    return written;
  }

  /** In MySQL's dialect some letters behind an escape are other characters. */
  private void requireItself(int at) throws InexpressibleException {
    byte @Nullable [] letters = dialect.letters();
    if (letters != null && letters[at] != (byte) at) {
      throw new InexpressibleException(
          "needs an escape before '"
              + (char) at
              + "', which would be another character."
              + " Set quote='\"'.");
    }
  }

  private static boolean contains(byte[] bytes, byte wanted) {
    for (byte b : bytes) {
      if (b == wanted) {
        return true;
      }
    }
    return false;
  }
}
