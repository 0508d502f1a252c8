package plimsoll.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * SHA256-crypt: a slow, salted hash of a password. Ours, because MySQL's verifiers have salts of 20
 * bytes, which libraries cut to 16.
 *
 * <p>Source: "Unix crypt using SHA-256 and SHA-512", Ulrich Drepper, version 0.6; the steps below
 * are numbered as there.
 */
final class Sha256Crypt {
  private static final String ALPHABET =
      "./0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
  private static final int BYTES = 32;
  private static final int SALT_OFFSET = 16;

  /** Length of the hash as text. */
  static final int TEXT_LENGTH = 43;

  private Sha256Crypt() {}

  /** The hash as 43 characters, without salt and rounds in front. */
  static String hash(byte[] password, byte[] salt, int rounds) {
    MessageDigest sha = sha256();
    byte[] a = first(sha, password, salt); // 1 to 12
    byte[] p = stretched(repeatedDigest(sha, password, password.length), password.length); // 13-16
    byte[] s =
        stretched(repeatedDigest(sha, salt, SALT_OFFSET + (a[0] & 0xFF)), salt.length); // -20
    for (int round = 0; round < rounds; round++) { // 21
      boolean odd = (round & 1) != 0;
      sha.update(odd ? p : a);
      if (round % 3 != 0) {
        sha.update(s);
      }
      if (round % 7 != 0) {
        sha.update(p);
      }
      sha.update(odd ? a : p);
      a = sha.digest();
    }
    return text(a); // 22
  }

  private static byte[] first(MessageDigest sha, byte[] password, byte[] salt) {
    sha.update(password);
    sha.update(salt);
    sha.update(password);
    byte[] b = sha.digest();
    sha.update(password);
    sha.update(salt);
    sha.update(stretched(b, password.length));
    for (int bits = password.length; bits != 0; bits >>>= 1) {
      sha.update((bits & 1) != 0 ? b : password);
    }
    return sha.digest();
  }

  private static byte[] repeatedDigest(MessageDigest sha, byte[] text, int times) {
    for (int i = 0; i < times; i++) {
      sha.update(text);
    }
    return sha.digest();
  }

  private static byte[] stretched(byte[] digest, int length) {
    byte[] out = new byte[length];
    for (int i = 0; i < length; i++) {
      out[i] = digest[i % BYTES];
    }
    return out;
  }

  /** Base 64 of its own kind: bytes shuffled, the lowest six bits first. */
  private static String text(byte[] digest) {
    StringBuilder text = new StringBuilder(TEXT_LENGTH);
    int[] at = {0, 10, 20};
    for (int i = 0; i < 10; i++) {
      append(text, digest[at[0]], digest[at[1]], digest[at[2]], 4);
      at = new int[] {at[2] + 1, at[0] + 1, at[1] + 1};
    }
    append(text, (byte) 0, digest[31], digest[30], 3);
    return text.toString();
  }

  private static void append(StringBuilder text, byte high, byte middle, byte low, int characters) {
    int bits = (high & 0xFF) << 16 | (middle & 0xFF) << 8 | (low & 0xFF);
    for (int i = 0; i < characters; i++) {
      text.append(ALPHABET.charAt(bits & 0x3F));
      bits >>>= 6;
    }
  }

  /** Whether a text could be such a hash. */
  static boolean isText(String text) {
    return text.length() == TEXT_LENGTH && text.chars().allMatch(c -> ALPHABET.indexOf(c) >= 0);
  }

  /** A salt's characters are taken from here: printable, none with a meaning of its own. */
  static byte[] saltOf(byte[] random) {
    byte[] salt = new byte[random.length];
    byte[] letters = ALPHABET.getBytes(StandardCharsets.US_ASCII);
    for (int i = 0; i < random.length; i++) {
      salt[i] = letters[random[i] & 0x3F];
    }
    return salt;
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
