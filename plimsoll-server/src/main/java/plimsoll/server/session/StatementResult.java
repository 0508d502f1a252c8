package plimsoll.server.session;

import java.util.List;
import plimsoll.query.ResultColumn;

/** What a statement gave. Whoever ran it closes it. */
public sealed interface StatementResult extends AutoCloseable {
  /** What the client should know although it worked. */
  List<String> warnings();

  @Override
  default void close() {}

  /**
   * A statement with rows.
   *
   * @param columns from left to right
   * @param cursor the rows; closed with the result
   * @param warnings see {@link #warnings()}
   */
  record Rows(List<ResultColumn> columns, RowCursor cursor, List<String> warnings)
      implements StatementResult {
    /** Copies the lists. */
    public Rows {
      columns = List.copyOf(columns);
      warnings = List.copyOf(warnings);
    }

    @Override
    public void close() {
      cursor.close();
    }
  }

  /**
   * A statement that did something.
   *
   * @param affectedRows rows loaded
   * @param warningCount MySQL's number of warnings: filtered rows, and {@code warnings}
   * @param info text beside the numbers, for example label and state of a load; may be empty
   * @param warnings see {@link #warnings()}
   */
  record Done(long affectedRows, long warningCount, String info, List<String> warnings)
      implements StatementResult {
    /** Copies the list. */
    public Done {
      warnings = List.copyOf(warnings);
    }

    /** Done, nothing to say. */
    static Done ok() {
      return ok(List.of());
    }

    /** Done, with warnings. */
    static Done ok(List<String> warnings) {
      return new Done(0, warnings.size(), "", warnings);
    }
  }
}
