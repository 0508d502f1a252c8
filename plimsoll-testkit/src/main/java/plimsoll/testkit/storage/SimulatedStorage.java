package plimsoll.testkit.storage;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import plimsoll.storage.FileEntry;
import plimsoll.storage.FileStatus;
import plimsoll.storage.InputFile;
import plimsoll.storage.OutputFile;
import plimsoll.storage.PathPattern;
import plimsoll.storage.Storage;
import plimsoll.testkit.storage.Node.Directory;
import plimsoll.testkit.storage.Node.FileNode;

/**
 * A disk in memory that forgets what was not synced. Bytes survive {@link #afterCrash} once their
 * output was synced; names (created, deleted) once their directory was. A file whose name was
 * synced and whose bytes were not is there, and short.
 *
 * <p>Deterministic: the same calls and the same seed give the same disk. Time goes on by a
 * millisecond with each change. Safe for many threads. To number, fail or stop its operations, wrap
 * it in {@link plimsoll.testkit.crash.BoundaryStorage}.
 */
public final class SimulatedStorage implements Storage {
  private final Directory root;
  private long changes;

  /** An empty disk. */
  public SimulatedStorage() {
    this(new Directory(), 0);
  }

  private SimulatedStorage(Directory root, long changes) {
    this.root = root;
    this.changes = changes;
  }

  /** The disk as the next start finds it. This one is left as it is. */
  public synchronized SimulatedStorage afterCrash(CrashMode mode, long seed) {
    Random random = new Random(seed);
    IdentityHashMap<Node, Node> copies = new IdentityHashMap<>();
    Node.Copies copying =
        new Node.Copies() {
          @Override
          public Node of(Node node) {
            Node copy = copies.get(node);
            if (copy == null) {
              copy =
                  node instanceof FileNode file
                      ? file.afterCrash(mode, random)
                      : ((Directory) node).afterCrash(mode, random, this);
              copies.put(node, copy);
            }
            return copy;
          }
        };
    return new SimulatedStorage((Directory) copying.of(root), changes);
  }

  @Override
  public synchronized InputFile open(String path) throws IOException {
    Node node = find(path);
    if (node == null) {
      throw missing(path);
    }
    if (node instanceof Directory) {
      throw new FileSystemException(path, null, "Is a directory");
    }
    return new Input(path, (FileNode) node);
  }

  @Override
  public synchronized OutputFile create(String path) throws IOException {
    Directory parent = root;
    List<String> names = names(path);
    StringBuilder at = new StringBuilder();
    for (String name : names.subList(0, names.size() - 1)) {
      parent = parent.directory(name, at.append('/').append(name).toString());
    }
    String name = names.get(names.size() - 1);
    if (parent.names.containsKey(name)) {
      throw new FileAlreadyExistsException(path, null, "File exists");
    }
    FileNode file = new FileNode(now());
    parent.names.put(name, file);
    return new Output(path, file);
  }

  @Override
  public synchronized boolean exists(String path) throws IOException {
    return find(path) != null;
  }

  @Override
  public synchronized List<FileStatus> list(String directory) throws IOException {
    List<FileStatus> files = new ArrayList<>();
    if (find(directory) instanceof Directory found) {
      collect(found, plain(directory), false, files);
    }
    return files;
  }

  @Override
  public synchronized List<FileStatus> walk(String directory) throws IOException {
    List<FileStatus> files = new ArrayList<>();
    if (find(directory) instanceof Directory found) {
      collect(found, plain(directory), true, files);
    }
    files.sort(Comparator.comparing(FileStatus::path));
    return files;
  }

  private static void collect(
      Directory directory, String path, boolean deep, List<FileStatus> files) {
    directory.names.forEach(
        (name, node) -> {
          if (node instanceof FileNode file) {
            files.add(new FileStatus(path + "/" + name, file.length(), file.modified));
          } else if (deep) {
            collect((Directory) node, path + "/" + name, true, files);
          }
        });
  }

  @Override
  public synchronized List<FileStatus> match(String pattern) throws IOException {
    Node found = find(pattern);
    if (found instanceof FileNode file) {
      return List.of(new FileStatus(plain(pattern), file.length(), file.modified));
    }
    if (found != null) {
      return visible(list(pattern));
    }
    if (!PathPattern.isPattern(pattern)) {
      return List.of();
    }
    List<FileStatus> files = new ArrayList<>();
    for (String path : PathPattern.find(pattern, this::entries)) {
      files.addAll(match(path));
    }
    return files;
  }

  private static List<FileStatus> visible(List<FileStatus> all) {
    return all.stream()
        .filter(
            file -> !PathPattern.isHidden(file.path().substring(file.path().lastIndexOf('/') + 1)))
        .toList();
  }

