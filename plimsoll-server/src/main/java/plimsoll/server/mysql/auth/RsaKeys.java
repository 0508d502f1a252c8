package plimsoll.server.mysql.auth;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Cipher;
import org.jspecify.annotations.Nullable;

/**
 * The key pair by which clients without TLS send their password. Made for one life of the server,
 * when the first client asks for it.
 */
public final class RsaKeys {
  private static final int BITS = 2048;
  private static final int PEM_LINE = 64;

  private @Nullable KeyPair pair;

  private synchronized KeyPair pair() throws GeneralSecurityException {
    if (pair == null) {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(BITS);
      pair = generator.generateKeyPair();
    }
    return pair;
  }

  /** The public key, as PEM. */
  byte[] publicKey() {
    try {
      byte[] key = pair().getPublic().getEncoded();
      String body = Base64.getMimeEncoder(PEM_LINE, new byte[] {'\n'}).encodeToString(key);
      String pem = "-----BEGIN PUBLIC KEY-----\n" + body + "\n-----END PUBLIC KEY-----\n";
      return pem.getBytes(StandardCharsets.US_ASCII);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has RSA", e);
    }
  }

  /** The text, or empty if it was not made with our public key. */
  Optional<byte[]> decrypt(byte[] encrypted) {
    try {
      Cipher cipher = Cipher.getInstance("RSA/ECB/OAEPWithSHA-1AndMGF1Padding");
      cipher.init(Cipher.DECRYPT_MODE, pair().getPrivate());
      return Optional.of(cipher.doFinal(encrypted));
    } catch (GeneralSecurityException e) {
      return Optional.empty(); // to the client it is a wrong password
    }
  }
}
