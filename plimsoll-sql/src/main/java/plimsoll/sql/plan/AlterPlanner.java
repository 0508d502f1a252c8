package plimsoll.sql.plan;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import plimsoll.error.ErrorCode;
import plimsoll.error.Nearest;
import plimsoll.error.PlimsollException;
import plimsoll.model.Column;
import plimsoll.model.DataType;
import plimsoll.model.DataType.Scalar;
import plimsoll.model.DataTypes;
import plimsoll.model.DefaultValue;
import plimsoll.model.IndexDefinition;
import plimsoll.model.Schema;
import plimsoll.model.Table;
import plimsoll.model.TableFacts;
import plimsoll.pipeline.parse.Formats;
import plimsoll.sql.tree.AlterTable;
import plimsoll.sql.tree.AlterTable.Alteration;
import plimsoll.sql.tree.AlterTable.Place;
import plimsoll.sql.tree.ColumnDefinition;
import plimsoll.sql.tree.Name;
import plimsoll.sql.tree.Option;
import plimsoll.sql.tree.Position;

/**
 * ALTER TABLE: the table as it shall be. Only changes that leave the files as they are: every value
 * that is stored stays readable as what the column becomes.
 */
public final class AlterPlanner {
  private final Table table;
  private final TableFacts facts;
  private final Formats formats;
  private final List<Column> columns;
  private final List<String> keys;
  private final List<IndexDefinition> indexes;
  private final Map<String, String> properties;
  private final List<String> warnings = new ArrayList<>();
  private String comment;
  private int lastFieldId;

  private AlterPlanner(Table table, TableFacts facts, Formats formats) {
    this.table = table;
    this.facts = facts;
    this.formats = formats;
    columns = new ArrayList<>(table.schema().columns());
    keys = new ArrayList<>(table.keys());
    indexes = new ArrayList<>(table.indexes());
    properties = new HashMap<>(table.properties());
    comment = table.comment();
    lastFieldId = facts.lastFieldId();
  }

  /**
   * Plans all changes but a new name of the table.
   *
   * @param table as it is
   * @param formats reads the constants after DEFAULT
   * @throws PlimsollException UNKNOWN_COLUMN, DUPLICATE_COLUMN, BAD_SCHEMA, UNSUPPORTED, BAD_OPTION
   */
  public static PlannedTable plan(
      AlterTable statement, Table table, TableFacts facts, Formats formats) {
    AlterPlanner planner = new AlterPlanner(table, facts, formats);
    statement.alterations().forEach(planner::apply);
    return new PlannedTable(planner.changed(), planner.warnings);
  }

  private Table changed() {
    return new Table(
        table.id(),
        table.name(),
        new Schema(columns),
        table.keyKind(),
        keys,
        table.partitioning(),
        comment,
        properties,
        indexes);
  }

  private void apply(Alteration alteration) {
    if (alteration instanceof Alteration.AddColumns add) {
      add(add);
    } else if (alteration instanceof Alteration.DropColumn drop) {
      drop(drop.column());
    } else if (alteration instanceof Alteration.RenameColumn rename) {
      rename(rename.from(), rename.to());
    } else if (alteration instanceof Alteration.ModifyColumn modify) {
      modify(modify);
    } else if (alteration instanceof Alteration.SetComment text) {
      comment = text.text();
    } else if (alteration instanceof Alteration.SetProperties set) {
      set.properties().forEach(this::set);
    } else {
      throw new IllegalArgumentException("a new name is no change of the definition");
    }
  }

  // ---- ADD COLUMN

  private void add(Alteration.AddColumns add) {
    int at = add.place().map(place -> position(place, add.at())).orElse(columns.size());
    for (ColumnDefinition definition : add.columns()) {
      requireNew(definition.name());
      Column added = TablePlanner.column(definition, ++lastFieldId, formats);
      Column column = added.withType(DataTypes.numbered(added.type(), () -> ++lastFieldId));
      checkOldRows(column, definition.name());
      columns.add(at++, column);
    }
  }

  /** Iceberg's second format has no value for rows that were there before their column. */
  private void checkOldRows(Column column, Name name) {
    if (!facts.hasRows()) {
      return;
    }
    if (!column.nullable()) {
      throw bad(
          name.at(),
          "Column '" + name + "' is NOT NULL, but the rows that are there have no value for it");
    }
    if (column.defaultValue() != null) {
      warnings.add(
          "Rows that are there have NULL in '" + name + "'; its default is for rows to come.");
    }
  }

  private void requireNew(Name name) {
    if (find(name.text()) >= 0) {
      throw ErrorCode.DUPLICATE_COLUMN
          .with(name.text(), table.name().toString())
          .at(name.at().toString());
    }
  }

  /** Keys of DUPLICATE KEY stay the first columns. */
  private int position(Place place, Position at) {
    int position = place.after().map(name -> require(name) + 1).orElse(0);
    int leading = table.keyKind() == Table.KeyKind.DUPLICATE ? leadingKeys() : 0;
    if (position < leading) {
      throw bad(at, "A column cannot come before the key columns " + String.join(", ", keys));
    }
    return position;
  }

  private int leadingKeys() {
    int leading = 0;
    while (leading < keys.size() && keys.get(leading).equals(columns.get(leading).name())) {
      leading++;
    }
    return leading == keys.size() ? leading : 0;
  }

  // ---- DROP, RENAME COLUMN

