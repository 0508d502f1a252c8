package plimsoll.server.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.eclipse.jetty.http.HttpStatus;
import org.jspecify.annotations.Nullable;
import plimsoll.error.ErrorCode;
import plimsoll.model.TableName;
import plimsoll.online.store.NotAtOnceException;
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
  private static final int ROWS_OF_A_BATCH = 64;

  private final PointReads reads;

  OnlineEndpoint(PointReads reads) {
    this.reads = reads;
  }

  /** Of one key: at once if all of it is in memory. */
  Endpoint one() {
    return new Endpoint() {
      @Override
      public void handle(Exchange exchange) throws IOException {
        PointReads.Opened opened =
            reads.open(exchange.guard(), name(exchange), askedByQuery(exchange));
        answer(exchange, opened, keyOf(exchange));
      }

      @Override
      public boolean answersAtOnce(Exchange exchange) throws IOException {
        List<String> key = keyOf(exchange);
        Optional<PointReads.Opened> opened =
            reads.openAtOnce(exchange.guard(), name(exchange), askedByQuery(exchange));
        return opened.isPresent() && OnlineEndpoint.answersAtOnce(exchange, opened.get(), key);
      }
    };
  }

  private static List<String> keyOf(Exchange exchange) {
    List<String> key = exchange.queries("key");
    if (key.isEmpty()) {
      throw ErrorCode.BAD_OPTION.with("Name the key: ?key=..., once for each KEY column.");
    }
    return key;
  }

  private static PointReads.Ask askedByQuery(Exchange exchange) {
    return new PointReads.Ask(
        (int) number(exchange.query("index"), "index", PointReads.Ask.DEFAULT.index()),
        exchange.query("from"),
        exchange.query("to"),
        number(exchange.query("limit"), "limit", PointReads.Ask.DEFAULT.limit()));
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
    answerAll(exchange, opened, keys);
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

  private static void answerAll(
      Exchange exchange, PointReads.Opened opened, List<List<@Nullable String>> keys)
      throws IOException {
    try (PointReadAnswer answer = PointReadAnswer.ofKeys(opened, ROWS_OF_A_BATCH)) {
      for (List<@Nullable String> key : keys) {
        answer.beginKey();
        try (OnlineRows rows = opened.rows(key)) {
          require(answer.add(rows, MOST_ANSWER_BYTES));
        }
        answer.endKey();
      }
      exchange.answer(HttpStatus.OK_200, Exchange.JSON, answer.end());
    }
  }

  private static void answer(Exchange exchange, PointReads.Opened opened, List<String> key)
      throws IOException {
    try (PointReadAnswer answer = PointReadAnswer.ofKey(opened, ROWS_OF_A_BATCH)) {
      try (OnlineRows rows = opened.rows(key)) {
        require(answer.add(rows, MOST_ANSWER_BYTES));
      }
      exchange.answer(HttpStatus.OK_200, Exchange.JSON, answer.end());
    }
  }

  private static boolean answersAtOnce(
      Exchange exchange, PointReads.Opened opened, List<String> key) throws IOException {
    Optional<OnlineRows> found = opened.rowsAtOnce(key);
    if (found.isEmpty()) {
      return false;
    }
    try (OnlineRows rows = found.get();
        PointReadAnswer answer = PointReadAnswer.ofKey(opened, ROWS_OF_A_BATCH)) {
      require(answer.add(rows, MOST_ANSWER_BYTES));
      exchange.answer(HttpStatus.OK_200, Exchange.JSON, answer.end());
      return true;
    } catch (NotAtOnceException e) {
      return false; // a thread that may wait reads it
    }
  }

  private static void require(boolean isShortEnough) {
    if (!isShortEnough) {
      throw ErrorCode.REFUSED.with(
          "The answer is longer than "
              + MOST_ANSWER_BYTES
              + " bytes. Ask for fewer keys or a smaller limit, or SELECT the rows.");
    }
  }
}
