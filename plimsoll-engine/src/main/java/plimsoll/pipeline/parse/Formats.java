package plimsoll.pipeline.parse;

import java.util.List;
import org.jspecify.annotations.Nullable;
import plimsoll.model.BadValuePolicy;
import plimsoll.model.DataType;
import plimsoll.model.Table;
import plimsoll.model.Vector;

/** Makes formats from options; plimsoll-formats implements it, wiring hands it to the planner. */
public interface Formats {
  /**
   * CSV into a table.
   *
   * @param fields names of the file's fields from left to right; a name that is no column of the table
   *     is read over. Null: all columns in table order, or by the header
   */
  Format csv(
      CsvOptions options, Table table, @Nullable List<String> fields, BadValuePolicy badValues);

  /**
   * Names in the header row of an input, read before the load begins so that the plan can resolve
   * them; while loading, each input's header is compared with them.
   *
   * @param data the first decompressed bytes of the input
   * @param length how many
   * @param whole whether that is the whole input
   */
  List<String> csvHeader(CsvOptions options, byte[] data, int length, boolean whole);

  /** A one-slot vector with the value of a constant. BAD_VALUE if the text is no such value. */
  Vector constant(DataType type, String text);
}
