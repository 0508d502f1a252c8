package plimsoll.formats.csv;

import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;
import plimsoll.flow.ChunkWatcher;
import plimsoll.flow.RecordCutter;
import plimsoll.model.BadValuePolicy;
import plimsoll.model.Table;
import plimsoll.pipeline.parse.CsvOptions;
import plimsoll.pipeline.parse.Format;
import plimsoll.pipeline.parse.FormatReader;

/**
 * CSV into one table, everything resolved.
 *
 * @param options as given
 * @param dialect what of them decides where fields end
 * @param table where the rows go
 * @param targets for each field of the file, left to right, its column in the table, or -1
 * @param header names that every input's header must hold in this order; empty if it is not looked
 *     at
 * @param badValues what a value that does not convert does
 * @param zone where times that say their own zone or offset are brought to
 * @param firstTimes what the first values decide for their columns; null if nothing
 */
record CsvFormat(
    CsvOptions options,
    Dialect dialect,
    Table table,
    int[] targets,
    List<String> header,
    BadValuePolicy badValues,
    ZoneId zone,
    @Nullable FirstTimes firstTimes)
    implements Format {
  @Override
  public String name() {
    return "csv";
  }

  @Override
  public boolean[] columnsPresent() {
    boolean[] present = new boolean[table.schema().size()];
    for (int target : targets) {
      if (target >= 0) {
        present[target] = true;
      }
    }
    return present;
  }

  @Override
  public RecordCutter newCutter() {
    return new CsvCutter(dialect, options);
  }

  /** This format, with what the first values of a load decide. */
  CsvFormat forOneLoad() {
    FirstTimes first = FirstTimes.of(this);
    return first == null
        ? this
        : new CsvFormat(options, dialect, table, targets, header, badValues, zone, first);
  }

  @Override
  public ChunkWatcher watcher() {
    return firstTimes == null ? ChunkWatcher.NONE : firstTimes;
  }

  @Override
  public FormatReader newReader() {
    return new CsvReader(this);
  }
}
