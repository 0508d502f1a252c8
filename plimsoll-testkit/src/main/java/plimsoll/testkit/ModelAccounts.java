package plimsoll.testkit;

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
  public synchronized void create(Account account) {
    if (users.putIfAbsent(account.name(), account) != null) {
      throw ErrorCode.USER_EXISTS.with(account.name());
    }
  }

  @Override
  public synchronized void alter(Account account) {
    if (users.replace(account.name(), account) == null) {
      throw ErrorCode.UNKNOWN_USER.with(account.name(), "");
    }
  }

  @Override
  public synchronized void drop(UserName user) {
    if (user.isRoot()) {
      throw ErrorCode.REFUSED.with("root stays");
    }
    if (users.remove(user) == null) {
      throw ErrorCode.UNKNOWN_USER.with(user, "");
    }
    grants.remove(Holder.of(user));
    given.remove(Holder.of(user));
  }

  @Override
  public synchronized void createRole(String role) {
    if (!roles.add(role)) {
      throw ErrorCode.ROLE_EXISTS.with(role);
    }
  }

  @Override
  public synchronized void dropRole(String role) {
    requireRole(role);
    roles.remove(role);
    grants.remove(Holder.ofRole(role));
    given.remove(Holder.ofRole(role));
    given.values().forEach(names -> names.remove(role));
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
  public synchronized void grantRole(Holder holder, String role) {
    require(holder);
    requireRole(role);
    if (read().wouldCycle(role, holder)) {
      throw ErrorCode.ROLE_CYCLE.with(role, holder.role());
    }
    given.computeIfAbsent(holder, h -> new HashSet<>()).add(role);
  }

  @Override
  public synchronized void revokeRole(Holder holder, String role) {
    require(holder);
    requireRole(role);
    given.getOrDefault(holder, new HashSet<>()).remove(role);
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
