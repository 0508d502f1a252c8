package plimsoll.access;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import plimsoll.error.ErrorCode;
import plimsoll.error.PlimsollException;
import plimsoll.model.TableName;

/**
 * The rights of one user at one moment, those of its roles included.
 *
 * @param grants what it may do
 * @param roles names of its roles and of their roles, in order
 */
public record Access(Set<Grant> grants, List<String> roles) {
  /** Every right: root, and whoever owns the data directory. */
  public static final Access ALL =
      new Access(Set.of(new Grant(Privilege.ADMIN, Scope.GLOBAL)), List.of());

  /** No right: a user that does not exist (any more). */
  public static final Access NONE = new Access(Set.of(), List.of());

  /** Copies. */
  public Access {
    grants = Set.copyOf(grants);
    roles = List.copyOf(roles);
  }

  /** Whether it may do that there. */
  public boolean may(Privilege privilege, Scope scope) {
    return grants.stream().anyMatch(grant -> grant.allows(privilege, scope));
  }

  /** Whether it may know that there is a table of that name: it has some right on it. */
  public boolean sees(TableName table) {
    Scope scope = Scope.of(table);
    return grants.stream().anyMatch(grant -> grant.shows(scope));
  }

  /** Whether it may know that there is a database: it has some right on it or in it. */
  public boolean sees(String database) {
    Scope scope = Scope.of(database);
    return grants.stream().anyMatch(grant -> grant.shows(scope));
  }

  /** What it may do with a table, as MySQL lists it: in lower case, with commas between. */
  public String namesOf(TableName table) {
    return Arrays.stream(Privilege.values())
        .filter(privilege -> privilege.ofData() && may(privilege, Scope.of(table)))
        .map(privilege -> privilege.name().toLowerCase(Locale.ROOT))
        .collect(Collectors.joining(","));
  }

  /**
   * ACCESS_DENIED unless it has at least one of these privileges there.
   *
   * @throws IllegalArgumentException if none is named: who forgets to say what is needed lets
   *     nobody in
   */
  public void require(Scope scope, Privilege... oneOf) {
    if (oneOf.length == 0) {
      throw new IllegalArgumentException("no privilege was asked for on " + scope);
    }
    if (Arrays.stream(oneOf).noneMatch(privilege -> may(privilege, scope))) {
      throw denied(scope, oneOf);
    }
  }

  /** ACCESS_DENIED, in StarRocks' words. */
  public PlimsollException denied(Scope scope, Privilege... oneOf) {
    String wanted = Arrays.stream(oneOf).map(Privilege::name).collect(Collectors.joining(", "));
    return denied(wanted, scope, oneOf[0]);
  }

  /** As {@link #denied}, where any privilege would do. */
  public PlimsollException deniedAny(Scope scope) {
    return denied("ANY", scope, Privilege.SELECT);
  }

  private PlimsollException denied(String wanted, Scope scope, Privilege kind) {
    String current = roles.isEmpty() ? "NONE" : roles.toString();
    return ErrorCode.ACCESS_DENIED.with(wanted, what(scope, kind), current);
  }

  private static String what(Scope scope, Privilege privilege) {
    if (scope.table() != null) {
      return "TABLE " + scope.table();
    }
    if (scope.database() != null) {
      return "DATABASE " + scope.database();
    }
    return privilege.ofData() ? "CATALOG default_catalog" : "SYSTEM";
  }
}
