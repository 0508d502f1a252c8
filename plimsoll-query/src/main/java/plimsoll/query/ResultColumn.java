package plimsoll.query;

import plimsoll.model.DataType;

/**
 * A column of a result.
 *
 * @param name as the query names it
 * @param type logical type of its values
 * @param nullable whether it may be NULL; true also where that is not known
 * @param key whether it is a key column of the table that it comes from
 */
public record ResultColumn(String name, DataType type, boolean nullable, boolean key) {
  /** A column of which no more is known. */
  public ResultColumn(String name, DataType type) {
    this(name, type, true, false);
  }

  /** The declared type if values of it look as these do, else the type as the values say. */
  public DataType typeIf(DataType declared) {
    return DuckTypes.sql(declared).equals(DuckTypes.sql(type)) ? declared : type;
  }
}
