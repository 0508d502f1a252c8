package plimsoll.sql.plan;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import plimsoll.error.ErrorCode;
import plimsoll.error.Nearest;
import plimsoll.error.PlimsollException;
import plimsoll.model.Column;
import plimsoll.model.DataType;
import plimsoll.model.DataType.Scalar;
import plimsoll.model.DefaultValue;
import plimsoll.model.IndexDefinition;
import plimsoll.model.PartitionField;
import plimsoll.model.PartitionField.Transform;
import plimsoll.model.Schema;
import plimsoll.model.Table;
import plimsoll.model.Table.KeyKind;
import plimsoll.model.TableName;
import plimsoll.pipeline.parse.Formats;
import plimsoll.sql.tree.ColumnDefinition;
import plimsoll.sql.tree.CreateTable;
import plimsoll.sql.tree.CreateTable.Clause;
import plimsoll.sql.tree.Literal;
import plimsoll.sql.tree.Name;
import plimsoll.sql.tree.Option;
import plimsoll.sql.tree.Partitioning;
import plimsoll.sql.tree.Position;
import plimsoll.sql.tree.TableIndex;

/**
 * CREATE TABLE as written becomes a table. What would change which rows exist and is not built is
 * refused by name; what only places or tunes them elsewhere is kept as a property, with a warning.
 */
public final class TablePlanner {
  private static final String DISTRIBUTED_BY = "distributed-by";

  /** Properties under this prefix hold what other clauses than PROPERTIES say. */
  public static final String KEPT = "plimsoll.kept.";

  /** The property that holds DISTRIBUTED BY. */
  public static final String DISTRIBUTION = KEPT + DISTRIBUTED_BY;

  private static final String OURS = "plimsoll.";
  private static final int UUID_CHARACTERS = 36;

  private final Formats formats;
  private final List<String> warnings = new ArrayList<>();
  private final Map<String, String> properties = new LinkedHashMap<>();
  private final List<PartitionField> partitioning = new ArrayList<>();
  private List<String> keys = List.of();
  private KeyKind keyKind = KeyKind.NONE;
  private String comment = "";

  private TablePlanner(Formats formats) {
    this.formats = formats;
  }

  /**
   * Plans a table.
   *
   * @param currentDatabase the session's, null if none was chosen
   * @param formats reads the constants after DEFAULT
   */
  public static PlannedTable plan(
      CreateTable statement, @Nullable String currentDatabase, Formats formats) {
    return new TablePlanner(formats)
        .plan(statement, statement.table().in(currentDatabase), schema(statement, formats));
  }

  /** As above, for the columns that a query gives. */
  public static PlannedTable plan(
      CreateTable statement, Schema schema, @Nullable String currentDatabase, Formats formats) {
    return new TablePlanner(formats).plan(statement, statement.table().in(currentDatabase), schema);
  }

  private static Schema schema(CreateTable statement, Formats formats) {
    return new TablePlanner(formats).schema(statement);
  }

  private PlannedTable plan(CreateTable statement, TableName name, Schema declared) {
    Schema schema = declared.numbered();
    for (Clause clause : statement.clauses()) {
      apply(clause, schema);
    }
    List<IndexDefinition> indexes = new ArrayList<>();
    int number = 0;
    for (TableIndex index : statement.indexes()) {
      if (index.items().isEmpty()) {
        keep("index." + number++, index.text(), "INDEX");
      } else {
        indexes.add(IndexPlanner.plan(index, schema));
      }
    }
    Table table =
        new Table(
            UUID.randomUUID(),
            name,
            schema,
            keyKind,
            keys,
            partitioning,
            comment,
            properties,
            indexes);
    return new PlannedTable(table, warnings);
  }

  private Schema schema(CreateTable statement) {
    List<Column> columns = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (ColumnDefinition definition : statement.columns()) {
      Name name = definition.name();
      if (!names.add(name.text().toLowerCase(Locale.ROOT))) {
        throw ErrorCode.DUPLICATE_COLUMN
            .with(name.text(), "the column list")
            .at(name.at().toString());
      }
      columns.add(column(definition, columns.size() + 1));
    }
    return new Schema(columns);
  }

  /** A column as it is declared. */
  static Column column(ColumnDefinition definition, int fieldId, Formats formats) {
    return new TablePlanner(formats).column(definition, fieldId);
  }

