package plimsoll.server.http;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Set;
import plimsoll.error.ErrorCode;

/**
 * A secret that says "runs as the same operating-system user": whoever can read the file {@code
 * token} of the data directory. New at each start of the server.
 */
public final class LocalToken {
  /** Name of the file in the data directory. */
  public static final String FILE = "token";

  private static final int BYTES = 32;

  private final byte[] text;

  private LocalToken(String text) {
    this.text = text.getBytes(StandardCharsets.US_ASCII);
  }

  /** Makes a token and writes it to the data directory, readable by its owner only. */
  public static LocalToken create(Path dataDirectory) {
    byte[] secret = new byte[BYTES];
    new SecureRandom().nextBytes(secret);
    LocalToken token = new LocalToken(HexFormat.of().formatHex(secret));
    Path file = dataDirectory.resolve(FILE);
    try {
      Files.deleteIfExists(file); // an old file may have other rights
      write(file, token.text);
    } catch (IOException e) {
      throw ErrorCode.FILE_UNWRITABLE.because(e, file, e.getMessage());
    }
    return token;
  }

  /** The token of the server that holds a data directory, for its clients. */
  public static String read(Path dataDirectory) {
    Path file = dataDirectory.resolve(FILE);
    try {
      return Files.readString(file, StandardCharsets.US_ASCII).strip();
    } catch (IOException e) {
      throw ErrorCode.FILE_UNREADABLE.because(e, file, e.getMessage());
    }
  }

  private static void write(Path file, byte[] text) throws IOException {
    Set<StandardOpenOption> fresh =
        Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    try (FileChannel channel = FileChannel.open(file, fresh, ownerOnly())) {
      ByteBuffer left = ByteBuffer.wrap(text);
      while (left.hasRemaining()) {
        channel.write(left);
      }
    }
  }

  private static FileAttribute<?>[] ownerOnly() {
    boolean posix = FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
    return posix
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
        }
        : new FileAttribute<?>[0];
  }

  /** Whether that is the token; takes the same time for every wrong guess. */
  boolean matches(String guess) {
    return MessageDigest.isEqual(text, guess.getBytes(StandardCharsets.UTF_8));
  }
}
