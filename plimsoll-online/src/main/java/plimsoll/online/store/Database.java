package plimsoll.online.store;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.ChecksumType;
import org.rocksdb.CompressionType;
import org.rocksdb.Env;
import org.rocksdb.InfoLogLevel;
import org.rocksdb.IngestExternalFileOptions;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.Priority;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

/**
 * The open RocksDB, its options, and the few calls that the store makes. Failures are {@link
 * IOException}s that say what was done. Everything native is closed with it.
 */
final class Database implements Closeable {
  static {
    RocksDB.loadLibrary();
  }

  private static final int BLOCK_BYTES = 8 << 10;
  private static final int WRITE_BUFFERS = 3;
  private static final int SHARDS_BY_SIZE = -1;
  private static final double SHARE_TO_STAY = 0.5; // at most, and only what is needed

  private final Deque<AutoCloseable> natives = new ArrayDeque<>();
  private final Options options;
  private final RocksDB db;
  private final WriteOptions synced;
  private final WriteOptions unsynced;
  private final Path directory;

  Database(Path directory, OnlineMemory memory) throws IOException {
    this.directory = directory;
    Files.createDirectories(directory);
    Env.getDefault().lowerThreadPoolCPUPriority(Priority.LOW); // that of compactions: reads first
    options = options(memory);
    synced = own(new WriteOptions().setSync(true));
    unsynced = own(new WriteOptions());
    try {
      db = RocksDB.open(options, directory.toString());
    } catch (RocksDBException e) {
      closeNatives();
      throw failed("open", e);
    }
  }

  private Options options(OnlineMemory memory) {
    BlockBasedTableConfig blocks =
        new BlockBasedTableConfig()
            .setBlockCache(own(cache(memory.cacheBytes())))
            .setBlockSize(BLOCK_BYTES)
            .setChecksumType(ChecksumType.kxxHash64)
            .setCacheIndexAndFilterBlocks(true)
            .setPinL0FilterAndIndexBlocksInCache(true)
            .setFormatVersion(5);
    return own(new Options())
        .setCreateIfMissing(true)
        .setTableFormatConfig(blocks)
        .setCompressionType(CompressionType.LZ4_COMPRESSION)
        .setWriteBufferSize(memory.writeBufferBytes())
        .setMaxWriteBufferNumber(WRITE_BUFFERS)
        .setMaxBackgroundJobs(2)
        .setBytesPerSync(1 << 20)
        .setAvoidUnnecessaryBlockingIO(true) // a reader does not remove files that others left
        .setLevelCompactionDynamicLevelBytes(true)
        .setInfoLogLevel(InfoLogLevel.WARN_LEVEL)
        .setMaxLogFileSize(1 << 20)
        .setKeepLogFileNum(2);
  }

  /** Indexes of files and what was asked for twice are the last to make room. */
  private static LRUCache cache(long bytes) {
    return new LRUCache(bytes, SHARDS_BY_SIZE, false, SHARE_TO_STAY);
  }

  private <T extends AutoCloseable> T own(T object) {
    natives.push(object);
    return object;
  }

  /** For files that the database shall take. */
  Options options() {
    return options;
  }

  RocksDB db() {
    return db;
  }

  IOException failed(String what, RocksDBException e) {
    return new IOException(
        "The online store in " + directory + " cannot " + what + ": " + e.getMessage(), e);
  }

  byte @Nullable [] get(byte[] key) throws IOException {
    try {
      return db.get(key);
    } catch (RocksDBException e) {
      throw failed("read", e);
    }
  }

  /** All of the batch or nothing, durable when it returns. */
  void write(WriteBatch batch) throws IOException {
    write(batch, synced);
  }

  /** As {@link #write}, for what may be lost in a crash. */
  void writeSoon(WriteBatch batch) throws IOException {
    write(batch, unsynced);
  }

  private void write(WriteBatch batch, WriteOptions how) throws IOException {
    try {
      db.write(how, batch);
    } catch (RocksDBException e) {
      throw failed("write", e);
    }
  }

  /** Takes all files or none, durable when it returns; their names are gone then. */
  void ingest(List<String> files) throws IOException {
    try (IngestExternalFileOptions how = new IngestExternalFileOptions()) {
      how.setMoveFiles(true).setWriteGlobalSeqno(false);
      db.ingestExternalFile(files, how);
    } catch (RocksDBException e) {
      throw failed("take files", e);
    }
  }

  /** Gives back the space of a range that nobody reads any more. */
  void dropFiles(byte[] from, byte[] to) throws IOException {
    try {
      db.deleteFilesInRanges(db.getDefaultColumnFamily(), List.of(from, to), false);
    } catch (RocksDBException e) {
      throw failed("drop files", e);
    }
  }

  /** Compacts a range. */
  void compact(byte[] from, byte[] to) throws IOException {
    try {
      db.compactRange(from, to);
    } catch (RocksDBException e) {
      throw failed("compact", e);
    }
  }

  @Override
  public void close() throws IOException {
    try {
      db.closeE();
    } catch (RocksDBException e) {
      throw failed("close", e);
    } finally {
      db.close();
      closeNatives();
    }
  }

  private void closeNatives() throws IOException {
    while (!natives.isEmpty()) {
      try {
        natives.pop().close();
      } catch (Exception e) {
        throw new IOException("The online store in " + directory + " cannot be closed", e);
      }
    }
  }
}
