package plimsoll.online.store;

/**
 * Memory of the store outside the Java heap. It holds at most the cache and three write buffers
 * (one being filled, two being written), and while a load is published or compacted some blocks of
 * a few kilobytes for each file read.
 *
 * @param cacheBytes blocks, indexes of files included
 * @param writeBufferBytes what small publishes collect before it becomes a file
 */
public record OnlineMemory(long cacheBytes, long writeBufferBytes) {
  /** For a machine that does other things too. */
  public static final OnlineMemory DEFAULT = new OnlineMemory(512L << 20, 16L << 20);

  /** This, with a cache of that size. */
  public OnlineMemory withCache(long bytes) {
    return new OnlineMemory(bytes, writeBufferBytes);
  }

  /** What may be read into the cache ahead: the rest is for what is asked for beside it. */
  public long aheadBytes() {
    return cacheBytes / 4 * 3;
  }
}
