package plimsoll.testkit;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import plimsoll.error.ErrorCode;
import plimsoll.model.Batch;
import plimsoll.model.OfflineContents;
import plimsoll.model.PointerChange;
import plimsoll.model.Rewrite;
import plimsoll.model.SoftLinks;
import plimsoll.model.Staged;
import plimsoll.model.Table;
import plimsoll.model.TableFacts;
import plimsoll.model.TableName;
import plimsoll.model.TableWork;
import plimsoll.pipeline.write.SampledWriter;
import plimsoll.pipeline.write.Store;
import plimsoll.pipeline.write.StoreWriter;

/**
 * A store in memory: rows are text, a metadata location names a list of files. Knows no durability;
 * it shows what the engine does with a store, and can be told to fail.
 */
public final class ModelStore implements Store {
  private final Map<String, List<String>> files = new ConcurrentSkipListMap<>();
  private final Map<String, Contents> metadata = new ConcurrentHashMap<>();
  private final AtomicInteger numbers = new AtomicInteger();
  private final Set<UUID> failPreparing = ConcurrentHashMap.newKeySet();
  private volatile boolean failWriting;

  /** Makes {@link #prepare} of that table fail until told otherwise. */
  public void failPreparing(Table table, boolean fail) {
    if (fail) {
      failPreparing.add(table.id());
    } else {
      failPreparing.remove(table.id());
    }
  }

  /** Makes writers fail when they finish. */
  public void failWriting(boolean fail) {
    failWriting = fail;
  }

  /** Rows that a metadata location shows, in file order. */
  public List<String> rows(String location) {
    return contents(location).files().stream().map(files::get).flatMap(Collection::stream).toList();
  }

  /** Files that exist, committed or not. */
  public Set<String> files() {
    return new TreeSet<>(files.keySet());
  }

  /** Metadata locations that exist. */
  public Set<String> metadata() {
    return new TreeSet<>(metadata.keySet());
  }

  @Override
  public PointerChange create(Table table) {
    return new PointerChange(table, null, newMetadata(table, Contents.NONE));
  }

  /** What a metadata location names. */
  private record Contents(List<String> files, SoftLinks links) {
    static final Contents NONE = new Contents(List.of(), SoftLinks.NONE);
  }

  private Contents contents(String location) {
    return metadata.getOrDefault(location, Contents.NONE);
  }

  private String newMetadata(Table table, Contents contents) {
    String location = table.id() + "/metadata/" + numbers.incrementAndGet();
    metadata.put(location, contents);
    return location;
  }

  @Override
  public StoreWriter writer(Table table, long loadId, String fileTag) {
    return new Writer(table, table.id() + "/data/" + fileTag);
  }

  @Override
  public StoreWriter estimator(Table table) {
    return new SampledWriter(table, new Nothing(table));
  }

  @Override
  public PointerChange prepare(Table table, String location, List<TableWork> work)
      throws IOException {
    if (failPreparing.contains(table.id())) {
      throw new IOException("told to fail");
    }
    List<String> names = new ArrayList<>(contents(location).files());
    OfflineContents contents = facts(location).contents();
    for (TableWork one : work) {
      contents = contents.after(one);
      if (one.mode() == TableWork.Mode.REPLACE) {
        names.clear();
      }
      Rewrite rewrite = one.rewrite();
      if (rewrite != null) {
        if (!names.containsAll(rewrite.files())) {
          throw ErrorCode.COMMIT_CONFLICT.with(table.name(), 1);
        }
        names.removeAll(rewrite.files());
      }
      one.staged().forEach(staged -> names.addAll(staged.paths()));
    }
    return new PointerChange(
        table, location, newMetadata(table, new Contents(List.copyOf(names), contents.links())));
  }

  @Override
  public TableFacts facts(String location) {
    Contents contents = contents(location);
    return new TableFacts(1000, new OfflineContents(!rows(location).isEmpty(), contents.links()));
  }

  @Override
  public PointerChange alter(Table before, Table after, String location) {
    return new PointerChange(before, location, newMetadata(after, contents(location)));
  }

  @Override
  public void discard(PointerChange change) {
    metadata.remove(change.to());
  }

  @Override
  public void discard(Staged staged) {
    staged.paths().forEach(files::remove);
  }

  @Override
  public void committed(PointerChange change) {
    metadata.remove(String.valueOf(change.from()));
  }

  @Override
  public void drop(TableName name, UUID id) {
    files.keySet().removeIf(path -> path.startsWith(id + "/"));
    metadata.keySet().removeIf(path -> path.startsWith(id + "/"));
  }

  /** In memory nothing comes back. */
  @Override
  public void settle() {}

  @Override
  public List<String> sweep(Table table, String location, long deadBefore) {
    Set<String> used = Set.copyOf(contents(location).files());
    List<String> removed =
        files.keySet().stream()
            .filter(path -> path.startsWith(table.id() + "/data/") && !used.contains(path))
            .filter(path -> epoch(path) < deadBefore)
            .toList();
    removed.forEach(files::remove);
    return removed;
  }

  private static long epoch(String path) {
    String name = path.substring(path.lastIndexOf('/') + 1);
    return Long.parseLong(name.substring(0, name.indexOf('-')));
  }

  private record Files(Table table, long rows, long bytes, List<String> paths) implements Staged {}

  private final class Writer implements StoreWriter {
    private final Table table;
    private final String path;
    private boolean finished;

    Writer(Table table, String path) {
      this.table = table;
      this.path = path;
      files.put(path, new ArrayList<>());
    }

    @Override
    public void write(Batch batch) {
      for (int row = 0; row < batch.rows(); row++) {
        rows().add(RowText.of(batch, row));
      }
    }

    /** As on a disk, writing makes directories again that were removed meanwhile. */
    private List<String> rows() {
      return files.computeIfAbsent(path, made -> new ArrayList<>());
    }

    @Override
    public long bufferedBytes() {
      return 0;
    }

    @Override
    public void flush() {}

    @Override
    public Staged finish(Pressure pressure) throws IOException {
      if (failWriting) {
        throw new IOException("No space left on device");
      }
      finished = true;
      return new Files(table, rows().size(), 1, List.of(path));
    }

    @Override
    public void close() {
      if (!finished) {
        files.remove(path);
      }
    }
  }

  /** One byte a row. */
  private static final class Nothing implements StoreWriter {
    private final Table table;
    private long rows;

    Nothing(Table table) {
      this.table = table;
    }

    @Override
    public void write(Batch batch) {
      rows += batch.rows();
    }

    @Override
    public long bufferedBytes() {
      return 0;
    }

    @Override
    public void flush() {}

    @Override
    public Staged finish(Pressure pressure) {
      return new Files(table, rows, rows, List.of());
    }

    @Override
    public void close() {}
  }
}
