package plimsoll.server.tls;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import plimsoll.error.ErrorCode;
import plimsoll.error.PlimsollException;

/**
 * Key and certificate, in a key store that Java reads (PKCS12 or JKS).
 *
 * <p>Without a given one, Java's own {@code keytool} makes a self-signed certificate once and keeps
 * it in the data directory, readable by its owner only.
 */
public final class ServerKeys {
  private static final Logger LOG = LoggerFactory.getLogger(ServerKeys.class);

  private static final String OWN_FILE = "tls.p12";

  /** Not a secret: the file's mode protects the key, and PKCS12 must have a password. */
  private static final String OWN_PASSWORD = "plimsoll";

  private static final String OWN_PASSWORD_VARIABLE = "PLIMSOLL_TLS_PASSWORD";
  private static final long KEYTOOL_SECONDS = 60;

  private final Path keyStore;
  private final String password;

  private ServerKeys(Path keyStore, String password) {
    this.keyStore = keyStore;
    this.password = password;
  }

  /** Keys of a given key store. */
  public static ServerKeys given(Path keyStore, String password) {
    return new ServerKeys(keyStore, password);
  }

  /** Keys of our own in that data directory; made now if it has none. FILE_UNWRITABLE. */
  public static ServerKeys own(Path dataDirectory) {
    Path file = dataDirectory.resolve(OWN_FILE);
    if (!Files.exists(file)) {
      make(dataDirectory, file);
    }
    return new ServerKeys(file, OWN_PASSWORD);
  }

  private static void make(Path directory, Path file) {
    try {
      Path closed =
          Files.createTempDirectory(
              directory,
              "tls",
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      Path made = closed.resolve(OWN_FILE);
      try {
        keytool(made);
        Files.setPosixFilePermissions(made, PosixFilePermissions.fromString("rw-------"));
        Files.move(made, file, StandardCopyOption.ATOMIC_MOVE);
        LOG.info("Made a self-signed certificate for TLS: {}", file);
      } finally {
        Files.deleteIfExists(made);
        Files.delete(closed);
      }
    } catch (IOException e) {
      throw ErrorCode.FILE_UNWRITABLE.because(e, file, String.valueOf(e.getMessage()));
    }
  }

  private static void keytool(Path made) throws IOException {
    String tool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
    ProcessBuilder builder =
        new ProcessBuilder(
            List.of(
                tool,
                "-genkeypair",
                "-alias",
                "plimsoll",
                "-keyalg",
                "EC",
                "-groupname",
                "secp256r1",
                "-validity",
                "3650",
                "-dname",
                "CN=Plimsoll",
                "-ext",
                "san=dns:localhost,ip:127.0.0.1",
                "-storetype",
                "PKCS12",
                "-storepass:env",
                OWN_PASSWORD_VARIABLE,
                "-keystore",
                made.toString()));
    builder.environment().put(OWN_PASSWORD_VARIABLE, OWN_PASSWORD);
    Process process = builder.redirectErrorStream(true).start();
    process.getOutputStream().close();
    try (InputStream output = process.getInputStream()) {
      byte[] said = output.readNBytes(4096);
      if (!process.waitFor(KEYTOOL_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
        process.destroyForcibly();
        throw new IOException(
            "keytool failed: " + new String(said, java.nio.charset.Charset.defaultCharset()));
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new IOException("keytool was interrupted", e);
    }
  }

  /** What TLS needs. FILE_UNREADABLE if the key store cannot be read. */
  public KeyManagerFactory load() {
    try {
      KeyStore store = KeyStore.getInstance(keyStore.toFile(), password.toCharArray());
      KeyManagerFactory factory =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      factory.init(store, password.toCharArray());
      return factory;
    } catch (IOException | GeneralSecurityException e) {
      throw unreadable(e);
    }
  }

  /** A context of TLS with these keys. FILE_UNREADABLE if the key store cannot be read. */
  public SSLContext context() {
    KeyManagerFactory keys = load();
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys.getKeyManagers(), null, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw unreadable(e);
    }
  }

  private PlimsollException unreadable(Exception e) {
    return ErrorCode.FILE_UNREADABLE.because(e, keyStore, String.valueOf(e.getMessage()));
  }
}
