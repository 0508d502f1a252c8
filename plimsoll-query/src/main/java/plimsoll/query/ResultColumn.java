package plimsoll.query;

import plimsoll.model.DataType;

/**
 * A column of a result.
 *
 * @param name as the query names it
 * @param type logical type of its values
 */
public record ResultColumn(String name, DataType type) {
  /** The declared type if values of it look as these do, else the type as the values say. */
  public DataType typeIf(DataType declared) {
    return DuckTypes.sql(declared).equals(DuckTypes.sql(type)) ? declared : type;
  }
}
