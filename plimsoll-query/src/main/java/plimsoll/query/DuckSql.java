package plimsoll.query;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import plimsoll.model.Column;
import plimsoll.model.TableName;

/** SQL text for DuckDB: quoting, and the views that stand for tables. */
final class DuckSql {
  private DuckSql() {}

  /** A name in quotes. */
  static String name(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }

  /** The full name of a table. */
  static String name(TableName table) {
    return name(table.database()) + "." + name(table.table());
  }

  /** A text constant. */
  static String text(String text) {
    return "'" + text.replace("'", "''") + "'";
  }

  /** A list of text constants. */
  static String texts(Collection<String> texts) {
    return texts.stream().map(DuckSql::text).collect(Collectors.joining(",", "[", "]"));
  }

  /** Statements that make a view of every scan of files, and an empty table for given rows. */
  static String tables(Query query) {
    StringBuilder sql = new StringBuilder();
    Set<String> schemas = new LinkedHashSet<>();
    query.scans().forEach(scan -> schemas.add(schema(scan.table().database())));
    schemas.forEach(
        schema -> sql.append("CREATE SCHEMA IF NOT EXISTS ").append(schema).append(";\n"));
    query.files().forEach(scan -> sql.append(view(scan)).append(";\n"));
    query.rows().forEach(scan -> sql.append(GivenRows.table(scan)).append(";\n"));
    return sql.toString();
  }

  private static String view(ScanFiles scan) {
    String create = isTemp(scan.table().database()) ? "CREATE TEMP VIEW " : "CREATE VIEW ";
    String name = schema(scan.table().database()) + "." + name(scan.table().table());
    return create + name + " AS " + select(scan);
  }

  private static boolean isTemp(String database) {
    return database.equalsIgnoreCase("temp");
  }

  /**
   * Where {@code "database"."table"} leads to in a query. DuckDB reads memory and temp as its own
   * catalogs, and there as their schema main.
   */
  private static String schema(String database) {
    boolean catalog = isTemp(database) || database.equalsIgnoreCase("memory");
    return catalog ? name(database) + ".main" : name(database);
  }

  private static String select(ScanFiles scan) {
    if (scan.files().isEmpty()) {
      return scan.columns().stream()
          .map(column -> "NULL::" + DuckTypes.sql(column.type()) + " AS " + name(column.name()))
          .collect(Collectors.joining(", ", "SELECT ", file(scan, "''") + " WHERE false"));
    }
    if (scan.positionDeletes().isEmpty() && scan.fileColumn() == null) {
      return "SELECT * FROM " + dataFiles(scan, "", Column::name);
    }
    // Inside, columns are called c<field id>: no name of the user's can meet a row's file and
    // number.
    String columns =
        scan.columns().stream()
            .map(column -> "d.c" + column.fieldId() + " AS " + name(column.name()))
            .collect(Collectors.joining(", "));
    return "SELECT "
        + columns
        + file(scan, "d.filename")
        + " FROM "
        + dataFiles(scan, ", filename=true, file_row_number=true", c -> "c" + c.fieldId())
        + " AS d"
        + withoutDeleted(scan);
  }

  private static String file(ScanFiles scan, String value) {
    String column = scan.fileColumn();
    return column == null ? "" : ", " + value + " AS " + name(column);
  }

  private static String dataFiles(ScanFiles scan, String options, Function<Column, String> names) {
    String schema =
        scan.columns().stream()
            .map(column -> field(column, names.apply(column)))
            .collect(Collectors.joining(",", "MAP{", "}"));
    return "read_parquet("
        + texts(scan.files())
        + ", schema="
        + schema
        + ", hive_partitioning=false"
        + options
        + ")";
  }

  private static String field(Column column, String name) {
    return column.fieldId()
        + ":{name:"
        + text(name)
        + ",type:'"
        + DuckTypes.sql(column.type())
        + "',default_value:NULL}";
  }

  /** Source: Iceberg's table specification, position delete files; paths may have a scheme. */
  private static String withoutDeleted(ScanFiles scan) {
    if (scan.positionDeletes().isEmpty()) {
      return "";
    }
    return " WHERE NOT EXISTS (SELECT 1 FROM read_parquet("
        + texts(scan.positionDeletes())
        + ", hive_partitioning=false) AS x WHERE x.pos = d.file_row_number AND"
        + " regexp_replace(x.file_path, '^file:(//)?', '') = d.filename)";
  }
}
