package plimsoll.access;

import java.util.Locale;
import java.util.regex.Pattern;
import plimsoll.error.ErrorCode;

/**
 * Names an account, as MySQL does: a user and the hosts it comes from.
 *
 * @param user name, case-sensitive
 * @param host an address, {@code localhost} for this machine, a prefix that ends with {@code %}, or
 *     {@code %} for anywhere; lower case
 */
public record UserName(String user, String host) {
  /** Any host. */
  public static final String ANYWHERE = "%";

  /** The administrator that every server has, with every right, wherever it comes from. */
  public static final UserName ROOT = new UserName("root", ANYWHERE);

  /** Where commands come from that work on the data directory without a server. */
  public static final String LOCAL = "local";

  private static final Pattern LOOPBACK = Pattern.compile("127(\\.[0-9]{1,3}){3}");
  private static final int LONGEST_USER = 64;
  private static final int LONGEST_HOST = 255;

  /** BAD_NAME if it can name no account. */
  public UserName {
    host = host.toLowerCase(Locale.ROOT);
    check(user, "user", LONGEST_USER);
    check(host, "host", LONGEST_HOST);
    int wildcard = host.indexOf('%');
    if (wildcard >= 0 && wildcard < host.length() - 1) {
      throw ErrorCode.BAD_NAME.with(host, "host", "% may stand at its end only");
    }
  }

  private static void check(String text, String what, int longest) {
    if (text.isEmpty() || text.length() > longest) {
      throw ErrorCode.BAD_NAME.with(
          text.substring(0, Math.min(text.length(), LONGEST_USER)),
          what,
          "it must have 1 to " + longest + " characters");
    }
    if (text.chars().anyMatch(c -> c < ' ' || c == '\'' || c == '`' || c == '"' || c == '\\')) {
      throw ErrorCode.BAD_NAME.with(text, what, "it holds a quote or a control character");
    }
  }

  /** Whether it is {@code root}, whatever the host. */
  public boolean isRoot() {
    return user.equals(ROOT.user);
  }

  /** Whether a client at that address (as text, or {@link #LOCAL}) may use this account. */
  boolean admits(String address) {
    String from = bare(address);
    if (host.endsWith(ANYWHERE)) {
      return from.startsWith(host.substring(0, host.length() - 1));
    }
    return host.equals("localhost") ? isThisMachine(address) : host.equals(from);
  }

  private static String bare(String address) {
    String lower = address.toLowerCase(Locale.ROOT);
    return lower.startsWith("[") && lower.endsWith("]")
        ? lower.substring(1, lower.length() - 1)
        : lower;
  }

  /** Whether an address (as text, or {@link #LOCAL}) is one that no other machine can have. */
  static boolean isThisMachine(String address) {
    String from = bare(address);
    return from.equals(LOCAL)
        || LOOPBACK.matcher(from).matches()
        || from.equals("::1")
        || from.equals("0:0:0:0:0:0:0:1");
  }

  /** The longer, the nearer: where several accounts admit a client, the largest one is taken. */
  int nearness() {
    return host.endsWith(ANYWHERE) ? host.length() : Integer.MAX_VALUE;
  }

  /** As statements write it: {@code 'u'@'%'}. */
  @Override
  public String toString() {
    return "'" + user + "'@'" + host + "'";
  }
}
