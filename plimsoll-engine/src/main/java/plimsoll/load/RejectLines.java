package plimsoll.load;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import plimsoll.model.Fault;
import plimsoll.model.RejectedRow;
import plimsoll.model.Target;
import plimsoll.pipeline.parse.CsvOption;
import plimsoll.pipeline.parse.CsvOptions;

/**
 * Rejected rows as lines of JSON: first how the input was written, then an object a row. {@link
 * RejectReader} reads them.
 */
public final class RejectLines {
  static final JsonFactory JSON =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder().maxStringLength(Integer.MAX_VALUE).build())
          .build();

  /** Of this form; before there was no first line, and rows were cut and not always exact. */
  static final int VERSION = 2;

  static final String FORM = "rejected_rows";

  static final String COMPUTED = "computed";
  static final String STORES = "target";
  static final String IF_ABSENT = "put_if_absent";

  private RejectLines() {}

  private interface Writing {
    void to(JsonGenerator json) throws IOException;
  }

  private static byte[] line(int size, Writing object) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(size);
    try (JsonGenerator json = JSON.createGenerator(bytes)) {
      json.writeStartObject();
      object.to(json);
      json.writeEndObject();
    }
    bytes.write('\n');
    return bytes.toByteArray();
  }

  /** The first line. */
  public static byte[] first(@Nullable InputForm form) throws IOException {
    return line(
        1024,
        json -> {
          json.writeNumberField(FORM, VERSION);
          if (form != null) {
            form(json, form);
          }
        });
  }

  private static void form(JsonGenerator json, InputForm form) throws IOException {
    CsvOptions csv = form.csv();
    texts(json, "csv", CsvOption.write(csv));
    json.writeObjectFieldStart("null_words_at");
    for (Map.Entry<Integer, List<String>> each : csv.nullWordsAt().entrySet()) {
      texts(json, each.getKey().toString(), each.getValue());
    }
    json.writeEndObject();
    texts(json, "column_of", csv.columnOf());
    texts(json, "fields", form.fields());
    texts(json, "header", form.header());
    json.writeStringField("bad_values", form.badValues().name());
    json.writeStringField("zone", form.zone().getId());
    if (form.computed()) {
      json.writeBooleanField(COMPUTED, true);
    }
    if (!form.stores().equals(Target.OFFLINE)) {
      json.writeStringField(STORES, form.stores().word());
      json.writeBooleanField(IF_ABSENT, form.stores().putIfAbsent());
    }
  }

  private static void texts(JsonGenerator json, String name, Map<String, String> texts)
      throws IOException {
    json.writeObjectFieldStart(name);
    for (Map.Entry<String, String> each : texts.entrySet()) {
      json.writeStringField(each.getKey(), each.getValue());
    }
    json.writeEndObject();
  }

  private static void texts(JsonGenerator json, String name, List<? extends @Nullable String> texts)
      throws IOException {
    json.writeArrayFieldStart(name);
    for (String text : texts) {
      json.writeString(text); // null as null
    }
    json.writeEndArray();
  }

  /** A row. */
  public static byte[] row(RejectedRow row) throws IOException {
    Fault fault = row.fault();
    return line(
        300 + row.raw().length,
        json -> {
          json.writeStringField("source", row.source());
          json.writeNumberField("line", row.line());
          json.writeNumberField("byte_offset", row.byteOffset());
          json.writeStringField("column", fault.column());
          json.writeStringField("value", fault.value());
          json.writeStringField("error", fault.error().name());
          json.writeStringField("reason", fault.reason());
          json.writeStringField("hint", fault.hint());
          if (row.valueStart() >= 0) {
            json.writeNumberField("value_start", row.valueStart());
            json.writeNumberField("value_end", row.valueEnd());
          }
          if (row.isText()) {
            json.writeFieldName("raw");
            json.writeUTF8String(row.raw(), 0, row.raw().length);
          } else {
            json.writeBinaryField("raw_base64", row.raw());
          }
        });
  }
}
