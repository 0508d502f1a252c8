package plimsoll.testkit;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import plimsoll.access.AccessBook;
import plimsoll.access.Account;
import plimsoll.access.Accounts;
import plimsoll.access.Grant;
import plimsoll.access.Holder;
import plimsoll.access.UserName;
import plimsoll.error.ErrorCode;

/** Users, roles and grants in memory, by the same contract as the real ones. */
public final class ModelAccounts implements Accounts {
  private final Map<UserName, Account> users =
      new HashMap<>(Map.of(UserName.ROOT, Account.FRESH_ROOT));
  private final Set<String> roles = new TreeSet<>();
  private final Map<Holder, Set<Grant>> grants = new HashMap<>();
  private final Map<Holder, Set<String>> given = new HashMap<>();

  @Override
  public synchronized AccessBook read() {
    return new AccessBook(users, roles, copy(grants), copy(given));
  }

  private static <T> Map<Holder, Set<T>> copy(Map<Holder, Set<T>> map) {
    Map<Holder, Set<T>> copy = new HashMap<>();
    map.forEach((holder, set) -> copy.put(holder, Set.copyOf(set)));
    return copy;
  }

  @Override
  public synchronized void create(Account account, Collection<String> first) {
    if (users.containsKey(account.name())) {
      throw ErrorCode.USER_EXISTS.with(account.name());
    }
    first.forEach(this::requireRole);
    users.put(account.name(), account);
    grantRoles(Holder.of(account.name()), first);
  }

  @Override
  public synchronized void alter(Account account) {
    if (users.replace(account.name(), account) == null) {
      throw ErrorCode.UNKNOWN_USER.with(account.name(), "");
    }
  }

  @Override
  public synchronized void drop(Collection<UserName> dropped) {
    Set<UserName> left = new HashSet<>(users.keySet());
    for (UserName user : dropped) {
      if (user.isRoot()) {
        throw ErrorCode.REFUSED.with("root stays");
      }
      if (!left.remove(user)) {
        throw ErrorCode.UNKNOWN_USER.with(user, "");
      }
    }
    for (UserName user : dropped) {
      users.remove(user);
      grants.remove(Holder.of(user));
      given.remove(Holder.of(user));
    }
  }

  @Override
  public synchronized void createRoles(Collection<String> created) {
    Set<String> all = new TreeSet<>(roles);
    for (String role : created) {
      if (!all.add(role)) {
        throw ErrorCode.ROLE_EXISTS.with(role);
      }
    }
    roles.addAll(created);
  }

  @Override
  public synchronized void dropRoles(Collection<String> dropped) {
    Set<String> left = new TreeSet<>(roles);
    for (String role : dropped) {
      if (!left.remove(role)) {
        throw ErrorCode.UNKNOWN_ROLE.with(role, "");
      }
    }
    for (String role : dropped) {
      roles.remove(role);
      grants.remove(Holder.ofRole(role));
      given.remove(Holder.ofRole(role));
      given.values().forEach(names -> names.remove(role));
    }
  }

  @Override
  public synchronized void grant(Holder holder, Set<Grant> more) {
    require(holder);
    grants.computeIfAbsent(holder, h -> new HashSet<>()).addAll(more);
  }

  @Override
  public synchronized void revoke(Holder holder, Set<Grant> less) {
    require(holder);
    grants.getOrDefault(holder, new HashSet<>()).removeAll(less);
  }

  @Override
  public synchronized void grantRoles(Holder holder, Collection<String> more) {
    require(holder);
    more.forEach(this::requireRole);
    for (String role : more) { // what is given to the holder makes no other role hold it
      if (read().wouldCycle(role, holder)) {
        throw ErrorCode.ROLE_CYCLE.with(role, holder.role());
      }
    }
    given.computeIfAbsent(holder, h -> new HashSet<>()).addAll(more);
  }

  @Override
  public synchronized void revokeRoles(Holder holder, Collection<String> less) {
    require(holder);
    less.forEach(this::requireRole);
    given.getOrDefault(holder, new HashSet<>()).removeAll(less);
  }

  private void require(Holder holder) {
    String role = holder.role();
    if (role != null) {
      requireRole(role);
    } else if (!users.containsKey(holder.user())) {
      throw ErrorCode.UNKNOWN_USER.with(holder.user(), "");
    }
  }

  private void requireRole(String role) {
    if (!roles.contains(role)) {
      throw ErrorCode.UNKNOWN_ROLE.with(role, "");
    }
  }
}
