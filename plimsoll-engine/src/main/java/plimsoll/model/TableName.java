package plimsoll.model;

/**
 * A table's full name. Database and table names are case-sensitive, as in StarRocks.
 *
 * @param database database
 * @param table table
 */
public record TableName(String database, String table) {
  @Override
  public String toString() {
    return database + "." + table;
  }
}