  private List<PathPattern.Entry> entries(String directory) throws IOException {
    if (!(find(directory) instanceof Directory found)) {
      return List.of();
    }
    return found.names.entrySet().stream()
        .map(name -> new PathPattern.Entry(name.getKey(), name.getValue() instanceof Directory))
        .toList();
  }

  @Override
  public synchronized @Nullable FileEntry entry(String path) throws IOException {
    Node node = find(path);
    if (node == null) {
      return null;
    }
    String identity = Integer.toString(System.identityHashCode(node));
    return node instanceof FileNode file
        ? new FileEntry(FileEntry.Kind.FILE, file.length(), file.modified, identity)
        : new FileEntry(FileEntry.Kind.DIRECTORY, 0, Instant.EPOCH, identity);
  }

  @Override
  public synchronized void link(String file, String name) throws IOException {
    FileNode linked = file(file);
    if (find(name) != null) {
      throw new FileAlreadyExistsException(name, null, "File exists");
    }
    now();
    parent(name).names.put(last(name), linked);
  }

  @Override
  public synchronized void replace(String file, String name) throws IOException {
    FileNode moved = file(file);
    if (find(name) instanceof Directory) {
      throw new FileSystemException(name, null, "Is a directory");
    }
    parent(name).names.put(last(name), moved);
    remove(file);
  }

  private FileNode file(String path) throws IOException {
    if (find(path) instanceof FileNode file) {
      return file;
    }
    throw missing(path);
  }

  @Override
  public synchronized void delete(String path) throws IOException {
    Node node = find(path);
    if (node instanceof Directory) {
      throw new FileSystemException(path, null, "Is a directory");
    }
    if (node != null) {
      remove(path);
    }
  }

  @Override
  public synchronized void deleteTree(String directory) throws IOException {
    if (find(directory) != null) {
      remove(directory);
    }
  }

  private Node remove(String path) throws IOException {
    now();
    Node removed = parent(path).names.remove(last(path));
    if (removed == null) {
      throw missing(path);
    }
    return removed;
  }

  @Override
  public synchronized void syncDirectory(String directory) throws IOException {
    now();
    if (!(find(directory) instanceof Directory found)) {
      throw missing(directory);
    }
    found.sync();
    Directory parent = root;
    for (String name : names(directory)) {
      parent.sync(name);
      parent = (Directory) Objects.requireNonNull(parent.names.get(name));
    }
  }

  private Directory parent(String path) throws IOException {
    List<String> names = names(path);
    Node parent = find("/" + String.join("/", names.subList(0, names.size() - 1)));
    if (parent instanceof Directory directory) {
      return directory;
    }
    throw missing(path);
  }

  private @Nullable Node find(String path) throws IOException {
    Node node = root;
    for (String name : names(path)) {
      node = node instanceof Directory directory ? directory.names.get(name) : null;
      if (node == null) {
        return null;
      }
    }
    return node;
  }

  private static List<String> names(String path) throws IOException {
    if (!path.startsWith("/")) {
      throw new FileSystemException(path, null, "Not an absolute path");
    }
    return Arrays.stream(path.split("/")).filter(name -> !name.isEmpty()).toList();
  }

  private static String plain(String path) throws IOException {
    return "/" + String.join("/", names(path));
  }

  private static String last(String path) throws IOException {
    List<String> names = names(path);
    return names.get(names.size() - 1);
  }

  private static NoSuchFileException missing(String path) {
    return new NoSuchFileException(path, null, "No such file or directory");
  }

  private Instant now() {
    return Instant.EPOCH.plusMillis(++changes);
  }

  /** Reads what its file holds, whatever name leads to it by now. */
  private final class Input implements InputFile {
    private final String path;
    private final FileNode file;

    private Input(String path, FileNode file) {
      this.path = path;
      this.file = file;
    }

    @Override
    public String path() {
      return path;
    }

    @Override
    public long length() {
      synchronized (SimulatedStorage.this) {
        return file.length();
      }
    }

    @Override
    public int read(long position, byte[] buffer, int offset, int length) {
      synchronized (SimulatedStorage.this) {
        return position >= file.length()
            ? -1
            : file.read(Math.toIntExact(position), buffer, offset, length);
      }
    }

    @Override
    public void close() {}
  }

  /** Appends to its file, whatever name leads to it by now. */
  private final class Output implements OutputFile {
    private final String path;
    private final FileNode file;

    private Output(String path, FileNode file) {
      this.path = path;
      this.file = file;
    }

    @Override
    public String path() {
      return path;
    }

    @Override
    public void write(byte[] buffer, int offset, int length) {
      synchronized (SimulatedStorage.this) {
        file.append(buffer, offset, length);
        file.modified = now();
      }
    }

    @Override
    public long position() {
      synchronized (SimulatedStorage.this) {
        return file.length();
      }
    }

    @Override
    public void sync() {
      synchronized (SimulatedStorage.this) {
        file.sync();
      }
    }

    @Override
    public void close() {}
  }
}
