package plimsoll.server.mysql.auth;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import plimsoll.server.mysql.codec.Greeting;

/** The arithmetic of both ways: a password's hash, hidden by the nonce. */
final class Scrambles {
  private static final SecureRandom RANDOM = new SecureRandom();

  private Scrambles() {}

  /** A nonce that was never used, without zero bytes and {@code $}, as MySQL's. */
  static byte[] nonce() {
    byte[] nonce = new byte[Greeting.NONCE];
    RANDOM.nextBytes(nonce);
    for (int i = 0; i < nonce.length; i++) {
      nonce[i] &= 0x7f;
      nonce[i] += (byte) (nonce[i] == 0 || nonce[i] == '$' ? 1 : 0);
    }
    return nonce;
  }

  /**
   * Whether {@code SHA1(password) XOR SHA1(nonce + SHA1(SHA1(password)))} was computed from the
   * password with that hash.
   */
  static boolean isNative(byte[] response, byte[] nonce, byte[] doubleHash) {
    MessageDigest sha1 = digest("SHA-1");
    sha1.update(nonce);
    byte[] single = xor(response, sha1.digest(doubleHash));
    return MessageDigest.isEqual(sha1.digest(single), doubleHash);
  }

  /**
   * Whether {@code SHA256(password) XOR SHA256(SHA256(SHA256(password)) + nonce)} was computed from
   * the password with that hash.
   */
  static boolean isCachingSha2(byte[] response, byte[] nonce, byte[] doubleHash) {
    MessageDigest sha256 = digest("SHA-256");
    sha256.update(doubleHash);
    byte[] single = xor(response, sha256.digest(nonce));
    return MessageDigest.isEqual(sha256.digest(single), doubleHash);
  }

  /** {@code SHA256(SHA256(password))}. */
  static byte[] doubleSha256(byte[] password) {
    MessageDigest sha256 = digest("SHA-256");
    return sha256.digest(sha256.digest(password));
  }

  /** The text, each byte XORed with the mask's, which repeats. */
  static byte[] xor(byte[] text, byte[] mask) {
    byte[] out = new byte[text.length];
    for (int i = 0; i < out.length; i++) {
      out[i] = (byte) (text[i] ^ mask[i % mask.length]);
    }
    return out;
  }

  private static MessageDigest digest(String name) {
    try {
      return MessageDigest.getInstance(name);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has " + name, e);
    }
  }
}
