package plimsoll.server.session;

import static plimsoll.server.session.ShowStatements.texts;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import plimsoll.model.Column;
import plimsoll.model.DataType.Scalar;
import plimsoll.model.Table;
import plimsoll.query.ResultColumn;
import plimsoll.server.schema.CharacterSet;
import plimsoll.server.schema.ColumnWords;
import plimsoll.server.schema.TableFacts;
import plimsoll.server.schema.TypeWords;
import plimsoll.sql.query.SystemDatabase;
import plimsoll.sql.tree.ShowTable;
import plimsoll.sql.tree.ShowTableStatus;

/** SHOW COLUMNS, SHOW INDEX, SHOW PARTITIONS, SHOW TABLE STATUS. */
final class TableShows {
  private static final List<ResultColumn> COLUMNS =
      texts("Field", "Type", "Null", "Key", "Default", "Extra");
  private static final List<ResultColumn> FULL_COLUMNS =
      texts(
          "Field", "Type", "Collation", "Null", "Key", "Default", "Extra", "Privileges", "Comment");
  private static final List<ResultColumn> INDEXES =
      texts(
          "Table",
          "Non_unique",
          "Key_name",
          "Seq_in_index",
          "Column_name",
          "Collation",
          "Cardinality",
          "Sub_part",
          "Packed",
          "Null",
          "Index_type",
          "Comment",
          "Index_comment",
          "Visible",
          "Expression");
  private static final List<ResultColumn> PARTITIONS =
      Stream.concat(
              texts("PartitionName", "State", "PartitionKey", "List").stream(),
              numbers("DataSize", "RowCount", "FileCount"))
          .toList();
  private static final List<ResultColumn> STATUS =
      Stream.of(
              texts("Name", "Engine", "Version", "Row_format").stream(),
              numbers("Rows", "Avg_row_length", "Data_length"),
              numbers("Max_data_length", "Index_length", "Data_free", "Auto_increment"),
              texts("Create_time", "Update_time", "Check_time", "Collation", "Checksum").stream(),
              texts("Create_options", "Comment").stream())
          .flatMap(columns -> columns)
          .toList();

  private final SqlServices services;
  private final Catalog catalog;
  private final ShownRows shown;

  TableShows(SqlServices services, SessionState session, Catalog catalog) {
    this.services = services;
    this.catalog = catalog;
    this.shown = new ShownRows(services, session);
  }

  private static Stream<ResultColumn> numbers(String... names) {
    return Stream.of(names).map(name -> new ResultColumn(name, Scalar.BIGINT));
  }

  StatementResult show(ShowTable statement) {
    Table table = catalog.visible(statement.table());
    List<ResultColumn> columns =
        switch (statement.part()) {
          case COLUMNS -> COLUMNS;
          case FULL_COLUMNS -> FULL_COLUMNS;
          case INDEXES -> INDEXES;
          case PARTITIONS -> PARTITIONS;
        };
    List<@Nullable Object[]> rows =
        switch (statement.part()) {
          case COLUMNS -> rows(table.schema().columns(), column -> column(table, column));
          case FULL_COLUMNS -> rows(table.schema().columns(), column -> fullColumn(table, column));
          case INDEXES -> List.of(); // keys sort; none finds rows
          case PARTITIONS -> rows(partitions(table), partition -> partition(table, partition));
        };
    return ShowStatements.rows(columns, shown.filtered(columns, rows, statement.filter()));
  }

  /** Makes a row of a thing. */
  private interface RowOf<T> {
    @Nullable Object[] row(T thing);
  }

  private static <T> List<@Nullable Object[]> rows(List<T> things, RowOf<T> row) {
    List<@Nullable Object[]> rows = new ArrayList<>();
    things.forEach(thing -> rows.add(row.row(thing)));
    return rows;
  }

  private static @Nullable Object[] column(Table table, Column column) {
    return TableText.column(
        column, TypeWords.of(column.type()).full(), ColumnWords.key(table, column));
  }

  private @Nullable Object[] fullColumn(Table table, Column column) {
    TypeWords type = TypeWords.of(column.type());
    return new @Nullable Object[] {
      column.name(),
      type.full(),
      type.characters() == null ? null : CharacterSet.UTF8MB4.collation(),
      column.nullable() ? "YES" : "NO",
      ColumnWords.key(table, column),
      ColumnWords.defaultText(column),
      "",
      SystemDatabase.is(table.name().database())
          ? "select"
          : catalog.guard().access().namesOf(table.name()),
      column.comment()
    };
  }

  private List<TableFacts.Partition> partitions(Table table) {
    return isSystem(table) ? List.of() : services.sources().facts().partitions(table);
  }

  private static boolean isSystem(Table table) {
    return SystemDatabase.is(table.name().database());
  }

  /** A table that is not partitioned is one partition of its own name, as in StarRocks. */
  private static @Nullable Object[] partition(Table table, TableFacts.Partition partition) {
    String name = partition.name();
    return new @Nullable Object[] {
      name.isEmpty() ? table.name().table() : name,
      "NORMAL",
      ColumnWords.partitioning(table),
      name,
      partition.bytes(),
      partition.rows(),
      partition.files()
    };
  }

  StatementResult status(ShowTableStatus statement) {
    List<Table> tables = catalog.tables(catalog.database(statement.database())).toList();
    Optional<String> like = statement.filter().like();
    List<Table> asked =
        tables.stream().filter(table -> Like.names(like).test(table.name().table())).toList();
    return ShowStatements.rows(
        STATUS, shown.filtered(STATUS, rows(asked, this::status), statement.filter()));
  }

  /** Files of others that it shows; empty if there are none. */
  private String links(Table table) {
    return services.sources().facts().offline(table).map(TableFacts.Offline::text).orElse("");
  }

  private @Nullable Object[] status(Table table) {
    boolean system = isSystem(table);
    Optional<TableFacts.Size> size =
        system ? Optional.empty() : services.sources().facts().size(table);
    return new @Nullable Object[] {
      table.name().table(),
      system ? "MEMORY" : "Plimsoll",
      null,
      null,
      size.map(TableFacts.Size::rows).orElse(null),
      size.map(TableFacts.Size::bytesPerRow).orElse(null),
      size.map(TableFacts.Size::bytes).orElse(null),
      null,
      null,
      null,
      null,
      null,
      null,
      null,
      CharacterSet.UTF8MB4.collation(),
      null,
      system ? "" : links(table),
      table.comment()
    };
  }
}
