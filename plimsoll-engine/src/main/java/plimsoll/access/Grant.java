package plimsoll.access;

import plimsoll.error.ErrorCode;

/**
 * A privilege on something.
 *
 * @param privilege what may be done
 * @param scope to what
 */
public record Grant(Privilege privilege, Scope scope) {
  /** BAD_OPTION for a privilege of the server on less than everything. */
  public Grant {
    if (!privilege.ofData() && !scope.equals(Scope.GLOBAL)) {
      throw ErrorCode.BAD_OPTION.with(
          privilege
              + " is a privilege on the whole server: grant it ON *.*, not ON "
              + scope
              + ".");
    }
  }

  boolean allows(Privilege wanted, Scope where) {
    return privilege == Privilege.ADMIN || (privilege == wanted && scope.covers(where));
  }

  /** Whether its holder may know that there is something of that name. */
  boolean shows(Scope where) {
    return (privilege.ofData() || privilege == Privilege.ADMIN)
        && (scope.covers(where) || where.covers(scope));
  }
}