  private Column column(ColumnDefinition definition, int fieldId) {
    for (Name other : definition.others()) {
      String instead =
          other.text().equals("AUTO_INCREMENT")
              ? " Its numbers would have to be handed out one load after the other; DEFAULT"
                  + " (uuid_numeric()) gives each row a number that no other row has."
              : "";
      throw ErrorCode.UNSUPPORTED
          .with(other.text() + " of column '" + definition.name() + "'", instead)
          .at(other.at().toString());
    }
    DataType type = ColumnTypes.of(definition.type());
    return new Column(
        fieldId,
        definition.name().text(),
        type,
        definition.nullable().orElse(true),
        definition.defaultValue().map(value -> defaultValue(definition, type, value)).orElse(null),
        definition.comment());
  }

  private @Nullable DefaultValue defaultValue(
      ColumnDefinition column, DataType type, ColumnDefinition.Default written) {
    if (written instanceof ColumnDefinition.Default.CurrentTimestamp) {
      if (type != Scalar.DATETIME && type != Scalar.DATE) {
        throw bad(written.at(), "DEFAULT CURRENT_TIMESTAMP needs a DATETIME or DATE column");
      }
      return new DefaultValue.CurrentTimestamp();
    }
    if (type.isNested()) {
      throw ErrorCode.UNSUPPORTED
          .with("DEFAULT of column '" + column.name() + "', which is " + type.sql(), "")
          .at(written.at().toString());
    }
    if (written instanceof ColumnDefinition.Default.Constant constant) {
      return constant(column, type, constant.value());
    }
    return perRow(column, type, (ColumnDefinition.Default.Expression) written);
  }

  private static DefaultValue perRow(
      ColumnDefinition column, DataType type, ColumnDefinition.Default.Expression written) {
    String text = written.text().replaceAll("\\s", "").toLowerCase(Locale.ROOT);
    for (DefaultValue.PerRow kind : DefaultValue.PerRow.values()) {
      if (kind.sql().equals(text)) {
        boolean fits =
            kind == DefaultValue.PerRow.UUID
                ? type.isText() && type.maxBytes() >= UUID_CHARACTERS
                : type == Scalar.LARGEINT;
        if (!fits) {
          String needs = kind == DefaultValue.PerRow.UUID ? "VARCHAR(36) or longer" : "LARGEINT";
          throw bad(
              written.at(),
              "DEFAULT " + kind.sql() + " of column '" + column.name() + "' needs " + needs);
        }
        return kind;
      }
    }
    throw ErrorCode.UNSUPPORTED
        .with(
            "DEFAULT " + written.text() + " of column '" + column.name() + "'",
            " Expressions are (uuid()) and (uuid_numeric()).")
        .at(written.at().toString());
  }

  private @Nullable DefaultValue constant(ColumnDefinition column, DataType type, Literal value) {
    if (value.kind() == Literal.Kind.NULL) {
      if (!column.nullable().orElse(true)) {
        throw bad(value.at(), "Column '" + column.name() + "' is NOT NULL and has DEFAULT NULL");
      }
      return null;
    }
    try {
      formats.constant(type, value.text());
    } catch (PlimsollException e) {
      throw ErrorCode.BAD_VALUE
          .because(e, value.text(), column.name(), type.sql())
          .at(value.at().toString());
    }
    return new DefaultValue.Constant(value.text());
  }

  private void apply(Clause clause, Schema schema) {
    if (clause instanceof Clause.Key key) {
      applyKey(key, schema);
    } else if (clause instanceof Clause.Order order) {
      keys = names(order.columns(), schema);
    } else if (clause instanceof Clause.Comment text) {
      comment = text.text();
    } else if (clause instanceof Clause.Partition partition) {
      applyPartition(partition.by(), schema);
    } else if (clause instanceof Clause.Distribution distribution) {
      keep(DISTRIBUTED_BY, distribution.text(), "DISTRIBUTED BY");
    } else if (clause instanceof Clause.Engine engine) {
      applyEngine(engine);
    } else if (clause instanceof Clause.Properties written) {
      applyProperties(written.properties());
    } else if (clause instanceof Clause.Options written) {
      new OptionsPlanner(properties, warnings).plan(written);
    } else if (clause instanceof Clause.Rollup rollup) {
      throw ErrorCode.UNSUPPORTED.with("ROLLUP", "").at(rollup.at().toString());
    }
  }

