package plimsoll.access;

import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * All users, roles and grants at one moment.
 *
 * @param accounts users by name
 * @param roles names of roles
 * @param grants privileges given to a user or role directly
 * @param given roles given to a user or role directly
 */
public record AccessBook(
    Map<UserName, Account> accounts,
    Set<String> roles,
    Map<Holder, Set<Grant>> grants,
    Map<Holder, Set<String>> given) {
  /** Copies. */
  public AccessBook {
    accounts = Map.copyOf(accounts);
    roles = Set.copyOf(roles);
    grants = Map.copyOf(grants);
    given = Map.copyOf(given);
  }

  /** The account that a user of that name at that address logs in to: the nearest host pattern. */
  public Optional<Account> find(String user, String address) {
    return accounts.values().stream()
        .filter(account -> account.user().equals(user) && account.name().admits(address))
        .max(Comparator.comparingInt(account -> account.name().nearness()));
  }

  /** The rights of an account; none if it does not exist. */
  public Access access(UserName user) {
    if (user.isRoot()) {
      return Access.ALL;
    }
    if (!accounts.containsKey(user)) {
      return Access.NONE;
    }
    return access(Holder.of(user));
  }

  /** The rights of a user or role, with those of its roles. */
  public Access access(Holder holder) {
    Set<String> all = new TreeSet<>();
    collect(holder, all);
    Set<Grant> found = new HashSet<>(direct(holder));
    all.forEach(role -> found.addAll(direct(Holder.ofRole(role))));
    return new Access(found, List.copyOf(all));
  }

  /** Privileges given directly. */
  public Set<Grant> direct(Holder holder) {
    return grants.getOrDefault(holder, Set.of());
  }

  /** Roles given directly. */
  public Set<String> rolesOf(Holder holder) {
    return given.getOrDefault(holder, Set.of());
  }

  private void collect(Holder holder, Set<String> found) {
    for (String role : rolesOf(holder)) {
      if (found.add(role)) {
        collect(Holder.ofRole(role), found);
      }
    }
  }

  /** Whether giving the role to that holder would make some role a part of itself. */
  public boolean wouldCycle(String role, Holder holder) {
    if (holder.role() == null) {
      return false;
    }
    Set<String> inside = new TreeSet<>(Set.of(role));
    collect(Holder.ofRole(role), inside);
    return inside.contains(holder.role());
  }
}
