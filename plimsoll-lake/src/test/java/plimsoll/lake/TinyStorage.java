package plimsoll.lake;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import plimsoll.storage.FileStatus;
import plimsoll.storage.InputFile;
import plimsoll.storage.OutputFile;
import plimsoll.storage.Storage;

/** Local files, no more than these tests need; remembers what was synced. */
public final class TinyStorage implements Storage {
  /** Paths of files and directories in the order they were synced. */
  public final List<String> synced = new ArrayList<>();

  /** Files created from now on fail when this many are left; -1 for never. */
  public int createsLeft = -1;

  @Override
  public InputFile open(String path) throws IOException {
    FileChannel channel = FileChannel.open(Path.of(path), StandardOpenOption.READ);
    return new InputFile() {
      @Override
      public String path() {
        return path;
      }

      @Override
      public long length() throws IOException {
        return channel.size();
      }

      @Override
      public int read(long position, byte[] buffer, int offset, int length) throws IOException {
        int total = 0;
        while (total < length) {
          int count =
              channel.read(
                  ByteBuffer.wrap(buffer, offset + total, length - total), position + total);
          if (count < 0) {
            break;
          }
          total += count;
        }
        return total == 0 && length > 0 ? -1 : total;
      }

      @Override
      public void close() throws IOException {
        channel.close();
      }
    };
  }

  @Override
  public OutputFile create(String path) throws IOException {
    if (createsLeft == 0) {
      throw new IOException("No space left on device: " + path);
    }
    createsLeft--;
    Files.createDirectories(Path.of(path).getParent());
    FileChannel channel =
        FileChannel.open(Path.of(path), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    return new OutputFile() {
      private long position;

      @Override
      public String path() {
        return path;
      }

      @Override
      public void write(byte[] buffer, int offset, int length) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(buffer, offset, length);
        while (bytes.hasRemaining()) {
          channel.write(bytes);
        }
        position += length;
      }

      @Override
      public long position() {
        return position;
      }

      @Override
      public void sync() throws IOException {
        channel.force(true);
        synced.add(path);
      }

      @Override
      public void close() throws IOException {
        channel.close();
      }
    };
  }

  @Override
  public boolean exists(String path) {
    return Files.exists(Path.of(path));
  }

  @Override
  public List<FileStatus> list(String directory) throws IOException {
    return files(directory, 1);
  }

  @Override
  public List<FileStatus> walk(String directory) throws IOException {
    return files(directory, Integer.MAX_VALUE);
  }

  private static List<FileStatus> files(String directory, int depth) throws IOException {
    if (!Files.exists(Path.of(directory))) {
      return List.of();
    }
    List<FileStatus> found = new ArrayList<>();
    try (Stream<Path> paths = Files.walk(Path.of(directory), depth)) {
      for (Path path : paths.filter(Files::isRegularFile).sorted().toList()) {
        found.add(
            new FileStatus(
                path.toString(), Files.size(path), Files.getLastModifiedTime(path).toInstant()));
      }
    }
    return found;
  }

  @Override
  public List<FileStatus> match(String pattern) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void delete(String path) throws IOException {
    Files.deleteIfExists(Path.of(path));
  }

  @Override
  public void deleteTree(String directory) throws IOException {
    if (Files.exists(Path.of(directory))) {
      try (Stream<Path> paths = Files.walk(Path.of(directory))) {
        for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(path);
        }
      }
    }
  }

  @Override
  public void rename(String from, String to) throws IOException {
    Files.move(Path.of(from), Path.of(to), StandardCopyOption.REPLACE_EXISTING);
  }

  @Override
  public void syncDirectory(String directory) throws IOException {
    try (FileChannel channel = FileChannel.open(Path.of(directory), StandardOpenOption.READ)) {
      channel.force(true);
    }
    synced.add(directory);
  }
}
