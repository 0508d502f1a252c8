package plimsoll.storage;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Does all that another storage does; a subclass does some of it otherwise. */
public abstract class ForwardingStorage implements Storage {
  private final Storage storage;

  /** In front of that storage. */
  protected ForwardingStorage(Storage storage) {
    this.storage = storage;
  }

  @Override
  public InputFile open(String path) throws IOException {
    return storage.open(path);
  }

  @Override
  public InputFile openWithoutLinks(String path) throws IOException {
    return storage.openWithoutLinks(path);
  }

  @Override
  public OutputFile create(String path) throws IOException {
    return storage.create(path);
  }

  @Override
  public OutputFile create(String path, Readers readers) throws IOException {
    return storage.create(path, readers);
  }

  @Override
  public boolean exists(String path) throws IOException {
    return storage.exists(path);
  }

  @Override
  public List<FileStatus> list(String directory) throws IOException {
    return storage.list(directory);
  }

  @Override
  public List<FileStatus> walk(String directory) throws IOException {
    return storage.walk(directory);
  }

  @Override
  public List<FileStatus> match(String pattern) throws IOException {
    return storage.match(pattern);
  }

  @Override
  public String realPath(String path) throws IOException {
    return storage.realPath(path);
  }

  @Override
  public @Nullable FileEntry entry(String path) throws IOException {
    return storage.entry(path);
  }

  @Override
  public void link(String file, String name) throws IOException {
    storage.link(file, name);
  }

  @Override
  public void replace(String file, String name) throws IOException {
    storage.replace(file, name);
  }

  @Override
  public void delete(String path) throws IOException {
    storage.delete(path);
  }

  @Override
  public void deleteTree(String directory) throws IOException {
    storage.deleteTree(directory);
  }

  @Override
  public void syncDirectory(String directory) throws IOException {
    storage.syncDirectory(directory);
  }

  /** Does all that another file does. */
  public abstract static class Output implements OutputFile {
    private final OutputFile file;

    /** In front of that file. */
    protected Output(OutputFile file) {
      this.file = file;
    }

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
    }

    @Override
    public void close() throws IOException {
      file.close();
    }
  }
}
