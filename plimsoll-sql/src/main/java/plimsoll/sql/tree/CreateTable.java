package plimsoll.sql.tree;

import java.util.List;
import java.util.Optional;

/**
 * {@code CREATE TABLE}, StarRocks' and OpenMLDB's form.
 *
 * @param at where the statement starts
 * @param table the new table
 * @param ifNotExists whether an existing one is fine
 * @param columns at least one, or none if a query gives them
 * @param indexes indexes of either form
 * @param clauses what follows the column list, each kind at most once
 * @param query gives columns and rows: {@code AS SELECT}
 */
public record CreateTable(
    Position at,
    TableRef table,
    boolean ifNotExists,
    List<ColumnDefinition> columns,
    List<TableIndex> indexes,
    List<Clause> clauses,
    Optional<SqlText> query)
    implements Statement {
  /** Copies the lists. */
  public CreateTable {
    columns = List.copyOf(columns);
    indexes = List.copyOf(indexes);
    clauses = List.copyOf(clauses);
  }

  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.createTable(this);
  }

  /** A clause after the column list. */
  public sealed interface Clause {
    /** Where it stands. */
    Position at();

    /**
     * {@code ENGINE = name}.
     *
     * @param at where it stands
     * @param name the engine
     */
    record Engine(Position at, String name) implements Clause {}

    /**
     * {@code DUPLICATE KEY (columns)} and its kin.
     *
     * @param at where it stands
     * @param kind DUPLICATE, AGGREGATE, UNIQUE or PRIMARY
     * @param columns key columns
     */
    record Key(Position at, String kind, List<Name> columns) implements Clause {}

    /**
     * {@code COMMENT 'text'}.
     *
     * @param at where it stands
     * @param text the comment
     */
    record Comment(Position at, String text) implements Clause {}

    /**
     * {@code PARTITION BY}.
     *
     * @param at where it stands
     * @param by what follows
     */
    record Partition(Position at, Partitioning by) implements Clause {}

    /**
     * {@code DISTRIBUTED BY}.
     *
     * @param at where it stands
     * @param text what follows, as written
     */
    record Distribution(Position at, String text) implements Clause {}

    /**
     * {@code ORDER BY (columns)}.
     *
     * @param at where it stands
     * @param columns sort columns
     */
    record Order(Position at, List<Name> columns) implements Clause {}

    /**
     * {@code ROLLUP (...)}.
     *
     * @param at where it stands
     */
    record Rollup(Position at) implements Clause {}

    /**
     * {@code PROPERTIES (...)}, StarRocks' word.
     *
     * @param at where it stands
     * @param properties as written
     */
    record Properties(Position at, List<Option> properties) implements Clause {}

    /**
     * {@code OPTIONS (...)}, OpenMLDB's word.
     *
     * @param at where it stands
     * @param options those with a constant, as written
     * @param lists those with a list
     */
    record Options(Position at, List<Option> options, List<ReplicaSets> lists) implements Clause {
      /** Copies the lists. */
      public Options {
        options = List.copyOf(options);
        lists = List.copyOf(lists);
      }
    }
  }
}
