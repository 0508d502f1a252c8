package plimsoll.server.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.node.ObjectNode;
import plimsoll.error.ErrorCode;

/** JSON as StarRocks writes it: keys in the order they were put, no blanks or four of them. */
final class Json {
  static final ObjectMapper MAPPER = new ObjectMapper();

  /** Reads numbers with all their digits. */
  static final ObjectReader EXACT =
      MAPPER.reader().with(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

  private static final ObjectWriter PRETTY =
      MAPPER.writer(
          new DefaultPrettyPrinter(
                  Separators.createDefaultInstance()
                      .withObjectFieldValueSpacing(Separators.Spacing.AFTER))
              .withObjectIndenter(new DefaultIndenter("    ", "\n")));

  private Json() {}

  static ObjectNode object() {
    return MAPPER.createObjectNode();
  }

  /** The answer of a REST helper that did what was asked. */
  static ObjectNode ok() {
    return withOk(object());
  }

  /** Adds the base fields of success to an answer. */
  static ObjectNode withOk(ObjectNode answer) {
    return answer.put("status", "OK").put("code", "0").put("msg", "Success").put("message", "OK");
  }

  /** The answer of a REST helper that did not. */
  static ObjectNode failed(String why) {
    return object().put("status", "FAILED").put("code", "1").put("msg", why).put("message", why);
  }

  static byte[] compact(JsonNode node) {
    try {
      return MAPPER.writeValueAsBytes(node);
    } catch (JsonProcessingException e) {
      throw ErrorCode.BROKEN_INVARIANT.because(e, "a JSON tree that cannot be written");
    }
  }

  static byte[] pretty(JsonNode node) {
    try {
      return PRETTY.writeValueAsBytes(node);
    } catch (JsonProcessingException e) {
      throw ErrorCode.BROKEN_INVARIANT.because(e, "a JSON tree that cannot be written");
    }
  }
}
