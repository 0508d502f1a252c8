package plimsoll.server.schema;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Map;
import plimsoll.error.ErrorCode;

/** JSON in columns of text. */
final class JsonText {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private JsonText() {}

  /** An object with these members, in their order. */
  static String object(Map<String, ?> members) {
    return write(members);
  }

  /** A list of texts. */
  static String list(List<String> texts) {
    return write(texts);
  }

  private static String write(Object value) {
    try {
      return MAPPER.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw ErrorCode.BROKEN_INVARIANT.because(e, "a value that cannot be written as JSON");
    }
  }
}
