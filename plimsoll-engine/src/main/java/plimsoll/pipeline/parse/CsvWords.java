package plimsoll.pipeline.parse;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;
import plimsoll.convert.Conversions;
import plimsoll.error.ErrorCode;
import plimsoll.error.Nearest;
import plimsoll.error.PlimsollException;
import plimsoll.model.Compression;
import plimsoll.pipeline.parse.CsvOptions.Header;
import plimsoll.pipeline.parse.CsvOptions.RecordEnd;
import plimsoll.pipeline.parse.CsvOptions.RowLength;
import plimsoll.pipeline.parse.CsvOptions.Timestamps;
import plimsoll.pipeline.parse.CsvOptions.Trim;
import plimsoll.pipeline.parse.CsvOptions.UnknownColumns;

/** The words that CSV options take, and how values are written as words. */
final class CsvWords {
  // The first word of a value is the one it is shown with.
  static final Map<String, RecordEnd> LINE_ENDS = new LinkedHashMap<>();
  static final Map<String, Trim> TRIMS = new LinkedHashMap<>();
  static final Map<String, Header> HEADERS = new LinkedHashMap<>();
  static final Map<String, UnknownColumns> UNKNOWN_COLUMNS = new LinkedHashMap<>();
  static final Map<String, Boolean> BLANK_LINES = new LinkedHashMap<>();
  static final Map<String, RowLength> SHORT_ROWS = new LinkedHashMap<>();
  static final Map<String, RowLength> LONG_ROWS = new LinkedHashMap<>();
  static final Map<String, Compression> COMPRESSIONS = new LinkedHashMap<>();
  static final Map<String, Conversions> CONVERSIONS = new LinkedHashMap<>();
  static final Map<String, Timestamps> TIMESTAMPS = new LinkedHashMap<>();

  /** Names that databases have for encodings; Java knows them by others. */
  private static final Map<String, String> CHARSETS =
      Map.of(
          "utf8mb4", "utf-8",
          "utf8mb3", "utf-8",
          "ucs2", "utf-16be",
          "sjis", "shift_jis",
          "cp932", "windows-31j",
          "euckr", "euc-kr",
          "ujis", "euc-jp");

  private static final JsonFactory JSON = new JsonFactory();

  static {
    LINE_ENDS.put("lf", RecordEnd.bytes(new byte[] {'\n'}));
    LINE_ENDS.put("crlf", RecordEnd.bytes(new byte[] {'\r', '\n'}));
    LINE_ENDS.put("cr", RecordEnd.bytes(new byte[] {'\r'}));
    LINE_ENDS.put("auto", RecordEnd.ANY_LINE_END);
    LINE_ENDS.put("any", RecordEnd.ANY_BREAK);
    TRIMS.put("false", Trim.NONE);
    TRIMS.put("true", Trim.SPACES);
    TRIMS.put("blanks", Trim.BLANKS);
    HEADERS.put("none", Header.NONE);
    HEADERS.put("skip", Header.SKIP);
    HEADERS.put("names", Header.BY_NAME);
    UNKNOWN_COLUMNS.put("refuse", UnknownColumns.REFUSE);
    UNKNOWN_COLUMNS.put("ignore", UnknownColumns.IGNORE);
    BLANK_LINES.put("skip", true);
    BLANK_LINES.put("row", false);
    SHORT_ROWS.put("reject", RowLength.REJECT);
    SHORT_ROWS.put("pad", RowLength.PAD_WITH_NULL);
    LONG_ROWS.put("reject", RowLength.REJECT);
    LONG_ROWS.put("drop", RowLength.DROP_EXTRA);
    COMPRESSIONS.put("auto", Compression.BY_NAME);
    COMPRESSIONS.put("none", Compression.NONE);
    COMPRESSIONS.put("gzip", Compression.GZIP);
    COMPRESSIONS.put("zstd", Compression.ZSTD);
    COMPRESSIONS.put("lz4_frame", Compression.LZ4_FRAME);
    COMPRESSIONS.put("lz4", Compression.LZ4_FRAME);
    COMPRESSIONS.put("bzip2", Compression.BZIP2);
    COMPRESSIONS.put("snappy", Compression.SNAPPY);
    COMPRESSIONS.put("deflate", Compression.DEFLATE);
    CONVERSIONS.put("starrocks", Conversions.STARROCKS);
    CONVERSIONS.put("openmldb", Conversions.OPENMLDB_CLUSTER);
    CONVERSIONS.put("openmldb-local", Conversions.OPENMLDB_LOCAL);
    CONVERSIONS.put("exact", Conversions.EXACT);
    TIMESTAMPS.put("each", Timestamps.EACH);
    TIMESTAMPS.put("first", Timestamps.FIRST);
  }

