package plimsoll.server.schema;

import java.util.Map;

/** What a session knows that system tables show. */
public interface SessionFacts {
  /** Variables with their values. */
  Map<String, String> variables(boolean global);
}
