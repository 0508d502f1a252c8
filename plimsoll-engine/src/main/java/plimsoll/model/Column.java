package plimsoll.model;

import org.jspecify.annotations.Nullable;

/**
 * One column of a table.
 *
 * @param fieldId Iceberg field id, unique and never reused in a table; 1 or more
 * @param name as declared; names compare without case
 * @param type logical type
 * @param nullable whether NULL may be stored
 * @param defaultValue value when a load does not mention the column; null means none
 * @param comment free text, empty if none
 */
public record Column(
    int fieldId,
    String name,
    DataType type,
    boolean nullable,
    @Nullable DefaultValue defaultValue,
    String comment) {

  /** A nullable column without default and comment. */
  public static Column of(int fieldId, String name, DataType type) {
    return new Column(fieldId, name, type, true, null, "");
  }

  /** This column under another field id. */
  public Column withFieldId(int newFieldId) {
    return new Column(newFieldId, name, type, nullable, defaultValue, comment);
  }

  /** This column with another type. */
  public Column withType(DataType newType) {
    return new Column(fieldId, name, newType, nullable, defaultValue, comment);
  }

  /** This column as NOT NULL. */
  public Column required() {
    return new Column(fieldId, name, type, false, defaultValue, comment);
  }
}
