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
 * @param assignments what SET says, in its order
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
    List<Assignment> assignments) {
  /** Copies the lists. */
  public LoadText {
    fields = fields == null ? null : List.copyOf(fields);
    assignments = List.copyOf(assignments);
  }

  /** A column that gets the value of an expression. */
  public record Assignment(Name column, SqlText expression) {}

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
