package plimsoll.server.schema;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Map;
import plimsoll.error.ErrorCode;

/** JSON in columns of text. */
final class JsonText {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private JsonText() {}

  /** An object with these members, in their order. */
  static String object(Map<String, ?> members) {
    try {
      return MAPPER.writeValueAsString(members);
    } catch (JsonProcessingException e) {
      throw ErrorCode.BROKEN_INVARIANT.because(e, "a map that cannot be written as JSON");
    }
  }
}
