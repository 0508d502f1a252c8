package plimsoll.server.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import plimsoll.error.ErrorCode;

/**
 * The names of the fields of a Stream Load's rows, from left to right, as a JSON array of hex:
 * headers are ASCII, names are not. Our own command line sends it in place of {@code columns}.
 */
public final class FieldsHeader {
  /** The header's name. */
  public static final String NAME = "X-Plimsoll-Fields";

  private static final HexFormat HEX = HexFormat.of();

  private FieldsHeader() {}

  /** The header's value. */
  public static String format(List<String> fields) {
    ArrayNode names = Json.MAPPER.createArrayNode();
    fields.forEach(field -> names.add(HEX.formatHex(field.getBytes(StandardCharsets.UTF_8))));
    return names.toString();
  }

  /**
   * The names that a value of the header says.
   *
   * @throws plimsoll.error.PlimsollException BAD_OPTION when it is not what {@link #format} writes
   */
  static List<String> parse(String value) {
    try {
      List<String> fields = new ArrayList<>();
      for (JsonNode name : Json.MAPPER.readTree(value)) {
        fields.add(new String(HEX.parseHex(name.asText()), StandardCharsets.UTF_8));
      }
      return fields;
    } catch (JsonProcessingException | IllegalArgumentException e) {
      throw ErrorCode.BAD_OPTION.because(e, NAME + " is not readable: " + e.getMessage());
    }
  }
}
