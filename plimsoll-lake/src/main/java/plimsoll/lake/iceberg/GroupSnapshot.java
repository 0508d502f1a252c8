package plimsoll.lake.iceberg;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.apache.iceberg.AppendFiles;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DataFiles;
import org.apache.iceberg.HasTableOperations;
import org.apache.iceberg.ManifestFile;
import org.apache.iceberg.ManifestFiles;
import org.apache.iceberg.ManifestWriter;
import org.apache.iceberg.OverwriteFiles;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.SnapshotSummary;
import org.apache.iceberg.SnapshotUpdate;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.Transaction;
import org.apache.iceberg.Transactions;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.io.FileIO;
import plimsoll.error.ErrorCode;
import plimsoll.lake.io.StorageFileIO;
import plimsoll.lake.parquet.StagedFiles;
import plimsoll.model.OfflineContents;
import plimsoll.model.Rewrite;
import plimsoll.model.Staged;
import plimsoll.model.Table;
import plimsoll.model.TableWork;
import plimsoll.model.TableWork.Mode;

/**
 * Turns the work of a group into new table metadata: one snapshot, or one more for each REPLACE
 * after the first work, so that the order of loads stays.
 *
 * <p>The files of a group go into one manifest that we write and hand over: given single files,
 * Iceberg writes it in its own pool and sleeps 10 ms.
 */
final class GroupSnapshot {
  /** Snapshot property with the labels of its loads, by commas; cut when there are many. */
  static final String LABELS = "plimsoll.labels";

  /** Snapshot property with the ids of its loads, by commas; cut when there are many. */
  static final String LOAD_IDS = "plimsoll.load-ids";

  /** Snapshot property with the number of its loads. */
  static final String LOADS = "plimsoll.loads";

  private static final int LONGEST_LIST = 1024;

  private final Table table;
  private final PendingTable pending;
  private final PartitionSpec written;
  private final Transaction transaction;

  GroupSnapshot(Table table, PendingTable pending, PartitionSpec written) {
    this.table = table;
    this.pending = pending;
    this.written = written;
    transaction = Transactions.newTransaction(table.name().toString(), pending);
  }

  /** The table's metadata with all work done; not written yet. */
  TableMetadata apply(List<TableWork> work) throws IOException {
    OfflineContents before = contents(pending.current(), pending.io());
    OfflineContents after = before;
    for (TableWork next : work) {
      after = after.after(next);
    }
    List<TableWork> run = new ArrayList<>();
    for (TableWork next : work) {
      boolean alone = next.mode() == Mode.REWRITE || isRewrite(run);
      if ((next.mode() == Mode.REPLACE || alone) && !run.isEmpty()) {
        commit(run);
        run.clear();
      }
      run.add(next);
    }
    commit(run);
    if (!after.links().equals(before.links())) {
      LinkProperties.set(transaction, after.links());
    }
    return ((HasTableOperations) transaction.table()).operations().current();
  }

  /** By its manifests: the summary's totals are optional for other engines. */
  static OfflineContents contents(TableMetadata metadata, FileIO io) {
    Snapshot current = metadata.currentSnapshot();
    boolean files =
        current != null
            && current.dataManifests(io).stream()
                .anyMatch(manifest -> manifest.hasAddedFiles() || manifest.hasExistingFiles());
    return new OfflineContents(files, LinkProperties.of(metadata));
  }

  private void commit(List<TableWork> run) throws IOException {
    List<DataFile> files = new ArrayList<>();
    PartitionSpec spec = Fit.spec(table, pending.current(), written);
    for (TableWork work : run) {
      for (Staged staged : work.staged()) {
        addFiles(staged, spec, files);
      }
    }
    Rewrite rewrite = run.get(0).rewrite();
    if (rewrite != null) {
      rewrite(run, rewrite, files);
    } else if (run.get(0).mode() == Mode.REPLACE) {
      replace(run, files);
    } else {
      append(run, spec, files);
    }
  }

  private static void addFiles(Staged staged, PartitionSpec spec, List<DataFile> files) {
    if (!(staged instanceof StagedFiles known)) {
      throw new IllegalArgumentException("Files of another store: " + staged.getClass());
    }
    for (DataFile file : known.files()) {
      files.add(file.specId() == spec.specId() ? file : DataFiles.builder(spec).copy(file).build());
    }
  }

