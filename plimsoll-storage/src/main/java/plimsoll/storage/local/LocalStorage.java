package plimsoll.storage.local;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import plimsoll.storage.FileEntry;
import plimsoll.storage.FileStatus;
import plimsoll.storage.InputFile;
import plimsoll.storage.OutputFile;
import plimsoll.storage.PathPattern;
import plimsoll.storage.Readers;
import plimsoll.storage.Storage;

/**
 * Files of this machine. A path may be written as {@code file:///a/b} or {@code file:/a/b}.
 * Symbolic links are followed, except by {@link #delete} and {@link #deleteTree}, which remove the
 * link.
 *
 * <p>Interrupting a thread inside a read or write closes that file for all threads, as for every
 * {@link FileChannel}.
 */
public final class LocalStorage implements Storage {
  private static final String SCHEME = "file:";

  /*
   * A synced directory is worth nothing while its own name is not durable in its parent. A name is
   * durable once the parent was synced in this life: a directory found at start may be one that a
   * killed process made and never synced. So the first sync of a directory goes up the chain, once.
   * The set has one entry per directory that was ever synced.
   */
  private final Set<Path> durableNames = ConcurrentHashMap.newKeySet();

  @Override
  public InputFile open(String path) throws IOException {
    Path file = local(path);
    try {
      if (!Files.readAttributes(file, BasicFileAttributes.class).isRegularFile()) {
        throw new FileSystemException(path, null, notAFile(file));
      }
      return new LocalInputFile(path, FileChannel.open(file, StandardOpenOption.READ));
    } catch (IOException e) {
      throw Failures.clean(path, e);
    }
  }

  @Override
  public InputFile openWithoutLinks(String path) throws IOException {
    try {
      return new LocalInputFile(path, PathWithoutLinks.open(local(path)));
    } catch (IOException e) {
      throw Failures.clean(path, e);
    }
  }

  @Override
  public OutputFile create(String path) throws IOException {
    Path file = local(path);
    try {
      return new LocalOutputFile(path, createNew(file));
    } catch (NoSuchFileException missingParent) {
      return createWithParents(path, file);
    } catch (IOException e) {
      throw Failures.clean(path, e);
    }
  }

