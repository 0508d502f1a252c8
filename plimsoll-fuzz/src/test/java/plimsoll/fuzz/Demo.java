package plimsoll.fuzz;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import plimsoll.model.Column;
import plimsoll.model.DataType;
import plimsoll.model.DataType.Scalar;
import plimsoll.model.Schema;
import plimsoll.model.Table;
import plimsoll.model.TableName;
import plimsoll.sql.query.QueryCatalog;
import plimsoll.sql.query.SessionValues;

/** The tables and the session that fuzzed statements meet: those that the SQL tests use. */
final class Demo {
  static final String DATABASE = "demo";

  private static final Schema COLUMNS =
      new Schema(
          List.of(
              Column.of(1, "a", Scalar.INT),
              Column.of(2, "b", Scalar.BIGINT),
              Column.of(3, "s", Scalar.STRING),
              Column.of(4, "d", Scalar.DATE),
              Column.of(5, "ts", Scalar.DATETIME),
              Column.of(6, "dec", new DataType.Decimal(10, 2)),
              Column.of(7, "f", Scalar.DOUBLE),
              Column.of(8, "r", Scalar.FLOAT),
              Column.of(9, "bool", Scalar.BOOLEAN),
              Column.of(10, "ti", Scalar.TINYINT)));

  static final Table TABLE = Table.of(new UUID(0, 1), new TableName(DATABASE, "t"), COLUMNS);

  private Demo() {}

  static QueryCatalog catalog() {
    Map<TableName, Schema> tables = new LinkedHashMap<>();
    tables.put(
        new TableName(DATABASE, "flights"),
        new Schema(
            List.of(
                Column.of(1, "date", Scalar.DATETIME),
                Column.of(2, "delay", Scalar.INT),
                Column.of(3, "distance", Scalar.INT),
                Column.of(4, "origin", new DataType.Varchar(10, false)).required(),
                Column.of(5, "destination", Scalar.STRING))));
    tables.put(TABLE.name(), COLUMNS);
    tables.put(
        new TableName("other", "u"),
        new Schema(List.of(Column.of(1, "a", Scalar.INT), Column.of(2, "x", Scalar.STRING))));
    return new OfMap(tables);
  }

  private record OfMap(Map<TableName, Schema> tables) implements QueryCatalog {
    @Override
    public boolean databaseExists(String database) {
      return databases().contains(database);
    }

    @Override
    public Optional<Schema> columns(TableName table) {
      return Optional.ofNullable(tables.get(table));
    }

    @Override
    public List<String> databases() {
      return List.of(DATABASE, "other");
    }

    @Override
    public List<String> tables(String database) {
      return tables.keySet().stream()
          .filter(table -> table.database().equals(database))
          .map(TableName::table)
          .toList();
    }
  }

  /** Knows some values of each kind. */
  static final SessionValues SESSION =
      new SessionValues() {
        @Override
        public Optional<Value> variable(String name, boolean global) {
          return switch (name) {
            case "version_comment" -> Optional.of(new Value("it's"));
            case "autocommit" -> Optional.of(new Value(1L));
            case "init_connect" -> Optional.of(new Value(null));
            default -> Optional.empty();
          };
        }

        @Override
        public Optional<Value> function(String name) {
          return name.equalsIgnoreCase("DATABASE")
              ? Optional.of(new Value(DATABASE))
              : Optional.empty();
        }
      };
}
