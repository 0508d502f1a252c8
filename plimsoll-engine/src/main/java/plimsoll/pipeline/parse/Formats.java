package plimsoll.pipeline.parse;

import java.util.List;
import org.jspecify.annotations.Nullable;
import plimsoll.model.BadValuePolicy;
import plimsoll.model.Table;

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
}
