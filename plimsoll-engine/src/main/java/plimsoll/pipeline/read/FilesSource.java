package plimsoll.pipeline.read;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import plimsoll.error.ErrorCode;
import plimsoll.storage.FileStatus;
import plimsoll.storage.InputFile;
import plimsoll.storage.InputFiles;
import plimsoll.storage.PathPattern;
import plimsoll.storage.Storage;

/** Files of a storage, one after the other, in the order given. */
public final class FilesSource implements Source {
  private final InputFiles files;
  private int next;
  private @Nullable InputFile open;
  private boolean closed;

  /** Those files of that storage. */
  public FilesSource(Storage storage, List<FileStatus> files) {
    this(storage::open, files);
  }

  /** Those files, opened in a way of the caller's. */
  public FilesSource(InputFiles.Opener opener, List<FileStatus> files) {
    this.files = new InputFiles(files, opener);
  }

  /** The files that a pattern names; none is FILE_NOT_FOUND. */
  public static FilesSource matching(Storage storage, String pattern) {
    List<FileStatus> files;
    try {
      files = storage.match(pattern);
    } catch (IOException e) {
      throw ErrorCode.FILE_UNREADABLE.because(e, pattern, e.getMessage());
    }
    if (files.isEmpty()) {
      throw ErrorCode.FILE_NOT_FOUND.with(pattern, PathPattern.whyNothing(pattern));
    }
    return new FilesSource(storage, files);
  }

  @Override
  public Optional<InputFiles> files() {
    return Optional.of(files);
  }

  @Override
  public String describe() {
    return files.describe();
  }

  @Override
  public long totalBytes() {
    return files.totalBytes();
  }

  /** Not with a file that has no length, which may be a pipe or a device. */
  @Override
  public @Nullable Extent extent() {
    boolean known = files.files().stream().allMatch(file -> file.length() > 0);
    return known ? new Extent(files.files().size(), totalBytes()) : null;
  }

  @Override
  public @Nullable ByteInput next() throws IOException {
    if (next == files.files().size()) {
      return null;
    }
    FileStatus file = files.files().get(next++);
    try {
      return new FileInput(keep(files.opener().open(file.path())));
    } catch (IOException e) {
      throw ErrorCode.FILE_UNREADABLE.because(e, file.path(), e.getMessage());
    }
  }

  /** From now on {@link #close} closes it, whether or not its reader does. */
  private synchronized InputFile keep(InputFile file) throws IOException {
    if (closed) {
      file.close();
      throw new IOException("closed before it was read");
    }
    open = file;
    return file;
  }

  @Override
  public synchronized void close() throws IOException {
    closed = true;
    if (open != null) {
      open.close();
    }
  }

  private static final class FileInput implements ByteInput {
    private final InputFile file;
    private long position;

    FileInput(InputFile file) {
      this.file = file;
    }

    @Override
    public String name() {
      return file.path();
    }

    @Override
    public long length() {
      try {
        return file.length();
      } catch (IOException e) {
        return -1;
      }
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      int read = file.read(position, buffer, offset, length);
      position += Math.max(read, 0);
      return read;
    }

    @Override
    public void close() throws IOException {
      file.close();
    }
  }
}
