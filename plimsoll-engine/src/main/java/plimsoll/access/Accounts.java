package plimsoll.access;

import java.util.Collection;
import java.util.List;
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

  /** Adds a user who has these roles. USER_EXISTS, UNKNOWN_ROLE. */
  void create(Account account, Collection<String> roles);

  /** Replaces the verifiers of a user. UNKNOWN_USER. */
  void alter(Account account);

  /** Removes users and all they were granted. UNKNOWN_USER; REFUSED for root. */
  void drop(Collection<UserName> users);

  /** Adds roles without rights. ROLE_EXISTS. */
  void createRoles(Collection<String> roles);

  /** Removes roles, what they were granted, and them from all who had them. UNKNOWN_ROLE. */
  void dropRoles(Collection<String> roles);

  /** Gives privileges; those it has already are no error. UNKNOWN_USER, UNKNOWN_ROLE. */
  void grant(Holder holder, Set<Grant> grants);

  /** Takes privileges back; those it has not are no error. UNKNOWN_USER, UNKNOWN_ROLE. */
  void revoke(Holder holder, Set<Grant> grants);

  /** Gives roles. UNKNOWN_USER, UNKNOWN_ROLE, ROLE_CYCLE if one would be a part of itself. */
  void grantRoles(Holder holder, Collection<String> roles);

  /** Takes roles back; those it has not are no error. UNKNOWN_USER, UNKNOWN_ROLE. */
  void revokeRoles(Holder holder, Collection<String> roles);

  /** Adds a user without rights. */
  default void create(Account account) {
    create(account, List.of());
  }

  /** {@link #drop(Collection)} of one. */
  default void drop(UserName user) {
    drop(List.of(user));
  }

  /** {@link #createRoles} of one. */
  default void createRole(String role) {
    createRoles(List.of(role));
  }

  /** {@link #dropRoles} of one. */
  default void dropRole(String role) {
    dropRoles(List.of(role));
  }

  /** {@link #grantRoles} of one. */
  default void grantRole(Holder holder, String role) {
    grantRoles(holder, List.of(role));
  }

  /** {@link #revokeRoles} of one. */
  default void revokeRole(Holder holder, String role) {
    revokeRoles(holder, List.of(role));
  }
}
