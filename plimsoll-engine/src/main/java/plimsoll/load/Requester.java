package plimsoll.load;

import java.util.List;
import org.jspecify.annotations.Nullable;
import plimsoll.model.LoadParent;

/**
 * Who asked for a load.
 *
 * @param user user name
 * @param origin client address, or {@code local}
 * @param statement statement text or request line, without secrets
 * @param details ignored headers and warnings, one an entry
 * @param parent the load whose rejected rows it loads again; null for all but such a load
 */
public record Requester(
    String user,
    String origin,
    String statement,
    List<String> details,
    @Nullable LoadParent parent) {
  /** Of rows that come for the first time. */
  public Requester(String user, String origin, String statement, List<String> details) {
    this(user, origin, statement, details, null);
  }

  /** The same, for the rejected rows of a load. */
  public Requester replaying(LoadParent load) {
    return new Requester(user, origin, statement, details, load);
  }
}
