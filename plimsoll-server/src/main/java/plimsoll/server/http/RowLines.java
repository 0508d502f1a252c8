package plimsoll.server.http;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.MinimalPrettyPrinter;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The lines of an answer to SQL over HTTP. Numbers are JSON numbers with all their digits, DATE and
 * DATETIME texts as SQL writes them, bytes Base64; NaN and the infinities are texts.
 */
final class RowLines implements Closeable {
  private static final int BUFFER_BYTES = 64 << 10;
  private static final DateTimeFormatter DATETIME =
      new DateTimeFormatterBuilder()
          .appendPattern("uuuu-MM-dd HH:mm:ss")
          .appendFraction(ChronoField.MICRO_OF_SECOND, 0, 6, true)
          .toFormatter(Locale.ROOT);

  private final OutputStream out;
  private final JsonGenerator json;

  RowLines(OutputStream to) throws IOException {
    out = new BufferedOutputStream(to, BUFFER_BYTES);
    json =
        Json.MAPPER
            .createGenerator(out)
            .setPrettyPrinter(new MinimalPrettyPrinter("\n"))
            .disable(JsonGenerator.Feature.FLUSH_PASSED_TO_STREAM)
            .disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET)
            .enable(JsonGenerator.Feature.WRITE_BIGDECIMAL_AS_PLAIN);
  }

  void connection(long id) throws IOException {
    json.writeStartObject();
    json.writeNumberField("connectionId", id);
    json.writeEndObject();
  }

  void meta(List<SqlDesk.Column> columns) throws IOException {
    json.writeStartObject();
    json.writeArrayFieldStart("meta");
    for (SqlDesk.Column column : columns) {
      json.writeStartObject();
      json.writeStringField("name", column.name());
      json.writeStringField("type", column.type());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  void row(List<@Nullable Object> values) throws IOException {
    json.writeStartObject();
    json.writeArrayFieldStart("data");
    for (Object value : values) {
      value(json, value);
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  void statistics(long scanRows, long scanBytes, long returnRows) throws IOException {
    json.writeStartObject();
    json.writeObjectFieldStart("statistics");
    json.writeNumberField("scanRows", scanRows);
    json.writeNumberField("scanBytes", scanBytes);
    json.writeNumberField("returnRows", returnRows);
    json.writeEndObject();
    json.writeEndObject();
  }

  void failure(String why) throws IOException {
    json.writeStartObject();
    json.writeStringField("status", "FAILED");
    json.writeStringField("msg", why);
    json.writeEndObject();
  }

  /** A value of a row. */
  static void value(JsonGenerator json, @Nullable Object value) throws IOException {
    if (value == null) {
      json.writeNull();
    } else if (value instanceof Boolean bool) {
      json.writeBoolean(bool);
    } else if (value instanceof BigDecimal decimal) {
      json.writeNumber(decimal);
    } else if (value instanceof BigInteger integer) {
      json.writeNumber(integer);
    } else if (value instanceof Double || value instanceof Float) {
      floating(json, ((Number) value).doubleValue(), value.toString());
    } else if (value instanceof Number number) {
      json.writeNumber(number.longValue());
    } else if (value instanceof LocalDateTime time) {
      json.writeString(DATETIME.format(time));
    } else if (value instanceof byte[] bytes) {
      json.writeBinary(bytes);
    } else {
      json.writeString(value.toString());
    }
  }

  /** Digits as Java writes them: the fewest that read back as the same number. */
  private static void floating(JsonGenerator json, double value, String digits) throws IOException {
    if (Double.isFinite(value)) {
      json.writeNumber(digits);
    } else {
      json.writeString(digits);
    }
  }

  /** Ends the last line. The stream below stays open. */
  @Override
  public void close() throws IOException {
    if (!json.isClosed()) {
      json.writeRaw('\n');
      json.close();
      out.flush();
    }
  }
}