  private CsvWords() {}

  /** The value that a word stands for. */
  static <T> T one(String option, String text, Map<String, T> words) {
    String wanted = text.strip().toLowerCase(Locale.ROOT);
    T value = words.get(wanted);
    if (value == null) {
      throw bad(
          option,
          text,
          "one of " + String.join(", ", words.keySet()),
          Nearest.hint(wanted, words.keySet()));
    }
    return value;
  }

  /** The word for a value. */
  static <T> String word(T value, Map<String, T> words) {
    return words.entrySet().stream()
        .filter(entry -> entry.getValue().equals(value))
        .map(Map.Entry::getKey)
        .findFirst()
        .orElseThrow();
  }

  static boolean flag(String option, String text) {
    return switch (text.strip().toLowerCase(Locale.ROOT)) {
      case "true" -> true;
      case "false" -> false;
      default -> throw bad(option, text, "true or false", "");
    };
  }

  static long number(String option, String text, long least, long most) {
    String range = "a whole number from " + least + (most == Long.MAX_VALUE ? "" : " to " + most);
    try {
      long number = Long.parseLong(text.strip());
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException e) {
      throw ErrorCode.BAD_OPTION.because(e, option + " is '" + text + "', must be " + range + ".");
    }
    throw bad(option, text, range, "");
  }

  static @Nullable Byte oneByte(String option, String text) {
    if (text.isEmpty()) {
      return null;
    }
    byte[] bytes = Delimiter.parse(text);
    if (bytes.length != 1) {
      throw bad(option, text, "one byte, or empty for none", "");
    }
    return bytes[0];
  }

  static String show(@Nullable Byte value) {
    return value == null ? "" : Delimiter.show(new byte[] {value});
  }

  /** One text as it is, or several as a JSON array of strings. */
  static List<String> texts(String option, String text) {
    if (!text.startsWith("[")) {
      return List.of(text);
    }
    List<String> texts = new ArrayList<>();
    try (JsonParser json = JSON.createParser(text)) {
      json.nextToken();
      while (json.nextToken() == JsonToken.VALUE_STRING) {
        texts.add(json.getText());
      }
      if (json.currentToken() == JsonToken.END_ARRAY && json.nextToken() == null) {
        return texts;
      }
    } catch (IOException e) {
      throw ErrorCode.BAD_OPTION.because(e, option + " '" + text + "' is no JSON array of texts.");
    }
    throw bad(option, text, "one text, or several as in [\"NA\",\"-\"]", "");
  }

  static String show(List<String> texts) {
    if (texts.size() == 1 && !texts.get(0).startsWith("[")) {
      return texts.get(0);
    }
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(text)) {
      json.writeArray(texts.toArray(String[]::new), 0, texts.size());
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e); // a writer in memory does not fail
    }
    return text.toString();
  }

  static Charset charset(String text) {
    String wanted = text.strip().toLowerCase(Locale.ROOT);
    if (wanted.isEmpty() || wanted.equals("binary")) {
      return StandardCharsets.UTF_8;
    }
    try {
      Charset found = Charset.forName(CHARSETS.getOrDefault(wanted, wanted));
      found.newDecoder();
      return found;
    } catch (IllegalArgumentException | UnsupportedOperationException e) {
      SortedMap<String, Charset> all = Charset.availableCharsets();
      throw ErrorCode.BAD_OPTION.because(
          e,
          "encoding is '"
              + text
              + "', which this Java cannot decode."
              + Nearest.hint(wanted, all.keySet()));
    }
  }

  private static PlimsollException bad(String option, String text, String must, String hint) {
    return ErrorCode.BAD_OPTION.with(option + " is '" + text + "', must be " + must + "." + hint);
  }
}
