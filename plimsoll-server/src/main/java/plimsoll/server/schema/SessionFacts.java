package plimsoll.server.schema;

import java.util.List;
import java.util.Map;

/** What a session knows that system tables show. */
public interface SessionFacts {
  /** Collations, by name. */
  List<Collation> collations();

  /** Variables with their values. */
  Map<String, String> variables(boolean global);
}
