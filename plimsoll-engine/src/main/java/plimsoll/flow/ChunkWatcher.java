package plimsoll.flow;

/**
 * Sees the chunks of a load in their order, each before a worker parses it. For what a load can
 * only decide by what comes first; workers wait meanwhile.
 */
@FunctionalInterface
public interface ChunkWatcher {
  /** Sees nothing. */
  ChunkWatcher NONE = chunk -> false;

  /**
   * Looks at a chunk, which stays as it is. Called by one thread at a time; what it writes, those
   * who parse this chunk and later ones see.
   *
   * @return whether it wants to see the next one too
   */
  boolean see(Chunk chunk);
}
