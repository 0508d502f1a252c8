package plimsoll.access;

import java.util.Set;

/**
 * Where users, roles and grants are kept. Every call is one transaction: it happened whole and
 * durably when it returns, or not at all when it throws (an unknown outcome excepted, as with the
 * metastore that it is part of). A new one has {@code root} with an empty password. Safe for many
 * threads.
 */
public interface Accounts {
  /** All there is. */
  AccessBook read();

  /** Adds a user without rights. USER_EXISTS. */
  void create(Account account);

  /** Replaces the verifiers of a user. UNKNOWN_USER. */
  void alter(Account account);

  /** Removes a user and all it was granted. UNKNOWN_USER; REFUSED for root. */
  void drop(UserName user);

  /** Adds a role without rights. ROLE_EXISTS. */
  void createRole(String role);

  /** Removes a role, what it was granted, and itself from all who had it. UNKNOWN_ROLE. */
  void dropRole(String role);

  /** Gives privileges; those it has already are no error. UNKNOWN_USER, UNKNOWN_ROLE. */
  void grant(Holder holder, Set<Grant> grants);

  /** Takes privileges back; those it has not are no error. UNKNOWN_USER, UNKNOWN_ROLE. */
  void revoke(Holder holder, Set<Grant> grants);

  /** Gives a role. UNKNOWN_USER, UNKNOWN_ROLE, ROLE_CYCLE if it would be a part of itself. */
  void grantRole(Holder holder, String role);

  /** Takes a role back; one it has not is no error. UNKNOWN_USER, UNKNOWN_ROLE. */
  void revokeRole(Holder holder, String role);
}
