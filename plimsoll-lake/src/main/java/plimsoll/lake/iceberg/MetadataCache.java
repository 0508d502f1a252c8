package plimsoll.lake.iceberg;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableMetadataParser;
import org.apache.iceberg.exceptions.NotFoundException;
import org.apache.iceberg.io.FileIO;
import org.jspecify.annotations.Nullable;

/** Parsed metadata files by location: they never change, so the last used ones are kept. */
final class MetadataCache {
  private static final int ENTRIES = 64;

  private final FileIO io;
  private final Home home;
  private final Map<String, TableMetadata> cache =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, TableMetadata> eldest) {
          return size() > ENTRIES;
        }
      };

  MetadataCache(FileIO io, Home home) {
    this.io = io;
    this.home = home;
  }

  /**
   * Metadata at a location.
   *
   * @throws FileNotFoundException if the file is gone
   * @throws plimsoll.error.PlimsollException DATA_DIRECTORY_MOVED if it is gone from elsewhere
   */
  TableMetadata get(String location) throws IOException {
    TableMetadata known = find(location);
    if (known != null) {
      return known;
    }
    TableMetadata read = parse(location);
    put(location, read);
    return read;
  }

  private TableMetadata parse(String location) throws IOException {
    try {
      return TableMetadataParser.read(io, location);
    } catch (NotFoundException e) {
      if (!home.holds(TableLayout.parent(location))) {
        throw home.moved(location);
      }
      throw gone(location, e);
    } catch (UncheckedIOException | IllegalArgumentException | IllegalStateException e) {
      throw new IOException("Cannot read table metadata " + location + ": " + e.getMessage(), e);
    }
  }

  private static IOException gone(String location, NotFoundException e) {
    FileNotFoundException gone = new FileNotFoundException("No table metadata at " + location);
    gone.initCause(e);
    return gone;
  }

  private synchronized @Nullable TableMetadata find(String location) {
    return cache.get(location);
  }

  synchronized void put(String location, TableMetadata metadata) {
    cache.put(location, metadata);
  }

  synchronized void remove(String location) {
    cache.remove(location);
  }
}
