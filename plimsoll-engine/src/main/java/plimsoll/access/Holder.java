package plimsoll.access;

import org.jspecify.annotations.Nullable;

/**
 * Who grants are given to: a user or a role.
 *
 * @param user the user; null for a role
 * @param role the role; null for a user
 */
public record Holder(@Nullable UserName user, @Nullable String role) {
  /** One of both. */
  public Holder {
    if ((user == null) == (role == null)) {
      throw new IllegalArgumentException("a holder is a user or a role");
    }
  }

  /** A user. */
  public static Holder of(UserName user) {
    return new Holder(user, null);
  }

  /** A role. */
  public static Holder ofRole(String role) {
    return new Holder(null, role);
  }

  /** As GRANT writes it: {@code USER 'u'@'%'} or {@code ROLE 'r'}. */
  @Override
  public String toString() {
    return role == null ? "USER " + user : "ROLE '" + role + "'";
  }
}
