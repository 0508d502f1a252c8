package plimsoll.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Locale;
import plimsoll.error.ErrorCode;

/**
 * What is kept of a password: enough to check one, not enough to know it.
 *
 * @param nativeHash for {@code mysql_native_password}, as MySQL writes it: {@code *} and the hex of
 *     SHA1(SHA1(password)); empty if that way is not allowed. Unsalted, as the old plugin needs it
 * @param sha2Hash for {@code caching_sha2_password}, as MySQL writes it: {@code $A$005$}, a salt of
 *     20 characters, SHA256-crypt of 5000 rounds; empty if that way is not allowed
 */
public record Verifiers(String nativeHash, String sha2Hash) {
  /** No password: the empty one is right. */
  public static final Verifiers NONE = new Verifiers("", "");

  /** Longest password, bytes. */
  public static final int LONGEST = 256;

  private static final SecureRandom RANDOM = new SecureRandom();
  private static final String SHA2_PREFIX = "$A$";
  private static final int SHA2_SALT_AT = 7;
  private static final int SHA2_SALT = 20;
  private static final int SHA2_HASH_AT = SHA2_SALT_AT + SHA2_SALT;
  private static final int ROUNDS_UNIT = 1000;
  private static final String SHA2_NEW = "$A$005$";
  private static final int NATIVE_BYTES = 20;

  /** Ways of logging in that an account may be bound to. */
  public enum Plugin {
    MYSQL_NATIVE_PASSWORD,
    CACHING_SHA2_PASSWORD;

    /** UNSUPPORTED for a name that is none of ours. */
    public static Plugin named(String text) {
      for (Plugin plugin : values()) {
        if (plugin.name().equalsIgnoreCase(text)) {
          return plugin;
        }
      }
      throw ErrorCode.UNSUPPORTED.with(
          "Authentication plugin '" + text + "'",
          " Use mysql_native_password, caching_sha2_password, or none for both.");
    }
  }

  /** Both verifiers of a password, so that every client can log in. An empty one is none. */
  public static Verifiers of(String password) {
    byte[] bytes = bytes(password);
    return bytes.length == 0 ? NONE : new Verifiers(nativeHash(bytes), sha2Hash(bytes));
  }

  /** The verifier of one way only. */
  public static Verifiers of(String password, Plugin plugin) {
    Verifiers both = of(password);
    return plugin == Plugin.MYSQL_NATIVE_PASSWORD
        ? new Verifiers(both.nativeHash, "")
        : new Verifiers("", both.sha2Hash);
  }

  /**
   * A verifier made elsewhere. BAD_OPTION, without showing it, if it has not that plugin's form.
   */
  public static Verifiers ofHash(String hash, Plugin plugin) {
    boolean isNative = plugin == Plugin.MYSQL_NATIVE_PASSWORD;
    if (hash.isEmpty()) {
      return NONE;
    }
    if (isNative ? !isNative(hash) : !isSha2(hash)) {
      throw ErrorCode.BAD_OPTION.with(
          isNative
              ? "The text after AS must be * and 40 hex digits, as mysql_native_password has it."
              : "The text after AS must be $A$005$, a salt of 20 characters and a hash of 43, as"
                  + " caching_sha2_password has it.");
    }
    return isNative ? new Verifiers(hash.toUpperCase(Locale.ROOT), "") : new Verifiers("", hash);
  }

  /** A verifier that no password has and that takes as long to check as any. */
  static Verifiers unmatchable() {
    return new Verifiers(
        nativeText(random(NATIVE_BYTES)), SHA2_NEW + text(salt()) + text(saltOf(43)));
  }

  /** Whether there is a password at all. */
  public boolean exist() {
    return !nativeHash.isEmpty() || !sha2Hash.isEmpty();
  }

  /** SHA1(SHA1(password)); empty if there is none. */
  public byte[] nativeBytes() {
    return nativeHash.isEmpty() ? new byte[0] : HexFormat.of().parseHex(nativeHash.substring(1));
  }

  /**
   * Whether that is the password. Takes some milliseconds whatever the answer, unless the password
   * is empty.
   */
  public boolean accept(byte[] password) {
    if (password.length == 0) {
      return !exist();
    }
    boolean tooLong = password.length > LONGEST;
    byte[] checked = tooLong ? new byte[1] : password;
    boolean slow = sha2Matches(sha2Hash.isEmpty() ? unmatchable().sha2Hash : sha2Hash, checked);
    boolean right =
        sha2Hash.isEmpty()
            ? exist() && MessageDigest.isEqual(nativeBytes(), doubleSha1(checked))
            : slow;
    return right && !tooLong;
  }

  private static boolean sha2Matches(String hash, byte[] password) {
    byte[] salt = hash.substring(SHA2_SALT_AT, SHA2_HASH_AT).getBytes(StandardCharsets.US_ASCII);
    String found = Sha256Crypt.hash(password, salt, rounds(hash));
    return MessageDigest.isEqual(
        found.getBytes(StandardCharsets.US_ASCII),
        hash.substring(SHA2_HASH_AT).getBytes(StandardCharsets.US_ASCII));
  }

  private static int rounds(String hash) {
    return Integer.parseInt(hash.substring(SHA2_PREFIX.length(), SHA2_SALT_AT - 1), 16)
        * ROUNDS_UNIT;
  }

  private static boolean isNative(String hash) {
    return hash.matches("\\*[0-9A-Fa-f]{40}");
  }

  private static boolean isSha2(String hash) {
    return hash.length() == SHA2_HASH_AT + Sha256Crypt.TEXT_LENGTH
        && hash.matches("\\$A\\$00[5-9A-Fa-f]\\$[\\x01-\\x7F]+") // rounds bounded: 15,000 at most
        && Sha256Crypt.isText(hash.substring(SHA2_HASH_AT));
  }

  private static byte[] bytes(String password) {
    byte[] bytes = password.getBytes(StandardCharsets.UTF_8);
    if (bytes.length > LONGEST) {
      throw ErrorCode.BAD_OPTION.with("A password has at most " + LONGEST + " bytes.");
    }
    return bytes;
  }

  private static String nativeHash(byte[] password) {
    return nativeText(doubleSha1(password));
  }

  private static String nativeText(byte[] hash) {
    return "*" + HexFormat.of().withUpperCase().formatHex(hash);
  }

  private static String sha2Hash(byte[] password) {
    byte[] salt = salt();
    return SHA2_NEW + text(salt) + Sha256Crypt.hash(password, salt, 5 * ROUNDS_UNIT);
  }

  private static byte[] salt() {
    return saltOf(SHA2_SALT);
  }

  private static byte[] saltOf(int length) {
    return Sha256Crypt.saltOf(random(length));
  }

  private static byte[] random(int count) {
    byte[] bytes = new byte[count];
    RANDOM.nextBytes(bytes);
    return bytes;
  }

  private static String text(byte[] ascii) {
    return new String(ascii, StandardCharsets.US_ASCII);
  }

  private static byte[] doubleSha1(byte[] password) {
    try {
      MessageDigest sha1 = MessageDigest.getInstance("SHA-1");
      return sha1.digest(sha1.digest(password));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-1", e);
    }
  }

  /** Says nothing of the hashes: they are secrets too. */
  @Override
  public String toString() {
    return exist() ? "Verifiers[***]" : "Verifiers[none]";
  }
}
