package plimsoll.lake;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import plimsoll.storage.FileStatus;
import plimsoll.storage.InputFile;
import plimsoll.storage.OutputFile;
import plimsoll.storage.Storage;
import plimsoll.storage.local.LocalStorage;

/** Local files; remembers what was synced, and can run out of space. */
public final class RecordingStorage implements Storage {
  /** Paths of files and directories in the order they were synced. */
  public final List<String> synced = new ArrayList<>();

  /** Files that can still be created; negative for any number. */
  public int createsLeft = -1;

  private final LocalStorage local = new LocalStorage();

  @Override
  public InputFile open(String path) throws IOException {
    return local.open(path);
  }

  @Override
  public OutputFile create(String path) throws IOException {
    if (createsLeft == 0) {
      throw new IOException("No space left on device: " + path);
    }
    createsLeft--;
    OutputFile file = local.create(path);
    return new OutputFile() {
      @Override
      public String path() {
        return file.path();
      }

      @Override
      public void write(byte[] buffer, int offset, int length) throws IOException {
        file.write(buffer, offset, length);
      }

      @Override
      public long position() {
        return file.position();
      }

      @Override
      public void sync() throws IOException {
        file.sync();
        synced.add(path);
      }

      @Override
      public void close() throws IOException {
        file.close();
      }
    };
  }

  @Override
  public boolean exists(String path) throws IOException {
    return local.exists(path);
  }

  @Override
  public String realPath(String path) throws IOException {
    return local.realPath(path);
  }

  @Override
  public List<FileStatus> list(String directory) throws IOException {
    return local.list(directory);
  }

  @Override
  public List<FileStatus> walk(String directory) throws IOException {
    return local.walk(directory);
  }

  @Override
  public List<FileStatus> match(String pattern) throws IOException {
    return local.match(pattern);
  }

  @Override
  public void delete(String path) throws IOException {
    local.delete(path);
  }

  @Override
  public void deleteTree(String directory) throws IOException {
    local.deleteTree(directory);
  }

  @Override
  public void syncDirectory(String directory) throws IOException {
    local.syncDirectory(directory);
    synced.add(directory);
  }
}
