package plimsoll.lake.io;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.List;
import plimsoll.storage.FileStatus;
import plimsoll.storage.InputFile;
import plimsoll.storage.OutputFile;
import plimsoll.storage.Storage;

/** Takes bytes and keeps none, only their number: to learn how large a file would be. */
public final class NowhereStorage implements Storage {
  @Override
  public InputFile open(String path) throws IOException {
    throw new FileNotFoundException(path);
  }

  @Override
  public OutputFile create(String path) {
    return new Counted(path);
  }

  @Override
  public boolean exists(String path) {
    return false;
  }

  @Override
  public List<FileStatus> list(String directory) {
    return List.of();
  }

  @Override
  public List<FileStatus> walk(String directory) {
    return List.of();
  }

  @Override
  public List<FileStatus> match(String pattern) {
    return List.of();
  }

  @Override
  public void delete(String path) {
    // nothing is there
  }

  @Override
  public void deleteTree(String directory) {
    // nothing is there
  }

  @Override
  public void syncDirectory(String directory) {
    // nothing is there
  }

  private static final class Counted implements OutputFile {
    private final String path;
    private long position;

    Counted(String path) {
      this.path = path;
    }

    @Override
    public String path() {
      return path;
    }

    @Override
    public void write(byte[] buffer, int offset, int length) {
      position += length;
    }

    @Override
    public long position() {
      return position;
    }

    @Override
    public void sync() {
      // nothing is kept
    }

    @Override
    public void close() {
      // nothing is kept
    }
  }
}
