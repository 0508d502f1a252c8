package plimsoll.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Objects that commands print with {@code --json}. */
final class JsonText {
  private JsonText() {}

  /** An empty object; its {@code toString} is JSON on one line. */
  static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }
}
