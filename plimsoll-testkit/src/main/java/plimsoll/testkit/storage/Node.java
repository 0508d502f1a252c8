package plimsoll.testkit.storage;

import java.nio.file.FileSystemException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What a name leads to. Each kind knows what of it is durable and what is not yet. */
abstract class Node {
  /** A file: appended only, so what is durable of it is a prefix. */
  static final class FileNode extends Node {
    private static final int BLOCK = 512;
    private byte[] bytes = new byte[0];
    private int length;
    private int synced;
    Instant modified;

    FileNode(Instant modified) {
      this.modified = modified;
    }

    int length() {
      return length;
    }

    void append(byte[] source, int offset, int count) {
      if (length + count > bytes.length) {
        bytes = Arrays.copyOf(bytes, Math.max(length + count, bytes.length * 2));
      }
      System.arraycopy(source, offset, bytes, length, count);
      length += count;
    }

    int read(int position, byte[] target, int offset, int count) {
      int read = Math.min(count, length - position);
      System.arraycopy(bytes, position, target, offset, read);
      return read;
    }

    void sync() {
      synced = length;
    }

    FileNode afterCrash(CrashMode mode, Random random) {
      FileNode left = new FileNode(modified);
      left.length = keptLength(mode, random);
      left.bytes = Arrays.copyOf(bytes, left.length);
      if (mode == CrashMode.TEAR_TAILS) {
        Arrays.fill(left.bytes, Math.max(synced, left.length - BLOCK), left.length, (byte) 0);
      }
      left.synced = left.length;
      return left;
    }

    private int keptLength(CrashMode mode, Random random) {
      return switch (mode) {
        case LOSE_UNSYNCED -> synced;
        case KEEP_ALL -> length;
        case KEEP_SOME, TEAR_TAILS -> synced + random.nextInt(length - synced + 1);
      };
    }
  }

  /** A directory: names as the process sees them, and names that would survive. */
  static final class Directory extends Node {
    final TreeMap<String, Node> names = new TreeMap<>();
    private final TreeMap<String, Node> durable = new TreeMap<>();

    void sync() {
      durable.clear();
      durable.putAll(names);
    }

    /** Makes one name durable: that of a directory on the way to a synced one. */
    void sync(String name) {
      Node node = names.get(name);
      if (node != null) {
        durable.put(name, node);
      }
    }

    Directory directory(String name, String path) throws FileSystemException {
      Node found = names.get(name);
      if (found instanceof FileNode) {
        throw new FileSystemException(path, null, "Not a directory");
      }
      return found == null ? make(name) : (Directory) found;
    }

    private Directory make(String name) {
      Directory made = new Directory();
      names.put(name, made);
      return made;
    }

    Directory afterCrash(CrashMode mode, Random random, Copies copies) {
      Directory left = new Directory();
      TreeSet<String> all = new TreeSet<>(names.keySet());
      all.addAll(durable.keySet());
      for (String name : all) {
        Node node = survivor(name, mode, random);
        if (node != null) {
          left.names.put(name, copies.of(node));
        }
      }
      left.sync();
      return left;
    }

    private @Nullable Node survivor(String name, CrashMode mode, Random random) {
      boolean keepsUnsynced =
          switch (mode) {
            case LOSE_UNSYNCED -> false;
            case KEEP_ALL -> true;
            case KEEP_SOME, TEAR_TAILS -> random.nextBoolean();
          };
      return keepsUnsynced ? names.get(name) : durable.get(name);
    }
  }

  /** Copies of nodes, the same one for a node that two names lead to. */
  interface Copies {
    Node of(Node node);
  }
}
