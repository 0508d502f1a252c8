package plimsoll.online.write;

import java.util.List;
import plimsoll.model.Table;
import plimsoll.online.sort.Run;
import plimsoll.online.table.OnlineTable;
import plimsoll.pipeline.write.StagedOnline;

/**
 * All of one load for one table, ready to be published: durable files of which nobody sees
 * anything. Either runs, which are read when it is published, or files that RocksDB takes as they
 * are.
 *
 * @param online the table
 * @param loadId the load
 * @param arrival when its rows came, in microseconds since 1970-01-01
 * @param putIfAbsent whether rows that are there already are left out
 * @param incarnation of the table for which {@code files} were written; 0 if there are only runs
 * @param runs sorted entries; empty if there are files
 * @param files sorted and not overlapping
 * @param rows how many rows there are, those that may be left out included
 * @param late how many of those had expired by age, in all indexes, when they came
 * @param bytes of all files
 */
public record StagedLoad(
    OnlineTable online,
    long loadId,
    long arrival,
    boolean putIfAbsent,
    long incarnation,
    List<Run> runs,
    List<String> files,
    long rows,
    long late,
    long bytes)
    implements StagedOnline {
  /** Copies the lists. */
  public StagedLoad {
    runs = List.copyOf(runs);
    files = List.copyOf(files);
  }

  @Override
  public Table table() {
    return online.table();
  }

  @Override
  public List<String> paths() {
    return files.isEmpty() ? runs.stream().map(Run::path).toList() : files;
  }

  /** As text, for the commit record from which a publish is done again after a crash. */
  @Override
  public String text() {
    return StagedText.write(this);
  }

  /** The paths in what {@link #text} wrote. */
  public static List<String> paths(String text) {
    return StagedText.paths(text);
  }

  /**
   * What {@link #text} wrote.
   *
   * @param online the table as the catalog has it now
   * @throws IllegalArgumentException if the text is of a later version
   */
  public static StagedLoad parse(OnlineTable online, String text) {
    return StagedText.read(online, text);
  }
}
