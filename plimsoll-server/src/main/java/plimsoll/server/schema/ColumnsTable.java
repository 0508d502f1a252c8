package plimsoll.server.schema;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import plimsoll.model.Column;
import plimsoll.model.Table;
import plimsoll.sql.query.SystemDatabase;
import plimsoll.sql.query.TableRead;

/** {@code columns}: columns of tables, with StarRocks' COLUMN_SIZE and DECIMAL_DIGITS. */
final class ColumnsTable extends SystemTable {
  ColumnsTable() {
    super(
        "columns",
        new Columns()
            .texts("TABLE_CATALOG", "TABLE_SCHEMA", "TABLE_NAME")
            .words("COLUMN_NAME")
            .numbers("ORDINAL_POSITION")
            .texts("COLUMN_DEFAULT")
            .words("IS_NULLABLE", "DATA_TYPE")
            .numbers(
                "CHARACTER_MAXIMUM_LENGTH",
                "CHARACTER_OCTET_LENGTH",
                "NUMERIC_PRECISION",
                "NUMERIC_SCALE",
                "DATETIME_PRECISION")
            .words("CHARACTER_SET_NAME", "COLLATION_NAME", "COLUMN_TYPE", "COLUMN_KEY", "EXTRA")
            .texts("PRIVILEGES", "COLUMN_COMMENT")
            .numbers("COLUMN_SIZE", "DECIMAL_DIGITS")
            .texts("GENERATION_EXPRESSION")
            .numbers("SRS_ID"));
  }

  @Override
  public List<@Nullable Object[]> rows(Viewer viewer, TableRead read) {
    List<@Nullable Object[]> rows = new ArrayList<>();
    for (Table table : viewer.tables(read, "TABLE_SCHEMA", "TABLE_NAME")) {
      add(table, viewer.access().namesOf(table.name()), rows);
    }
    if (read.admits("TABLE_SCHEMA", SystemDatabase.NAME)) {
      InformationSchema.tables().forEach(table -> add(table.definition(), "select", rows));
    }
    return rows;
  }

  private static void add(Table table, String privileges, List<@Nullable Object[]> rows) {
    long position = 1;
    for (Column column : table.schema().columns()) {
      rows.add(row(table, column, position++, privileges));
    }
  }

  private static @Nullable Object[] row(
      Table table, Column column, long position, String privileges) {
    TypeWords type = TypeWords.of(column.type());
    boolean text = type.characters() != null;
    return Row.of(
        Row.CATALOG,
        table.name().database(),
        table.name().table(),
        column.name(),
        position,
        ColumnWords.defaultText(column),
        Row.yesNo(column.nullable()),
        type.name(),
        type.characters(),
        type.characters(),
        type.precision(),
        type.scale(),
        type.fraction(),
        text ? CharacterSet.UTF8MB4.text() : null,
        text ? CharacterSet.UTF8MB4.collation() : null,
        type.full(),
        ColumnWords.key(table, column),
        "",
        privileges,
        column.comment(),
        type.size(),
        type.digits(),
        "",
        null);
  }
}
