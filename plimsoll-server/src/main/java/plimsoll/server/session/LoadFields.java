package plimsoll.server.session;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import plimsoll.error.ErrorCode;
import plimsoll.error.Nearest;
import plimsoll.model.Column;
import plimsoll.model.DataType.Scalar;
import plimsoll.model.Schema;
import plimsoll.model.Table;
import plimsoll.model.TableName;
import plimsoll.sql.query.CompiledExpression;
import plimsoll.sql.query.QueryCatalog;
import plimsoll.sql.query.QueryCompiler;
import plimsoll.sql.query.SessionValues;
import plimsoll.sql.tree.LoadText;

/**
 * Where the fields of a LOAD DATA go that has SET: into columns, into variables that expressions
 * read, or nowhere.
 *
 * <p>{@code SET column = @variable}, where nothing else reads the variable, is the same as the
 * column in the variable's place, and becomes that.
 */
final class LoadFields {
  private static final String VARIABLE = "@";

  /** Goes nowhere: no variable has this name, and no column of a table either. */
  private static final String NOWHERE = "@";

  /**
   * A column that an expression computes.
   *
   * @param target its position in the table
   */
  record Computed(int target, CompiledExpression value) {
    boolean reads(String name) {
      return value.names().contains(name.toUpperCase(Locale.ROOT));
    }
  }

  private final Table table;
  private final @Nullable List<String> fields;
  private final List<Computed> computed = new ArrayList<>();

  private LoadFields(Table table, @Nullable List<String> fields) {
    this.table = table;
    this.fields = fields;
  }

  /**
   * Those of a statement.
   *
   * @param names of what takes the fields, those of variables with their sign; null for all columns
   *     of the table
   * @param start when the load begins: what NOW() is
   * @throws plimsoll.error.PlimsollException UNKNOWN_COLUMN, DUPLICATE_COLUMN, BAD_QUERY and what
   *     else may be wrong with an expression, at its place
   */
  static LoadFields of(
      List<LoadText.Assignment> assignments,
      @Nullable List<String> names,
      Table table,
      SessionValues session,
      Instant start) {
    LoadFields fields = new LoadFields(table, names == null ? null : withoutDuplicates(names));
    fields.compile(assignments, new LoadSession(session, start));
    fields.readDirectly();
    return fields;
  }

  /** As in MySQL a variable has the last of the fields that go into it. */
  private static List<String> withoutDuplicates(List<String> names) {
    List<String> fields = new ArrayList<>(names);
    Set<String> seen = new HashSet<>();
    for (int i = fields.size() - 1; i >= 0; i--) {
      if (isVariable(fields.get(i)) && !seen.add(fields.get(i).toUpperCase(Locale.ROOT))) {
        fields.set(i, NOWHERE);
      }
    }
    return fields;
  }

  private static boolean isVariable(String field) {
    return field.startsWith(VARIABLE);
  }

  private void compile(List<LoadText.Assignment> assignments, SessionValues session) {
    List<Column> known = known();
    for (LoadText.Assignment assignment : assignments) {
      refuseDefault(assignment);
      int target = target(assignment);
      Column column = table.schema().column(target);
      QueryCompiler compiler = new QueryCompiler(new Fields(new Schema(known)), session);
      Computed value =
          new Computed(target, compiler.compileExpression(assignment.expression(), column));
      refuseReadingBefore(assignment, value);
      computed.add(value);
      if (known.stream().noneMatch(before -> before.name().equalsIgnoreCase(column.name()))) {
        known.add(Column.of(known.size() + 1, column.name(), column.type()));
      }
    }
  }

  private static void refuseDefault(LoadText.Assignment assignment) {
    if (assignment.expression().text().equalsIgnoreCase("DEFAULT")) {
      throw ErrorCode.UNSUPPORTED
          .with(
              "DEFAULT in SET",
              " A column that takes no field and that SET does not name has its default: read the"
                  + " field into a variable.")
          .at(assignment.expression().at().toString());
    }
  }

  /** What expressions may name: what takes a field. */
  private List<Column> known() {
    List<Column> known = new ArrayList<>();
    for (String field : fields == null ? table.schema().names() : fields) {
      int column = table.schema().indexOf(field);
      if (column >= 0) {
        known.add(Column.of(known.size() + 1, field, table.schema().column(column).type()));
      } else if (!field.equals(NOWHERE)) {
        known.add(Column.of(known.size() + 1, field, Scalar.STRING));
      }
    }
    return known;
  }

  private int target(LoadText.Assignment assignment) {
    String name = assignment.column().text();
    String place = assignment.column().at().toString();
    int target = table.schema().indexOf(name);
    if (target < 0) {
      throw ErrorCode.UNKNOWN_COLUMN
          .with(name, table.name(), Nearest.hint(name, table.schema().names()))
          .at(place);
    }
    if (computed.stream().anyMatch(before -> before.target == target)) {
      throw ErrorCode.DUPLICATE_COLUMN.with(name, "SET").at(place);
    }
    return target;
  }

  /** MySQL would take the new value; expressions see the fields. Neither is done by mistake. */
  private void refuseReadingBefore(LoadText.Assignment assignment, Computed value) {
    for (Computed before : computed) {
      String name = table.schema().column(before.target).name();
      if (value.reads(name)) {
        throw ErrorCode.BAD_QUERY
            .with(
                "'"
                    + assignment.column().text()
                    + "' is computed from '"
                    + name
                    + "', which SET computes before it: MySQL reads the new value there, expressions"
                    + " here read fields. Compute it first, or from the field that '"
                    + name
                    + "' is computed from.")
            .at(assignment.expression().at().toString());
      }
    }
  }

  private void readDirectly() {
    List<String> names = fields;
    if (names == null) {
      return;
    }
    for (Computed value : List.copyOf(computed)) {
      String variable = value.value.column();
      String column = table.schema().column(value.target).name();
      if (variable != null
          && isVariable(variable)
          && computed.stream().filter(other -> other.reads(variable)).count() == 1
          && names.stream().noneMatch(column::equalsIgnoreCase)) {
        names.replaceAll(name -> name.equalsIgnoreCase(variable) ? column : name);
        computed.remove(value);
      }
    }
  }

  /** What takes the fields from left to right; null for all columns of the table. */
  @Nullable List<String> names() {
    return fields == null ? null : List.copyOf(fields);
  }

  /** What has to be computed. */
  List<Computed> computed() {
    return List.copyOf(computed);
  }

  /** The table's columns, and behind them the variables that are read. */
  Schema input() {
    List<Column> columns = new ArrayList<>(table.schema().columns());
    int id = columns.stream().mapToInt(Column::fieldId).max().orElse(0);
    for (String field : fields == null ? List.<String>of() : fields) {
      if (isVariable(field) && !field.equals(NOWHERE) && (isRead(field) || readsNone())) {
        columns.add(Column.of(++id, field, Scalar.STRING));
      }
    }
    return new Schema(columns);
  }

  private boolean isRead(String field) {
    return computed.stream().anyMatch(value -> value.reads(field));
  }

  /** A file has rows even if nothing of them is wanted, but a format must read something. */
  private boolean readsNone() {
    return fields != null
        && fields.stream().noneMatch(field -> table.schema().indexOf(field) >= 0 || isRead(field));
  }

  /** The one table that expressions see. */
  private record Fields(Schema schema) implements QueryCatalog {
    @Override
    public boolean databaseExists(String database) {
      return database.equals(CompiledExpression.INPUT.database());
    }

    @Override
    public Optional<Schema> columns(TableName table) {
      return table.equals(CompiledExpression.INPUT) ? Optional.of(schema) : Optional.empty();
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
}
