package plimsoll.pipeline.parse;

import plimsoll.flow.ChunkWatcher;
import plimsoll.flow.RecordCutter;

/** How bytes become fields: a format with all its options decided. Immutable; workers share it. */
public interface Format {
  /** Name for records and messages, for example {@code csv}. */
  String name();

  /** For each column of the table, whether the batches hold it; the map stage fills the others. */
  boolean[] columnsPresent();

  /** A cutter for one input. */
  RecordCutter newCutter();

  /** What looks at all chunks in their order before they are parsed, for one load. */
  default ChunkWatcher watcher() {
    return ChunkWatcher.NONE;
  }

  /** A reader for one worker. */
  FormatReader newReader();
}
