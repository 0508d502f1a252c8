package plimsoll.job;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import plimsoll.access.UserName;
import plimsoll.model.Label;

/**
 * What a job shall do, and all that its statement's meaning depends on.
 *
 * @param kind what it does
 * @param account for whom; its rights are looked at when the statement runs
 * @param origin address that it came from
 * @param database current database of the session; null for none
 * @param variables the session's variables, by name
 * @param statement text of the statement, whole
 * @param load the load that it runs; null for an export. Once committed, it is not run again
 */
public record JobOrder(
    JobKind kind,
    UserName account,
    String origin,
    @Nullable String database,
    Map<String, String> variables,
    String statement,
    @Nullable Load load) {
  /** Variables are copied. */
  public JobOrder {
    variables = Map.copyOf(variables);
  }

  /**
   * A load by its name.
   *
   * @param database where the label counts
   * @param label of no other load
   */
  public record Load(String database, Label label) {}
}
