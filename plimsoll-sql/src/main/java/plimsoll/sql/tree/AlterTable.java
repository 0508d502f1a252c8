package plimsoll.sql.tree;

import java.util.List;
import java.util.Optional;

/**
 * {@code ALTER TABLE table alteration, ...}: all of them in one commit.
 *
 * @param at where the statement starts
 * @param table the table
 * @param alterations at least one, in the order they are done
 */
public record AlterTable(Position at, TableRef table, List<Alteration> alterations)
    implements Statement {
  /** Copies the list. */
  public AlterTable {
    alterations = List.copyOf(alterations);
  }

  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.alterTable(this);
  }

  /** One change. */
  public sealed interface Alteration {
    /** Where it stands. */
    Position at();

    /** Whether it is about the files that the table shows, and not its definition. */
    default boolean isOfLinks() {
      return this instanceof AddOfflinePath || this instanceof DropOfflinePath;
    }

    /**
     * {@code ADD COLUMN}.
     *
     * @param at where it stands
     * @param columns new columns
     * @param place where the first goes, the others behind it; last if empty
     */
    record AddColumns(Position at, List<ColumnDefinition> columns, Optional<Place> place)
        implements Alteration {
      /** Copies the list. */
      public AddColumns {
        columns = List.copyOf(columns);
      }
    }

    /**
     * {@code DROP COLUMN}.
     *
     * @param at where it stands
     * @param column its name
     */
    record DropColumn(Position at, Name column) implements Alteration {}

    /**
     * {@code RENAME COLUMN from TO to}.
     *
     * @param at where it stands
     * @param from its name
     * @param to its new name
     */
    record RenameColumn(Position at, Name from, Name to) implements Alteration {}

    /**
     * {@code MODIFY COLUMN}: what is not said stays.
     *
     * @param at where it stands
     * @param column the column as it shall be
     * @param place where it goes; it stays if empty
     */
    record ModifyColumn(Position at, ColumnDefinition column, Optional<Place> place)
        implements Alteration {}

    /**
     * {@code COMMENT = 'text'}.
     *
     * @param at where it stands
     * @param text the table's comment
     */
    record SetComment(Position at, String text) implements Alteration {}

    /**
     * {@code SET ("key" = "value")}.
     *
     * @param at where it stands
     * @param properties as written
     */
    record SetProperties(Position at, List<Option> properties) implements Alteration {
      /** Copies the list. */
      public SetProperties {
        properties = List.copyOf(properties);
      }
    }

    /**
     * {@code ADD offline_path 'path'}: files that the table shows, too.
     *
     * @param at where it stands
     * @param path as written
     */
    record AddOfflinePath(Position at, String path) implements Alteration {}

    /**
     * {@code DROP offline_path 'path'}.
     *
     * @param at where it stands
     * @param path as it was written
     */
    record DropOfflinePath(Position at, String path) implements Alteration {}

    /**
     * {@code RENAME to}.
     *
     * @param at where it stands
     * @param to the table's new name in its database
     */
    record RenameTable(Position at, Name to) implements Alteration {}
  }

  /**
   * A place between columns.
   *
   * @param after the column before it; first of all if empty
   */
  public record Place(Optional<Name> after) {}
}
