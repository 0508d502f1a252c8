package plimsoll.sql.tree;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What MySQL's form of LOAD DATA says: how the text is written and where its fields go.
 *
 * @param duplicates what happens to rows that are there already
 * @param charset how the text is encoded
 * @param separator FIELDS TERMINATED BY
 * @param enclose [OPTIONALLY] ENCLOSED BY
 * @param escape ESCAPED BY
 * @param linePrefix LINES STARTING BY
 * @param lineEnd LINES TERMINATED BY
 * @param skip IGNORE n LINES
 * @param fields columns and variables from left to right; null if there is no list
 * @param computed what SET says; null if there is none
 */
public record LoadText(
    Duplicates duplicates,
    @Nullable Literal charset,
    @Nullable Literal separator,
    @Nullable Literal enclose,
    @Nullable Literal escape,
    @Nullable Literal linePrefix,
    @Nullable Literal lineEnd,
    long skip,
    @Nullable List<Field> fields,
    @Nullable Computed computed) {
  /** Copies the list. */
  public LoadText {
    fields = fields == null ? null : List.copyOf(fields);
  }

  /**
   * Columns that get the values of expressions.
   *
   * @param columns their names, in the order of SET
   * @param query a SELECT of these expressions and {@link #ROW} from {@link #ROWS}, where each
   *     expression stands at its place in the statement
   */
  public record Computed(List<Name> columns, SqlText query) {
    /** Copies the list. */
    public Computed {
      columns = List.copyOf(columns);
    }
  }

  /** The database and table, and the column that numbers the rows, of which expressions know. */
  public static final String DATABASE = "input";

  public static final String ROWS = "rows";
  public static final String ROW = "#row";

  /** REPLACE, IGNORE or nothing. */
  public enum Duplicates {
    NOT_SAID,
    REPLACE,
    IGNORE
  }

  /**
   * Where a field goes.
   *
   * @param name a column; or a variable, which takes the field and is forgotten
   * @param variable whether it was written with {@code @}
   */
  public record Field(Name name, boolean variable) {}
}
