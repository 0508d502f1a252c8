package plimsoll.lake.io;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import org.apache.iceberg.exceptions.NotFoundException;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.io.InputFile;
import org.apache.iceberg.io.OutputFile;
import org.apache.iceberg.io.PositionOutputStream;
import org.apache.iceberg.io.SeekableInputStream;
import plimsoll.storage.Storage;

/**
 * Iceberg's file access over our {@link Storage}, so that manifests and metadata are synced and the
 * simulated disk sees them. A written file is synced when its stream is closed; its directory is
 * not.
 *
 * <p>Locations are plain absolute paths in what we write; {@code file:} URIs of other engines are
 * read as well.
 */
public final class StorageFileIO implements FileIO {
  private static final long serialVersionUID = 1L;
  private static final String FILE_SCHEME = "file:";

  private final transient Storage storage;

  /** Over that storage. */
  public StorageFileIO(Storage storage) {
    this.storage = storage;
  }

  /** The storage path of a location: {@code file:///a}, {@code file:/a} and {@code /a} are one. */
  public static String path(String location) {
    if (!location.startsWith(FILE_SCHEME)) {
      return location;
    }
    int start = FILE_SCHEME.length();
    while (location.startsWith("//", start)) {
      start++;
    }
    return location.substring(start);
  }

  @Override
  public InputFile newInputFile(String location) {
    return new Input(location, -1);
  }

  @Override
  public InputFile newInputFile(String location, long length) {
    return new Input(location, length);
  }

  @Override
  public OutputFile newOutputFile(String location) {
    return new Output(location);
  }

  @Override
  public void deleteFile(String location) {
    try {
      storage.delete(path(location));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private final class Input implements InputFile {
    private final String location;
    private long length;

    Input(String location, long length) {
      this.location = location;
      this.length = length;
    }

    @Override
    public long getLength() {
      if (length < 0) {
        try (plimsoll.storage.InputFile file = open()) {
          length = file.length();
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
      return length;
    }

    @Override
    public SeekableInputStream newStream() {
      try {
        return new StorageInput(open());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private plimsoll.storage.InputFile open() throws IOException {
      try {
        return storage.open(path(location));
      } catch (NoSuchFileException | FileNotFoundException e) {
        throw new NotFoundException(e, "%s", e.getMessage());
      }
    }

    @Override
    public String location() {
      return location;
    }

    @Override
    public boolean exists() {
      try {
        return storage.exists(path(location));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private final class Output implements OutputFile {
    private final String location;

    Output(String location) {
      this.location = location;
    }

    @Override
    public PositionOutputStream create() {
      try {
        return new StorageOutput(storage.create(path(location)));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public PositionOutputStream createOrOverwrite() {
      deleteFile(location);
      return create();
    }

    @Override
    public String location() {
      return location;
    }

    @Override
    public InputFile toInputFile() {
      return newInputFile(location);
    }
  }
}