  private void applyKey(Clause.Key key, Schema schema) {
    if (!key.kind().equalsIgnoreCase("DUPLICATE")) {
      throw ErrorCode.UNSUPPORTED
          .with(
              key.kind().toUpperCase(Locale.ROOT) + " KEY",
              " It would change which rows exist. Use DUPLICATE KEY, which keeps all.")
          .at(key.at().toString());
    }
    List<String> named = names(key.columns(), schema);
    for (int i = 0; i < named.size(); i++) {
      checkKeyColumn(key.columns().get(i), schema, i);
    }
    keyKind = KeyKind.DUPLICATE;
    if (keys.isEmpty()) {
      keys = named; // ORDER BY, if there is one, decides the order instead
    }
  }

  private static void checkKeyColumn(Name name, Schema schema, int position) {
    Column column = schema.column(schema.indexOf(name.text()));
    if (!schema.column(position).name().equalsIgnoreCase(name.text())) {
      throw bad(name.at(), "Key columns must be the first columns, in their order: " + name);
    }
    requireOrdered(name, column);
  }

  private static void requireOrdered(Name name, Column column) {
    boolean floating = column.type() == Scalar.FLOAT || column.type() == Scalar.DOUBLE;
    if (floating || !column.type().isOrdered()) {
      throw bad(
          name.at(),
          "Key column '"
              + name
              + "' is "
              + column.type().sql()
              + "; "
              + (floating ? "FLOAT and DOUBLE" : "such values")
              + " cannot be keys");
    }
  }

  private static List<String> names(List<Name> columns, Schema schema) {
    List<String> names = new ArrayList<>();
    for (Name name : columns) {
      Column column = schema.column(require(name.text(), name.at(), schema));
      if (!column.type().isOrdered()) {
        requireOrdered(name, column);
      }
      String found = column.name();
      if (names.contains(found)) {
        throw ErrorCode.DUPLICATE_COLUMN.with(found, "the key").at(name.at().toString());
      }
      names.add(found);
    }
    return names;
  }

  private static int require(String name, Position at, Schema schema) {
    int index = schema.indexOf(name);
    if (index < 0) {
      throw ErrorCode.UNKNOWN_COLUMN
          .with(name, "the column list", Nearest.hint(name, schema.names()))
          .at(at.toString());
    }
    return index;
  }

  private void applyEngine(Clause.Engine engine) {
    String name = engine.name().toLowerCase(Locale.ROOT);
    if (!List.of("olap", "iceberg").contains(name)) {
      throw ErrorCode.UNSUPPORTED
          .with("ENGINE " + engine.name(), " Leave it out.")
          .at(engine.at().toString());
    }
  }

  private void applyProperties(List<Option> written) {
    for (Option option : written) {
      String name = option.name().text();
      checkProperty(option);
      properties.put(name, option.value().text());
      if (!hasEffect(name)) {
        warnings.add(withoutEffect(name));
      }
    }
  }

  /** Ours say what a user did not write. */
  static void checkProperty(Option option) {
    if (option.name().text().toLowerCase(Locale.ROOT).startsWith(OURS)) {
      throw ErrorCode.BAD_OPTION
          .with("'" + option.name() + "' begins with " + OURS + ", which is kept for Plimsoll.")
          .at(option.name().at().toString());
    }
  }

  static boolean hasEffect(String property) {
    return property.equalsIgnoreCase("compression");
  }

  static String withoutEffect(String property) {
    return "'" + property + "' is kept and shown, but has no effect here.";
  }

  private void keep(String name, String text, String clause) {
    properties.put(KEPT + name, text);
    warnings.add(clause + " is kept and shown, but has no effect here.");
  }

  private void applyPartition(Partitioning by, Schema schema) {
    if (by.kind() != Partitioning.Kind.EXPRESSIONS || by.bounds()) {
      throw ErrorCode.UNSUPPORTED
          .with(
              "PARTITION BY with written bounds",
              " Use PARTITION BY column, or PARTITION BY date_trunc('day', column): partitions come"
                  + " by themselves.")
          .at(by.at().toString());
    }
    for (Partitioning.Term term : by.terms()) {
      PartitionField field = partitionField(term, schema);
      for (PartitionField before : partitioning) {
        if (before.column().equals(field.column())
            && (before.transform() == field.transform() || (isTime(before) && isTime(field)))) {
          throw bad(term.name().at(), "Column '" + field.column() + "' partitions twice");
        }
      }
      partitioning.add(field);
    }
  }

  private static boolean isTime(PartitionField field) {
    return switch (field.transform()) {
      case YEAR, MONTH, DAY, HOUR -> true;
      case IDENTITY, BUCKET, TRUNCATE -> false;
    };
  }

