package plimsoll.server.mysql.auth;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import plimsoll.access.Account;

/**
 * Passwords that were proven once, as SHA256(SHA256(password)), so that the next login needs no
 * slow check. An account whose password changed has another key. Bounded; safe for many threads.
 */
public final class FastLogins {
  private static final int MOST = 1000;

  private final Map<String, byte[]> hashes =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, byte[]> eldest) {
          return size() > MOST;
        }
      };

  synchronized byte @Nullable [] get(Account account) {
    return hashes.get(key(account));
  }

  synchronized void proven(Account account, byte[] password) {
    hashes.put(key(account), Scrambles.doubleSha256(password));
  }

  private static String key(Account account) {
    return account.passwordHash() + account.user();
  }
}
