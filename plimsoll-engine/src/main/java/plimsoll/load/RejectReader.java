package plimsoll.load;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.CharConversionException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import plimsoll.error.ErrorCode;
import plimsoll.error.PlimsollException;
import plimsoll.model.BadValuePolicy;
import plimsoll.model.Fault;
import plimsoll.model.RejectedRow;
import plimsoll.model.Target;
import plimsoll.pipeline.parse.CsvOption;
import plimsoll.pipeline.parse.CsvOptions;

/**
 * Reads a log of rejected rows, as any Plimsoll wrote it, front to back. What is no such log, or a
 * newer one, is an {@link UnreadableLogException}; a failure to read is none.
 */
public final class RejectReader implements RejectedRows {
  private final String log;
  private final JsonParser json;
  private @Nullable RejectedRow first; // read when the form was looked for
  private Optional<InputForm> form = Optional.empty();

  /**
   * Reads the first line; the stream is closed with this, or when this fails.
   *
   * @param log its name
   */
  public RejectReader(String log, InputStream lines) throws IOException {
    this.log = log;
    try {
      json = RejectLines.JSON.createParser(lines);
      readFirst();
    } catch (CharConversionException e) { // its first bytes decide how it is read
      close(lines, e);
      throw UnreadableLogException.damaged(log, 1, e);
    } catch (IOException | RuntimeException e) {
      close(lines, e);
      throw e;
    }
  }

  private static void close(InputStream lines, Exception failure) {
    try {
      lines.close();
    } catch (IOException e) {
      failure.addSuppressed(e);
    }
  }

  private void readFirst() throws IOException {
    if (!nextLine()) {
      return;
    }
    if (RejectLines.FORM.equals(json.currentName())) {
      form = checked(this::readForm);
    } else {
      first = checked(this::row);
    }
  }

  @Override
  public Optional<InputForm> form() {
    return form;
  }

  @Override
  public @Nullable RejectedRow next() throws IOException {
    RejectedRow read = first;
    if (read != null) {
      first = null;
      return read;
    }
    return nextLine() ? checked(this::row) : null;
  }

  /** Steps to the first name of the next object; false at the end. */
  private boolean nextLine() throws IOException {
    return checked(
        () -> {
          if (json.nextToken() == null) {
            return false;
          }
          require(JsonToken.START_OBJECT);
          json.nextToken();
          return true;
        });
  }

  private interface Reading<T> {
    T read() throws IOException;
  }

  /** Reads what may be anything: bytes that changed, a file cut short, or no log at all. */
  private <T> T checked(Reading<T> reading) throws IOException {
    try {
      return reading.read();
    } catch (JsonProcessingException
        | CharConversionException
        | IllegalArgumentException
        | DateTimeException
        | NoSuchElementException
        | IndexOutOfBoundsException
        | PlimsollException e) {
      int line = json.currentLocation().getLineNr();
      throw UnreadableLogException.damaged(log, line, e);
    }
  }

  private void require(JsonToken token) {
    if (json.currentToken() != token) {
      throw new IllegalArgumentException(token + " expected, not " + json.currentToken());
    }
  }

  /** An object whose first name is the current token. */
  private RejectedRow row() throws IOException {
    Map<String, String> texts = new HashMap<>();
    byte[] raw = {};
    for (; json.currentToken() == JsonToken.FIELD_NAME; json.nextToken()) {
      String name = json.currentName();
      json.nextToken();
      switch (name) {
        case "raw" -> raw = json.getText().getBytes(StandardCharsets.UTF_8);
        case "raw_base64" -> raw = json.getBinaryValue();
        default -> texts.put(name, json.getText());
      }
    }
    require(JsonToken.END_OBJECT);
    int valueStart = (int) number(texts, "value_start", -1);
    int valueEnd = (int) number(texts, "value_end", -1);
    boolean marks = 0 <= valueStart && valueStart <= valueEnd && valueEnd <= raw.length;
    return new RejectedRow(
        texts.getOrDefault("source", ""),
        number(texts, "line", 0),
        number(texts, "byte_offset", 0),
        new Fault(
            ErrorCode.valueOf(texts.getOrDefault("error", "")),
            texts.getOrDefault("reason", ""),
            texts.getOrDefault("hint", ""),
            texts.getOrDefault("column", ""),
            texts.getOrDefault("value", "")),
        raw,
        marks ? valueStart : -1,
        marks ? valueEnd : -1);
  }

  private static long number(Map<String, String> texts, String name, long otherwise) {
    String text = texts.get(name);
    return text == null ? otherwise : Long.parseLong(text);
  }

  private Optional<InputForm> readForm() throws IOException {
    Map<String, String> words = new LinkedHashMap<>();
    Map<Integer, List<String>> wordsAt = new HashMap<>();
    Map<String, String> columnOf = new HashMap<>();
    List<@Nullable String> fields = new ArrayList<>();
    List<@Nullable String> header = new ArrayList<>();
    Map<String, String> texts = new HashMap<>();
    for (; json.currentToken() == JsonToken.FIELD_NAME; json.nextToken()) {
      String name = json.currentName();
      json.nextToken();
      switch (name) {
        case "csv" -> texts(words);
        case "column_of" -> texts(columnOf);
        case "fields" -> fields = texts();
        case "header" -> header = texts();
        case "null_words_at" -> {
          require(JsonToken.START_OBJECT);
          while (json.nextToken() == JsonToken.FIELD_NAME) {
            int field = Integer.parseInt(json.currentName());
            json.nextToken();
            wordsAt.put(field, present(texts()));
          }
        }
        case RejectLines.FORM -> requireKnown(json.getLongValue());
        default -> texts.put(name, json.getText());
      }
    }
    require(JsonToken.END_OBJECT);
    if (words.isEmpty()) {
      return Optional.empty();
    }
    CsvOptions base =
        CsvOptions.starrocks().toBuilder().columnOf(columnOf).nullWordsAt(wordsAt).build();
    return Optional.of(
        new InputForm(
            CsvOption.read(base, words),
            fields,
            present(header),
            BadValuePolicy.valueOf(texts.getOrDefault("bad_values", "")),
            ZoneId.of(texts.getOrDefault("zone", "UTC")),
            texts.containsKey(RejectLines.COMPUTED),
            Target.of(
                texts.getOrDefault(RejectLines.STORES, Target.OFFLINE.word()),
                Boolean.parseBoolean(texts.get(RejectLines.IF_ABSENT)))));
  }

  private void requireKnown(long version) throws UnreadableLogException {
    if (version > RejectLines.VERSION) {
      throw UnreadableLogException.newer(log, version);
    }
  }

  /** An object of texts, whose start is the current token. */
  private void texts(Map<String, String> into) throws IOException {
    require(JsonToken.START_OBJECT);
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String name = json.currentName();
      json.nextToken();
      into.put(name, json.getText());
    }
  }

  /** An array of texts and nulls, whose start is the current token. */
  private List<@Nullable String> texts() throws IOException {
    require(JsonToken.START_ARRAY);
    List<@Nullable String> texts = new ArrayList<>();
    while (json.nextToken() != JsonToken.END_ARRAY) {
      texts.add(json.currentToken() == JsonToken.VALUE_NULL ? null : json.getText());
    }
    return texts;
  }

  private static List<String> present(List<@Nullable String> texts) {
    List<String> present = new ArrayList<>();
    for (String text : texts) {
      if (text != null) {
        present.add(text);
      }
    }
    return present;
  }

  @Override
  public void close() throws IOException {
    json.close();
  }
}
