package plimsoll.load;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import plimsoll.error.ErrorCode;
import plimsoll.model.BadValuePolicy;
import plimsoll.model.Fault;
import plimsoll.model.RejectedRow;
import plimsoll.pipeline.parse.CsvOption;
import plimsoll.pipeline.parse.CsvOptions;

/** Reads a log of rejected rows, as any Plimsoll wrote it, front to back. */
public final class RejectedRows implements Closeable {
  private final JsonParser json;
  private @Nullable RejectedRow first; // read when the form was looked for
  private @Nullable InputForm form;

  /** Reads the first line; the stream is closed with this. */
  public RejectedRows(InputStream lines) throws IOException {
    json = RejectLines.JSON.createParser(lines);
    if (json.nextToken() != null) {
      json.nextToken();
      if (RejectLines.FORM.equals(json.currentName())) {
        form = form();
      } else {
        first = row();
      }
    }
  }

  /**
   * How the load's input was written; empty for rows that never were text, and in logs that older
   * versions wrote.
   */
  public Optional<InputForm> inputForm() {
    return Optional.ofNullable(form);
  }

  /** The next row, null at the end. */
  public @Nullable RejectedRow next() throws IOException {
    RejectedRow read = first;
    if (read != null) {
      first = null;
      return read;
    }
    if (json.nextToken() == null) {
      return null;
    }
    json.nextToken();
    return row();
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
        (int) number(texts, "value_start", -1),
        (int) number(texts, "value_end", -1));
  }

  private static long number(Map<String, String> texts, String name, long otherwise) {
    String text = texts.get(name);
    return text == null ? otherwise : Long.parseLong(text);
  }

  private @Nullable InputForm form() throws IOException {
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
          while (json.nextToken() == JsonToken.FIELD_NAME) {
            int field = Integer.parseInt(json.currentName());
            json.nextToken();
            wordsAt.put(field, present(texts()));
          }
        }
        default -> texts.put(name, json.getText());
      }
    }
    if (words.isEmpty()) {
      return null;
    }
    CsvOptions base =
        CsvOptions.starrocks().toBuilder().columnOf(columnOf).nullWordsAt(wordsAt).build();
    return new InputForm(
        CsvOption.read(base, words),
        fields,
        present(header),
        BadValuePolicy.valueOf(texts.getOrDefault("bad_values", "")),
        ZoneId.of(texts.getOrDefault("zone", "UTC")));
  }

  /** An object of texts, whose start is the current token. */
  private void texts(Map<String, String> into) throws IOException {
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String name = json.currentName();
      json.nextToken();
      into.put(name, json.getText());
    }
  }

  /** An array of texts and nulls, whose start is the current token. */
  private List<@Nullable String> texts() throws IOException {
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
