package plimsoll.cli.render;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.MinimalPrettyPrinter;
import java.io.IOException;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A JSON object per row and line, columns in order. Numbers keep all their digits; NaN and the
 * infinities are texts, bytes are Base64, dates are texts as SQL writes them.
 */
final class JsonWriter implements RowWriter {
  private final PrintStream to;
  private final JsonGenerator json;
  private List<String> columns = List.of();
  private boolean empty = true;

  JsonWriter(PrintStream to) {
    this.to = to;
    try {
      json =
          new JsonFactory()
              .createGenerator(to)
              .setPrettyPrinter(new MinimalPrettyPrinter("\n"))
              .disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET)
              .disable(JsonGenerator.Feature.FLUSH_PASSED_TO_STREAM)
              .enable(JsonGenerator.Feature.WRITE_BIGDECIMAL_AS_PLAIN);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Override
  public void begin(List<String> names) {
    columns = names;
  }

  @Override
  public void row(List<? extends @Nullable Object> values) throws IOException {
    empty = false;
    json.writeStartObject();
    for (int i = 0; i < columns.size(); i++) {
      json.writeFieldName(columns.get(i));
      value(values.get(i));
    }
    json.writeEndObject();
  }

  private void value(@Nullable Object value) throws IOException {
    if (value == null) {
      json.writeNull();
    } else if (value instanceof Boolean bool) {
      json.writeBoolean(bool);
    } else if (value instanceof BigDecimal decimal) {
      json.writeNumber(decimal);
    } else if (value instanceof BigInteger integer) {
      json.writeNumber(integer);
    } else if (value instanceof Double || value instanceof Float) {
      floating((Number) value);
    } else if (value instanceof Number number) {
      json.writeNumber(number.longValue());
    } else if (value instanceof byte[] bytes) {
      json.writeBinary(bytes);
    } else {
      json.writeString(Values.text(value));
    }
  }

  private void floating(Number value) throws IOException {
    if (Double.isFinite(value.doubleValue())) {
      json.writeNumber(value.toString());
    } else {
      json.writeString(value.toString());
    }
  }

  @Override
  public void end() throws IOException {
    json.flush();
    if (!empty) {
      to.print('\n');
    }
    to.flush();
  }
}
