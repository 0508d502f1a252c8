package plimsoll.server.auth;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/**
 * Salted, slow hashes of passwords: PBKDF2 with HMAC-SHA-256, written {@code
 * $pbkdf2-sha256$iterations$salt$hash} with Base64 parts. Source: RFC 8018, section 5.2.
 */
public final class PasswordHash {
  private static final String NAME = "pbkdf2-sha256";
  private static final int ITERATIONS = 120_000;
  private static final int MOST_ITERATIONS = 10_000_000;
  private static final int SALT_BYTES = 16;
  private static final int HASH_BYTES = 32;
  private static final SecureRandom RANDOM = new SecureRandom();

  private PasswordHash() {}

  /** A new hash of a password, with a salt of its own. */
  public static String of(byte[] password) {
    byte[] salt = random(SALT_BYTES);
    return written(salt, derive(password, salt, ITERATIONS));
  }

  /** A hash that takes as long to check as any other and that no password has. */
  static String unmatchable() {
    return written(random(SALT_BYTES), random(HASH_BYTES));
  }

  private static byte[] random(int count) {
    byte[] bytes = new byte[count];
    RANDOM.nextBytes(bytes);
    return bytes;
  }

  private static String written(byte[] salt, byte[] hash) {
    Base64.Encoder base64 = Base64.getEncoder().withoutPadding();
    return "$"
        + NAME
        + "$"
        + ITERATIONS
        + "$"
        + base64.encodeToString(salt)
        + "$"
        + base64.encodeToString(hash);
  }

  /**
   * Whether the password has that hash.
   *
   * @throws IllegalArgumentException if the text is no hash of ours
   */
  public static boolean matches(byte[] password, String written) {
    String[] parts = written.split("\\$", -1);
    if (parts.length != 5 || !parts[1].equals(NAME)) {
      throw new IllegalArgumentException("not a password hash of ours");
    }
    int iterations = Integer.parseInt(parts[2]);
    if (iterations < 1 || iterations > MOST_ITERATIONS) {
      throw new IllegalArgumentException("a password hash of " + iterations + " iterations");
    }
    byte[] hash = Base64.getDecoder().decode(parts[4]);
    byte[] derived = derive(password, Base64.getDecoder().decode(parts[3]), iterations);
    return MessageDigest.isEqual(hash, derived);
  }

  /**
   * Java's PBKDF2 takes characters, so the password's SHA-256 is derived from, in hexadecimal: any
   * bytes are a password, also such that are no UTF-8.
   */
  private static byte[] derive(byte[] password, byte[] salt, int iterations) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(password);
      char[] characters = new BigInteger(1, digest).toString(16).toCharArray();
      PBEKeySpec key = new PBEKeySpec(characters, salt, iterations, HASH_BYTES * 8);
      return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256").generateSecret(key).getEncoded();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has PBKDF2", e);
    }
  }

  /** The bytes of a password that came as text. */
  public static byte[] bytes(String password) {
    return password.getBytes(StandardCharsets.UTF_8);
  }
}
