package plimsoll.server.session;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import plimsoll.error.ErrorCode;
import plimsoll.flow.BatchSource;
import plimsoll.model.BadValuePolicy;
import plimsoll.model.Column;
import plimsoll.model.DataType.Scalar;
import plimsoll.model.Schema;
import plimsoll.model.Table;
import plimsoll.model.TableName;
import plimsoll.pipeline.map.ComputedColumns;
import plimsoll.query.Derivation;
import plimsoll.query.DerivedRows;
import plimsoll.query.InsertTarget;
import plimsoll.query.QueryEngine;
import plimsoll.sql.query.CompiledDerivation;
import plimsoll.sql.query.QueryCatalog;
import plimsoll.sql.query.QueryCompiler;
import plimsoll.sql.query.SessionValues;
import plimsoll.sql.tree.LoadText;

/**
 * The SET of a LOAD DATA: expressions of the columns and variables that take the fields of a row.
 *
 * @param input the table's columns, and behind them the variables
 */
record LoadExpressions(QueryEngine engine, Schema input, Derivation derivation, Duration timeout)
    implements ComputedColumns {
  private static final String VARIABLE = "@";

  /**
   * Those of a statement.
   *
   * @param fields names of what takes the fields; null for all columns of the table
   * @param timeout of the load
   */
  static LoadExpressions of(
      LoadText.Computed written,
      @Nullable List<String> fields,
      Table table,
      BadValuePolicy badValues,
      SessionValues session,
      QueryEngine engine,
      Duration timeout) {
    Schema input = input(table.schema(), fields);
    Schema known = known(input, fields, table.schema());
    CompiledDerivation compiled =
        new QueryCompiler(new Fields(known), new WithVariables(session, known))
            .compileDerivation(written.query(), table, written.columns());
    InsertTarget target = new InsertTarget(table.schema(), compiled.targets(), badValues);
    List<Integer> read = read(input, compiled.names());
    Derivation derivation = new Derivation(input, read, compiled.query().sql(), target);
    return new LoadExpressions(engine, input, derivation, timeout);
  }

  private static Schema input(Schema table, @Nullable List<String> fields) {
    List<Column> columns = new ArrayList<>(table.columns());
    int id = table.columns().stream().mapToInt(Column::fieldId).max().orElse(0);
    for (String field : fields == null ? List.<String>of() : fields) {
      if (field.startsWith(VARIABLE) && table.indexOf(field) < 0) {
        columns.add(Column.of(++id, field, Scalar.STRING));
      }
    }
    return new Schema(columns);
  }

  /** What expressions may name: what takes a field. */
  private static Schema known(Schema input, @Nullable List<String> fields, Schema table) {
    List<Column> columns = new ArrayList<>();
    for (String field : fields == null ? table.names() : fields) {
      columns.add(input.column(input.indexOf(field)));
    }
    columns.add(Column.of(input.size() + 1, LoadText.ROW, Scalar.INT));
    return new Schema(columns);
  }

  private static List<Integer> read(Schema input, Set<String> names) {
    List<Integer> read = new ArrayList<>();
    for (int i = 0; i < input.size(); i++) {
      Column column = input.column(i);
      if (names.contains(column.name().toUpperCase(Locale.ROOT))) {
        if (column.type().isNested()) {
          throw ErrorCode.UNSUPPORTED.with(
              "SET from " + column.name() + ", which is " + column.type().sql() + ",", "");
        }
        read.add(i);
      }
    }
    return read;
  }

  /** Without a list it is the files' header that says which columns take a field. */
  @Override
  public BatchSource over(BatchSource rows) {
    boolean[] present = rows.columnsPresent();
    for (int column : derivation.read()) {
      if (!present[column]) {
        throw ErrorCode.BAD_QUERY.with(
            "SET reads column '" + input.column(column).name() + "', but no field goes into it.");
      }
    }
    return new DerivedRows(engine, rows, derivation, timeout);
  }

  /** The one table that expressions see. */
  private record Fields(Schema schema) implements QueryCatalog {
    @Override
    public boolean databaseExists(String database) {
      return database.equals(LoadText.DATABASE);
    }

    @Override
    public Optional<Schema> columns(TableName table) {
      return table.equals(Derivation.ROWS) ? Optional.of(schema) : Optional.empty();
    }

    @Override
    public List<String> databases() {
      return List.of();
    }

    @Override
    public List<String> tables(String database) {
      return List.of();
    }
  }

  /** A session whose variables beginning with one {@code @} are fields. */
  private record WithVariables(SessionValues session, Schema fields) implements SessionValues {
    @Override
    public Optional<Value> variable(String name, boolean global) {
      return session.variable(name, global);
    }

    @Override
    public Optional<Value> function(String name) {
      return session.function(name);
    }

    @Override
    public boolean isInput(String name) {
      return fields.indexOf(name) >= 0;
    }
  }
}