  private void replace(List<TableWork> run, List<DataFile> files) {
    OverwriteFiles overwrite = transaction.newOverwrite();
    overwrite.overwriteByRowFilter(Expressions.alwaysTrue());
    files.forEach(overwrite::addFile);
    finish(overwrite, run);
  }

  private static boolean isRewrite(List<TableWork> run) {
    return !run.isEmpty() && run.get(0).mode() == Mode.REWRITE;
  }

  /** The files were chosen on an earlier snapshot: each must still be there, and no less of it. */
  private void rewrite(List<TableWork> run, Rewrite rewrite, List<DataFile> added)
      throws IOException {
    List<DataFile> gone = live(Set.copyOf(rewrite.files()));
    if (gone.size() != rewrite.files().size() || !sameDeletes(rewrite)) {
      throw ErrorCode.COMMIT_CONFLICT.with(table.name(), 1);
    }
    OverwriteFiles overwrite = transaction.newOverwrite();
    gone.forEach(overwrite::deleteFile);
    added.forEach(overwrite::addFile);
    finish(overwrite, run);
  }

  private List<DataFile> live(Set<String> paths) throws IOException {
    List<DataFile> found = new ArrayList<>();
    Snapshot current = transaction.table().currentSnapshot();
    if (current == null) {
      return found;
    }
    for (ManifestFile manifest : current.dataManifests(pending.io())) {
      try (CloseableIterable<DataFile> files =
          ManifestFiles.read(manifest, pending.io(), pending.current().specsById())) {
        for (DataFile file : files) {
          if (paths.contains(StorageFileIO.path(file.location()))) {
            found.add(file.copy());
          }
        }
      }
    }
    return found;
  }

  private boolean sameDeletes(Rewrite rewrite) throws IOException {
    Snapshot current = transaction.table().currentSnapshot();
    Set<String> deletes = new HashSet<>();
    if (current != null) {
      for (String location :
          Unneeded.livePaths(
              current.deleteManifests(pending.io()), pending.current().specsById(), pending.io())) {
        deletes.add(StorageFileIO.path(location));
      }
    }
    return Set.copyOf(rewrite.deletes()).containsAll(deletes);
  }

  private void append(List<TableWork> run, PartitionSpec spec, List<DataFile> files)
      throws IOException {
    AppendFiles append = transaction.newAppend();
    if (!files.isEmpty()) {
      append.appendManifest(manifest(spec, files));
      long bytes = files.stream().mapToLong(DataFile::fileSizeInBytes).sum();
      append.set(SnapshotSummary.ADDED_FILE_SIZE_PROP, Long.toString(bytes));
    }
    finish(append, run);
  }

  private ManifestFile manifest(PartitionSpec spec, List<DataFile> files) throws IOException {
    String location = pending.metadataFileLocation(UUID.randomUUID() + "-m0.avro");
    ManifestWriter<DataFile> writer =
        ManifestFiles.write(
            pending.current().formatVersion(), spec, pending.io().newOutputFile(location), null);
    try (writer) {
      files.forEach(writer::add);
    }
    return writer.toManifestFile();
  }

  private static void finish(SnapshotUpdate<?> update, List<TableWork> run) {
    update.set(LABELS, list(run.stream().map(work -> work.label().text()).toList()));
    update.set(LOAD_IDS, list(run.stream().map(work -> Long.toString(work.loadId())).toList()));
    update.set(LOADS, Integer.toString(run.size()));
    update.set("engine-name", "plimsoll");
    update.scanManifestsWith(SameThread.INSTANCE);
    update.commit();
  }

  /** As many as fit, then how many more there are. */
  private static String list(List<String> values) {
    int kept = 0;
    int length = 0;
    while (kept < values.size() && length + values.get(kept).length() <= LONGEST_LIST) {
      length += values.get(kept++).length() + 1;
    }
    String text = values.subList(0, kept).stream().collect(Collectors.joining(","));
    return kept == values.size() ? text : text + ",+" + (values.size() - kept);
  }
}
