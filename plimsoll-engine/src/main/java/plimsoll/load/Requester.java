package plimsoll.load;

import java.util.List;

/**
 * Who asked for a load.
 *
 * @param user user name
 * @param origin client address, or {@code local}
 * @param statement statement text or request line, without secrets
 * @param details ignored headers and warnings, one an entry
 */
public record Requester(String user, String origin, String statement, List<String> details) {}
