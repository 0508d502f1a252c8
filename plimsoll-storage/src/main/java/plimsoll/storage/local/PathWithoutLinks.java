package plimsoll.storage.local;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.util.Set;

/** Opens files so that no part of their path is a symbolic link. */
final class PathWithoutLinks {
  /*
   * A path that was looked at may lead elsewhere a moment later. So each directory is opened from
   * inside the one before it, links not followed; what is open cannot be exchanged. Where the system
   * has no such calls, or a directory may be passed but not read, the path is resolved again after
   * the file was opened: that leaves an attacker two exchanges at the right moments.
   */
  private static final String CHANGED = "A link has come into its path";

  private PathWithoutLinks() {}

  static FileChannel open(Path file) throws IOException {
    try (DirectoryStream<Path> root = Files.newDirectoryStream(file.getRoot())) {
      if (root instanceof SecureDirectoryStream<Path> secure) {
        return open(secure, file, 0);
      }
    } catch (AccessDeniedException e) {
      return openAndLookAgain(file);
    }
    return openAndLookAgain(file);
  }

  private static FileChannel open(SecureDirectoryStream<Path> directory, Path file, int at)
      throws IOException {
    Path name = file.getName(at);
    if (at == file.getNameCount() - 1) {
      return openFile(directory, file, name);
    }
    try (SecureDirectoryStream<Path> next =
        directory.newDirectoryStream(name, LinkOption.NOFOLLOW_LINKS)) {
      return open(next, file, at + 1);
    }
  }

  private static FileChannel openFile(SecureDirectoryStream<Path> directory, Path file, Path name)
      throws IOException {
    boolean regular =
        directory
            .getFileAttributeView(name, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
            .readAttributes()
            .isRegularFile();
    if (!regular) {
      throw new FileSystemException(file.toString(), null, "Not a regular file");
    }
    SeekableByteChannel channel =
        directory.newByteChannel(name, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS));
    if (channel instanceof FileChannel opened) {
      return opened;
    }
    channel.close();
    return openAndLookAgain(file);
  }

  private static FileChannel openAndLookAgain(Path file) throws IOException {
    FileChannel opened =
        FileChannel.open(file, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS));
    if (!file.toRealPath().equals(file)) {
      opened.close();
      throw new FileSystemException(file.toString(), null, CHANGED);
    }
    return opened;
  }
}
