package plimsoll.formats.parquet;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.Type;
import org.jspecify.annotations.Nullable;
import plimsoll.error.ErrorCode;
import plimsoll.error.Nearest;
import plimsoll.error.PlimsollException;
import plimsoll.model.Column;
import plimsoll.model.Schema;
import plimsoll.model.Table;
import plimsoll.pipeline.parse.CsvOptions;

/**
 * How the columns of files of one schema go to the columns of a table.
 *
 * @param schema the files'
 * @param fields for each column that is loaded, in the order of the files
 */
record Binding(MessageType schema, List<Field> fields) {
  /**
   * A column of a file that is loaded.
   *
   * @param leaf its position among the columns that hold values
   * @param descriptor what parquet-java calls it
   * @param type what its values are
   * @param target position of the table's column
   */
  record Field(int leaf, ColumnDescriptor descriptor, SourceType type, int target) {
    String name() {
      return descriptor.getPath()[0];
    }
  }

  /**
   * Finds the columns by their names, without regard to letter case, and the ways of their types.
   *
   * @param path the file, for messages
   * @throws PlimsollException HEADER_MISMATCH, COLUMN_TYPE
   */
  static Binding of(
      String path, MessageType schema, Table table, CsvOptions options, Conversions conversions) {
    List<Field> fields = new ArrayList<>();
    List<String> strangers = new ArrayList<>();
    Map<Integer, String> taken = new HashMap<>();
    Map<String, Integer> leaves = leaves(schema);
    for (Type column : schema.getFields()) {
      int target = table.schema().indexOf(column.getName());
      if (target < 0) {
        strangers.add(column.getName());
        continue;
      }
      String other = taken.put(target, column.getName());
      if (other != null) {
        throw mismatch(
            path,
            "has columns '" + other + "' and '" + column.getName() + "' for one column of",
            table);
      }
      fields.add(field(path, schema, column, leaves, table, target, conversions));
    }
    checkStrangers(path, strangers, table, options);
    if (fields.isEmpty()) {
      throw mismatch(path, "has no column of", table);
    }
    return new Binding(schema, List.copyOf(fields));
  }

  private static Map<String, Integer> leaves(MessageType schema) {
    Map<String, Integer> leaves = new HashMap<>();
    int position = 0;
    for (ColumnDescriptor leaf : schema.getColumns()) {
      leaves.putIfAbsent(leaf.getPath()[0], position++);
    }
    return leaves;
  }

  private static Field field(
      String path,
      MessageType schema,
      Type column,
      Map<String, Integer> leaves,
      Table table,
      int target,
      Conversions conversions) {
    Column to = table.schema().column(target);
    if (!(column instanceof PrimitiveType primitive)
        || column.isRepetition(Type.Repetition.REPEATED)) {
      throw nested(path, column, LEAVE_OUT);
    }
    SourceType type = SourceType.of(primitive);
    if (conversions.find(type, to) == null) {
      throw ErrorCode.COLUMN_TYPE.with(
          String.format(
              Locale.ROOT,
              "Column '%s' of '%s' is %s, which does not go into %s column '%s' of %s.%s",
              column.getName(),
              path,
              type,
              to.type().sql(),
              to.name(),
              table.name(),
              " docs/formats/parquet.md says which types do."));
    }
    int leaf = leaves.getOrDefault(column.getName(), -1);
    return new Field(leaf, schema.getColumns().get(leaf), type, target);
  }

  /** Whether a column is one of our own lake's, which is of no use elsewhere. */
  static boolean isOurs(String column) {
    return column.startsWith(OWN_PREFIX);
  }

  /** What helps where a table takes the column. */
  static final String LEAVE_OUT = " Leave the column out of the table, or write it as JSON text.";

  /** UNSUPPORTED for a column whose values are no single ones. */
  static PlimsollException nested(String path, Type column, String instead) {
    return ErrorCode.UNSUPPORTED.with(
        "Column '"
            + column.getName()
            + "' of '"
            + path
            + "' is nested, and loading "
            + nested(column)
            + " from Parquet",
        instead);
  }

  private static String nested(Type column) {
    return column.getLogicalTypeAnnotation() == null
        ? "groups"
        : column.getLogicalTypeAnnotation().toString();
  }

  private static void checkStrangers(
      String path, List<String> strangers, Table table, CsvOptions options) {
    Schema schema = table.schema();
    for (String name : strangers) {
      if (!isOurs(name) && !options.readsOver(name)) {
        throw mismatch(
            path,
            "has a column '" + name + "' that is none of",
            table,
            Nearest.hint(name, schema.names())
                + " Columns: "
                + String.join(", ", schema.names())
                + ". unknown_columns=ignore reads over it.");
      }
    }
  }

  /** Files of our own lake say in such columns what is of no use elsewhere. */
  static final String OWN_PREFIX = "_plimsoll_";

  private static PlimsollException mismatch(String path, String what, Table table) {
    return mismatch(path, what, table, "");
  }

  private static PlimsollException mismatch(String path, String what, Table table, String hint) {
    return ErrorCode.HEADER_MISMATCH.with(
        "'" + path + "' " + what + " table " + table.name() + "." + hint);
  }

  /** For each column of the table, whether the files have it. */
  boolean[] present(int columns) {
    boolean[] present = new boolean[columns];
    for (Field field : fields) {
      present[field.target()] = true;
    }
    return present;
  }

  /** The binding of files that have the same schema, if there was one before. */
  static @Nullable Binding find(List<Binding> known, MessageType schema) {
    for (Binding binding : known) {
      if (binding.schema.equals(schema)) {
        return binding;
      }
    }
    return null;
  }
}