  @Override
  public OutputFile create(String path, Readers readers) throws IOException {
    Path file = local(path);
    try {
      makeDirectories(file.getParent());
      return new LocalOutputFile(
          path,
          FileChannel.open(
              file,
              Set.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW),
              OwnerOnly.permissions(readers == Readers.OWNER ? "rw-------" : "rw-r-----")));
    } catch (IOException e) {
      throw Failures.clean(path, e);
    }
  }

  @Override
  public boolean exists(String path) throws IOException {
    return attributes(path, local(path)) != null;
  }

  @Override
  public String realPath(String path) throws IOException {
    try {
      return local(path).toRealPath().toString();
    } catch (IOException e) {
      throw Failures.clean(path, e);
    }
  }

  @Override
  public @Nullable FileEntry entry(String path) throws IOException {
    try {
      BasicFileAttributes found =
          Files.readAttributes(local(path), BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      return new FileEntry(
          kind(found),
          found.size(),
          found.lastModifiedTime().toInstant(),
          String.valueOf(found.fileKey()));
    } catch (NoSuchFileException absent) {
      return null;
    } catch (IOException e) {
      throw Failures.clean(path, e);
    }
  }

  private static FileEntry.Kind kind(BasicFileAttributes found) {
    if (found.isRegularFile()) {
      return FileEntry.Kind.FILE;
    }
    if (found.isSymbolicLink()) {
      return FileEntry.Kind.LINK;
    }
    return found.isDirectory() ? FileEntry.Kind.DIRECTORY : FileEntry.Kind.OTHER;
  }

  @Override
  public void link(String file, String name) throws IOException {
    try {
      Files.createLink(local(name), local(file));
    } catch (UnsupportedOperationException e) {
      throw Failures.clean(name, new IOException("No hard links here", e));
    } catch (IOException e) {
      throw Failures.clean(name, e);
    }
  }

  @Override
  public void replace(String file, String name) throws IOException {
    Path from = local(file);
    Path to = local(name);
    try {
      OwnerOnly.handOn(to, from);
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw Failures.clean(name, e);
    }
  }

  @Override
  public List<FileStatus> list(String directory) throws IOException {
    Path parent = local(directory);
    List<FileStatus> files = new ArrayList<>();
    try (DirectoryStream<Path> names = Files.newDirectoryStream(parent)) {
      for (Path name : names) {
        BasicFileAttributes found = attributes(name.toString(), name);
        if (found != null && !found.isDirectory()) {
          files.add(status(name, found));
        }
      }
    } catch (NoSuchFileException absent) {
      return List.of();
    } catch (IOException e) {
      throw Failures.clean(directory, e);
    }
    files.sort(Comparator.comparing(FileStatus::path));
    return files;
  }

  @Override
  public List<FileStatus> walk(String directory) throws IOException {
    List<FileStatus> files = new ArrayList<>();
    try {
      Files.walkFileTree(
          local(directory),
          EnumSet.of(FileVisitOption.FOLLOW_LINKS),
          Integer.MAX_VALUE,
          new Visitor() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
              files.add(status(file, attributes));
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException e) {
      throw Failures.clean(directory, e);
    }
    files.sort(Comparator.comparing(FileStatus::path));
    return files;
  }

  @Override
  public List<FileStatus> match(String pattern) throws IOException {
    Path path = local(withoutScheme(pattern));
    BasicFileAttributes found = attributes(pattern, path);
    if (found != null) {
      return found.isDirectory() ? visible(pattern) : List.of(status(path, found));
    }
    if (!PathPattern.isPattern(pattern)) {
      return List.of();
    }
    List<FileStatus> files = new ArrayList<>();
    for (String name : PathPattern.find(withoutScheme(pattern), LocalStorage::entries)) {
      BasicFileAttributes attributes = attributes(name, Path.of(name));
      if (attributes != null) {
        files.add(status(Path.of(name), attributes));
      }
    }
    return files;
  }

  @Override
  public void delete(String path) throws IOException {
    Path file = local(path);
    if (Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
      throw new FileSystemException(path, null, Failures.IS_A_DIRECTORY);
    }
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw Failures.clean(path, e);
    }
  }

  @Override
  public void deleteTree(String directory) throws IOException {
    try {
      Files.walkFileTree(
          local(directory),
          new Visitor() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                throws IOException {
              Files.deleteIfExists(file);
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException failure)
                throws IOException {
              super.postVisitDirectory(visited, failure);
              durableNames.remove(visited);
              Files.deleteIfExists(visited);
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException e) {
      throw Failures.clean(directory, e);
    }
  }

  @Override
  public void syncDirectory(String directory) throws IOException {
    Path path = local(directory).normalize();
    try {
      force(path);
      Path parent = path.getParent();
      while (parent != null && holdsOurNames(parent) && !durableNames.contains(path)) {
        force(parent);
        durableNames.add(path);
        path = parent;
        parent = path.getParent();
      }
    } catch (IOException e) {
      throw Failures.clean(directory, e);
    }
  }

  /** A directory that we may not write to cannot hold a name that we made. */
  private static boolean holdsOurNames(Path directory) {
    return Files.isWritable(directory) && Files.isReadable(directory);
  }

  private static void force(Path directory) throws IOException {
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  private OutputFile createWithParents(String path, Path file) throws IOException {
    try {
      makeDirectories(file.getParent());
      return new LocalOutputFile(path, createNew(file));
    } catch (IOException e) {
      throw Failures.clean(path, e);
    }
  }

  private static FileChannel createNew(Path file) throws IOException {
    return FileChannel.open(file, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW);
  }

  private void makeDirectories(@Nullable Path directory) throws IOException {
    if (directory == null || Files.isDirectory(directory)) {
      return;
    }
    makeDirectories(directory.getParent());
    durableNames.remove(directory.normalize());
    try {
      Files.createDirectory(directory);
    } catch (FileAlreadyExistsException madeByOther) {
      if (!Files.isDirectory(directory)) {
        throw new FileSystemException(directory.toString(), null, Failures.NOT_A_DIRECTORY);
      }
    }
  }

  private List<FileStatus> visible(String directory) throws IOException {
    List<FileStatus> files = new ArrayList<>(list(directory));
    files.removeIf(file -> PathPattern.isHidden(Path.of(file.path()).getFileName().toString()));
    return files;
  }

  private static List<PathPattern.Entry> entries(String directory) throws IOException {
    List<PathPattern.Entry> entries = new ArrayList<>();
    try (DirectoryStream<Path> names = Files.newDirectoryStream(Path.of(directory))) {
      for (Path name : names) {
        entries.add(new PathPattern.Entry(name.getFileName().toString(), Files.isDirectory(name)));
      }
    } catch (NoSuchFileException | NotDirectoryException absent) {
      return List.of();
    } catch (IOException e) {
      throw Failures.clean(directory, e);
    }
    return entries;
  }

  /** What a path is, links followed; null when nothing is there. */
  private static @Nullable BasicFileAttributes attributes(String path, Path file)
      throws IOException {
    try {
      return Files.readAttributes(file, BasicFileAttributes.class);
    } catch (NoSuchFileException absent) {
      return null;
    } catch (IOException e) {
      IOException clean = Failures.clean(path, e);
      if (clean instanceof FileSystemException known
          && Failures.NOT_A_DIRECTORY.equals(known.getReason())) {
        return null;
      }
      throw clean;
    }
  }

  private static FileStatus status(Path file, BasicFileAttributes attributes) {
    return new FileStatus(
        file.toString(), attributes.size(), attributes.lastModifiedTime().toInstant());
  }

  private static String notAFile(Path path) {
    return Files.isDirectory(path) ? Failures.IS_A_DIRECTORY : "Not a regular file";
  }

  private static Path local(String path) throws IOException {
    try {
      Path local = Path.of(withoutScheme(path));
      if (!local.isAbsolute()) {
        throw new FileSystemException(path, null, "Not an absolute path");
      }
      return local;
    } catch (InvalidPathException e) {
      throw new FileSystemException(path, null, "Not a valid path, " + e.getReason());
    }
  }

  private static String withoutScheme(String path) {
    if (!path.startsWith(SCHEME)) {
      return path;
    }
    String rest = path.substring(SCHEME.length());
    return rest.startsWith("///") ? rest.substring(2) : rest;
  }

  /** A walk that takes names vanishing under it, and a start that is not there, as normal. */
  private abstract static class Visitor extends SimpleFileVisitor<Path> {
    @Override
    public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
      if (failure instanceof NoSuchFileException) {
        return FileVisitResult.CONTINUE;
      }
      throw failure;
    }
  }
}
