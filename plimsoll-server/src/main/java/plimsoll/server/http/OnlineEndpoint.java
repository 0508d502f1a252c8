package plimsoll.server.http;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jetty.http.HttpStatus;
import org.jspecify.annotations.Nullable;
import plimsoll.error.ErrorCode;
import plimsoll.model.Batch;
import plimsoll.model.Column;
import plimsoll.model.Schema;
import plimsoll.model.TableName;
import plimsoll.online.store.OnlineRows;
import plimsoll.server.online.PointReads;

/**
 * Point reads, newest rows first.
 *
 * <p>{@code GET /api/{db}/{table}/online?key=a&key=b&limit=10}: one key, a parameter for each KEY
 * column; also {@code index}, {@code from}, {@code to}. {@code POST} of the same with a body {@code
 * {"keys": [["a", "b"], ["c", null]], "limit": 10}}: many keys, NULL among them.
 */
final class OnlineEndpoint {
  static final String PATH = "/api/{db}/{table}/online";

  private static final int MOST_KEYS = 10_000;
  private static final int MOST_BODY_BYTES = 4 << 20;
  private static final int MOST_ANSWER_BYTES = 32 << 20;
  private static final int MOST_ROWS_AT_ONCE = 64;
  private static final int FIRST_ANSWER_BYTES = 1 << 10;

  private final PointReads reads;

  OnlineEndpoint(PointReads reads) {
    this.reads = reads;
  }

  /** Of one key. */
  void one(Exchange exchange) throws IOException {
    List<String> key = exchange.queries("key");
    if (key.isEmpty()) {
      throw ErrorCode.BAD_OPTION.with("Name the key: ?key=..., once for each KEY column.");
    }
    PointReads.Ask ask =
        new PointReads.Ask(
            (int) number(exchange.query("index"), "index", PointReads.Ask.DEFAULT.index()),
            exchange.query("from"),
            exchange.query("to"),
            number(exchange.query("limit"), "limit", PointReads.Ask.DEFAULT.limit()));
    PointReads.Opened opened = reads.open(exchange.guard(), name(exchange), ask);
    answer(exchange, opened, List.of(key), "rows");
  }

  /** Of many. */
  void many(Exchange exchange) throws IOException {
    JsonNode body = body(exchange);
    List<List<@Nullable String>> keys = keys(body.get("keys"));
    PointReads.Ask ask =
        new PointReads.Ask(
            (int) number(text(body.get("index")), "index", PointReads.Ask.DEFAULT.index()),
            text(body.get("from")),
            text(body.get("to")),
            number(text(body.get("limit")), "limit", PointReads.Ask.DEFAULT.limit()));
    PointReads.Opened opened = reads.open(exchange.guard(), name(exchange), ask);
    answer(exchange, opened, keys, "results");
  }

  private static TableName name(Exchange exchange) {
    return new TableName(exchange.path("db"), exchange.path("table"));
  }

  private static long number(@Nullable String text, String what, long otherwise) {
    if (text == null) {
      return otherwise;
    }
    try {
      int number = Integer.parseInt(text);
      if (number > 0) {
        return number;
      }
    } catch (NumberFormatException e) {
      throw ErrorCode.BAD_OPTION.because(e, notANumber(text, what));
    }
    throw ErrorCode.BAD_OPTION.with(notANumber(text, what));
  }

  private static String notANumber(String text, String what) {
    return what + " is '" + text + "', must be a whole number from 1.";
  }

  private static JsonNode body(Exchange exchange) {
    try {
      JsonNode body =
          Json.EXACT.readTree(exchange.body().all(MOST_BODY_BYTES, "Ask for fewer keys."));
      if (body != null && body.isObject()) {
        return body;
      }
    } catch (JsonProcessingException e) {
      throw ErrorCode.SYNTAX.because(e, "The body is not JSON: " + e.getOriginalMessage() + SHAPE);
    } catch (IOException e) {
      throw ErrorCode.BODY_CUT_OFF.because(e, "");
    }
    throw ErrorCode.SYNTAX.with("The body is no JSON object." + SHAPE);
  }

  private static final String SHAPE =
      " Send {\"keys\": [[\"a\"], [\"b\"]], \"limit\": 10}: a list for each key, of its KEY columns.";

  private static List<List<@Nullable String>> keys(@Nullable JsonNode given) {
    if (given == null || !given.isArray() || given.isEmpty() || given.size() > MOST_KEYS) {
      throw ErrorCode.SYNTAX.with("'keys' must be a list of 1 to " + MOST_KEYS + " keys." + SHAPE);
    }
    List<List<@Nullable String>> keys = new ArrayList<>();
    for (JsonNode key : given) {
      if (!key.isArray()) {
        throw ErrorCode.SYNTAX.with("Each of 'keys' must be a list." + SHAPE);
      }
      List<@Nullable String> values = new ArrayList<>();
      key.forEach(value -> values.add(text(value)));
      keys.add(values);
    }
    return keys;
  }

  /** As the column reads it; null for null. */
  private static @Nullable String text(@Nullable JsonNode value) {
    if (value == null || value.isNull()) {
      return null;
    }
    if (value.isContainerNode()) {
      throw ErrorCode.SYNTAX.with("'" + value + "' must be a number or a text." + SHAPE);
    }
    return value.asText();
  }

  private static void answer(
      Exchange exchange,
      PointReads.Opened opened,
      List<? extends List<@Nullable String>> keys,
      String member)
      throws IOException {
    Schema schema = opened.table().schema();
    ByteArrayOutputStream out = new ByteArrayOutputStream(FIRST_ANSWER_BYTES);
    try (JsonGenerator json = Json.MAPPER.createGenerator(out)) {
      json.enable(JsonGenerator.Feature.WRITE_BIGDECIMAL_AS_PLAIN);
      json.writeStartObject();
      columns(json, schema);
      json.writeArrayFieldStart(member);
      boolean isList = member.equals("results");
      Batch batch = Batch.allocate(schema, (int) Math.min(opened.limit(), MOST_ROWS_AT_ONCE));
      for (List<@Nullable String> key : keys) {
        if (isList) {
          json.writeStartArray();
        }
        try (OnlineRows rows = opened.rows(key)) {
          rows(json, out, rows, schema, batch);
        }
        if (isList) {
          json.writeEndArray();
        }
      }
      json.writeEndArray();
      json.writeEndObject();
    }
    exchange.answer(HttpStatus.OK_200, Exchange.JSON, out.toByteArray());
  }

  private static void columns(JsonGenerator json, Schema schema) throws IOException {
    json.writeArrayFieldStart("columns");
    for (Column column : schema.columns()) {
      json.writeStartObject();
      json.writeStringField("name", column.name());
      json.writeStringField("type", column.type().sql());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void rows(
      JsonGenerator json, ByteArrayOutputStream out, OnlineRows rows, Schema schema, Batch batch)
      throws IOException {
    while (rows.next(batch)) {
      for (int row = 0; row < batch.rows(); row++) {
        json.writeStartArray();
        for (int column = 0; column < schema.size(); column++) {
          VectorJson.write(json, schema.column(column).type(), batch.column(column), row);
        }
        json.writeEndArray();
      }
      json.flush();
      if (out.size() > MOST_ANSWER_BYTES) {
        throw ErrorCode.REFUSED.with(
            "The answer is longer than "
                + MOST_ANSWER_BYTES
                + " bytes. Ask for fewer keys or a smaller limit, or SELECT the rows.");
      }
    }
  }
}