  private void drop(Name name) {
    int index = require(name);
    String column = columns.get(index).name();
    if (keys.contains(column)) {
      throw bad(name.at(), "Column '" + column + "' is a key column; it cannot be dropped");
    }
    requireNoPartition(name, column, "be dropped");
    requireNoIndex(name, column, "be dropped");
    if (columns.size() == 1) {
      throw bad(name.at(), "Column '" + column + "' is the last one; drop the table instead");
    }
    columns.remove(index);
  }

  private void requireNoPartition(Name name, String column, String what) {
    if (table.partitioning().stream().anyMatch(field -> field.column().equals(column))) {
      throw bad(name.at(), "Column '" + column + "' partitions the table; it cannot " + what);
    }
  }

  private void requireNoIndex(Name name, String column, String what) {
    if (indexes.stream().anyMatch(index -> index.uses(column))) {
      throw bad(name.at(), "Column '" + column + "' is in an INDEX; it cannot " + what);
    }
  }

  private void rename(Name from, Name to) {
    int index = require(from);
    Column old = columns.get(index);
    requireNoPartition(from, old.name(), "be renamed");
    if (!old.name().equalsIgnoreCase(to.text())) {
      requireNew(to);
    }
    columns.set(
        index,
        new Column(
            old.fieldId(),
            to.text(),
            old.type(),
            old.nullable(),
            old.defaultValue(),
            old.comment()));
    keys.replaceAll(key -> key.equals(old.name()) ? to.text() : key);
    indexes.replaceAll(each -> each.renamed(old.name(), to.text()));
  }

  // ---- MODIFY COLUMN

  private void modify(Alteration.ModifyColumn modify) {
    ColumnDefinition written = modify.column();
    int index = require(written.name());
    Column old = columns.get(index);
    Column read = TablePlanner.column(written, old.fieldId(), formats);
    boolean same = read.type().sql().equals(old.type().sql());
    Column declared = same ? read.withType(old.type()) : read; // parts keep their field ids
    requireWider(old, declared.type(), written.name());
    boolean nullable = written.nullable().orElse(old.nullable());
    if (old.nullable() && !nullable && facts.hasRows()) {
      throw bad(
          written.name().at(),
          "Column '" + old.name() + "' may hold NULL already; it cannot become NOT NULL");
    }
    DefaultValue value =
        written.defaultValue().isPresent() ? declared.defaultValue() : old.defaultValue();
    String text = written.comment().isEmpty() ? old.comment() : written.comment();
    columns.set(
        index, new Column(old.fieldId(), old.name(), declared.type(), nullable, value, text));
    modify.place().ifPresent(place -> move(index, place, modify.at()));
  }

  private void move(int from, Place place, Position at) {
    Column column = columns.get(from);
    if (keys.contains(column.name())) {
      throw bad(at, "Column '" + column.name() + "' is a key column; it stays in its place");
    }
    columns.remove(from);
    columns.add(position(place, at), column);
  }

  private void requireWider(Column old, DataType type, Name name) {
    if (old.type().equals(type)) {
      return;
    }
    if (!isWider(old.type(), type)) {
      throw bad(
          name.at(),
          "Column '"
              + old.name()
              + "' is "
              + old.type().sql()
              + "; its values may not fit "
              + type.sql()
              + ". A type can become a wider one of its kind only");
    }
    requireNoPartition(name, old.name(), "change its type");
    requireNoIndex(name, old.name(), "change its type");
  }

  /** Whether every value of the one type is a value of the other, stored alike or promotable. */
  private static boolean isWider(DataType from, DataType to) {
    if (from instanceof Scalar narrow && to instanceof Scalar wide) {
      return wholeRank(narrow) >= 0 && wholeRank(narrow) < wholeRank(wide)
          || (narrow == Scalar.FLOAT && wide == Scalar.DOUBLE);
    }
    if (from instanceof DataType.Decimal narrow && to instanceof DataType.Decimal wide) {
      return narrow.scale() == wide.scale() && narrow.precision() < wide.precision();
    }
    if (from instanceof DataType.Varbinary narrow) {
      return to instanceof DataType.Varbinary wide && narrow.maxBytes() <= wide.maxBytes();
    }
    if (from instanceof DataType.Varchar narrow) {
      return to == Scalar.STRING
          || (to instanceof DataType.Varchar wide && narrow.maxBytes() <= wide.maxBytes());
    }
    return false;
  }

  private static int wholeRank(Scalar type) {
    return List.of(Scalar.TINYINT, Scalar.SMALLINT, Scalar.INT, Scalar.BIGINT).indexOf(type);
  }

  // ---- properties

  private void set(Option option) {
    TablePlanner.checkProperty(option);
    String name = option.name().text();
    properties.put(name, option.value().text());
    if (!TablePlanner.hasEffect(name)) {
      warnings.add(TablePlanner.withoutEffect(name));
    }
  }

  // ---- columns by name

  private int find(String name) {
    for (int i = 0; i < columns.size(); i++) {
      if (columns.get(i).name().equalsIgnoreCase(name)) {
        return i;
      }
    }
    return -1;
  }

  private int require(Name name) {
    int index = find(name.text());
    if (index < 0) {
      List<String> names = columns.stream().map(Column::name).toList();
      throw ErrorCode.UNKNOWN_COLUMN
          .with(name.text(), table.name().toString(), Nearest.hint(name.text(), names))
          .at(name.at().toString());
    }
    return index;
  }

  private static PlimsollException bad(Position at, String what) {
    return ErrorCode.BAD_SCHEMA.with(what + ".").at(at.toString());
  }
}