  private static PartitionField partitionField(Partitioning.Term term, Schema schema) {
    if (!term.call()) {
      int index = require(term.name().text(), term.name().at(), schema);
      return new PartitionField(schema.column(index).name(), Transform.IDENTITY, null);
    }
    String function = term.name().text().toLowerCase(Locale.ROOT);
    List<Partitioning.Argument> arguments = term.arguments();
    return switch (function) {
      case "date_trunc" -> time(arguments, 0, 1, term, schema);
      case "year", "years", "month", "months", "day", "days", "hour", "hours" ->
          time(function.replaceAll("s$", ""), argument(arguments, 0, term), schema);
      case "bucket" -> sized(Transform.BUCKET, arguments, term, schema);
      case "truncate" -> sized(Transform.TRUNCATE, arguments, term, schema);
      default ->
          throw ErrorCode.UNSUPPORTED
              .with(
                  "PARTITION BY " + term.name() + "(...)",
                  " Use a column, date_trunc('year' | 'month' | 'day' | 'hour', column), bucket(n,"
                      + " column) or truncate(n, column).")
              .at(term.name().at().toString());
    };
  }

  private static PartitionField time(
      List<Partitioning.Argument> arguments,
      int unit,
      int column,
      Partitioning.Term term,
      Schema schema) {
    return time(
        argument(arguments, unit, term).text().toLowerCase(Locale.ROOT),
        argument(arguments, column, term),
        schema);
  }

  private static PartitionField time(String unit, Partitioning.Argument column, Schema schema) {
    int index = require(column.text(), column.at(), schema);
    DataType type = schema.column(index).type();
    if (type != Scalar.DATE && type != Scalar.DATETIME) {
      throw bad(
          column.at(),
          "Column '"
              + column.text()
              + "' is "
              + type.sql()
              + "; partitioning by time needs DATE or DATETIME");
    }
    Transform transform =
        switch (unit) {
          case "year" -> Transform.YEAR;
          case "month" -> Transform.MONTH;
          case "day" -> Transform.DAY;
          case "hour" -> Transform.HOUR;
          default ->
              throw bad(
                  column.at(),
                  "'" + unit + "' is no unit of a partition; use year, month, day" + " or hour");
        };
    if (transform == Transform.HOUR && type == Scalar.DATE) {
      throw bad(column.at(), "A DATE has no hours to partition by");
    }
    return new PartitionField(schema.column(index).name(), transform, null);
  }

  private static PartitionField sized(
      Transform transform,
      List<Partitioning.Argument> arguments,
      Partitioning.Term term,
      Schema schema) {
    Partitioning.Argument first = argument(arguments, 0, term);
    Partitioning.Argument second = argument(arguments, 1, term);
    Partitioning.Argument column = first.column() ? first : second;
    Partitioning.Argument width = first.column() ? second : first;
    int index = require(column.text(), column.at(), schema);
    checkSized(transform, column, schema.column(index).type());
    try {
      int size = Integer.parseInt(width.text());
      if (size > 0) {
        return new PartitionField(schema.column(index).name(), transform, size);
      }
    } catch (NumberFormatException e) {
      throw ErrorCode.BAD_SCHEMA
          .because(e, "'" + width.text() + "' is no width for " + term.name())
          .at(width.at().toString());
    }
    throw bad(width.at(), term.name() + " needs a width of 1 or more");
  }

  /** Source: the Iceberg specification, partition transforms. */
  private static void checkSized(Transform transform, Partitioning.Argument column, DataType type) {
    boolean fits =
        switch (type.layout()) {
          case BOOLEAN, FLOAT, DOUBLE -> false;
          case LIST, STRUCT -> false;
          case INT, LONG, INT128, BYTES ->
              type.isOrdered()
                  && (transform == Transform.BUCKET
                      || (type != Scalar.DATE && type != Scalar.DATETIME));
        };
    if (!fits) {
      throw bad(
          column.at(),
          "Column '"
              + column.text()
              + "' is "
              + type.sql()
              + "; "
              + transform.name().toLowerCase(Locale.ROOT)
              + " cannot take it");
    }
  }

  private static Partitioning.Argument argument(
      List<Partitioning.Argument> arguments, int index, Partitioning.Term term) {
    if (index >= arguments.size()) {
      throw bad(term.name().at(), term.name() + " needs " + (index + 1) + " arguments");
    }
    return arguments.get(index);
  }

  private static PlimsollException bad(Position at, String what) {
    return ErrorCode.BAD_SCHEMA.with(what + ".").at(at.toString());
  }
}
