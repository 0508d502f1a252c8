package plimsoll.sql.tree;

/**
 * {@code CREATE TABLE table LIKE PARQUET 'path'}: the columns of files, without their rows.
 *
 * @param at where the statement starts
 * @param table the new table
 * @param ifNotExists whether an existing one is fine
 * @param path of a file, a directory or a pattern on the server
 */
public record CreateTableLikeParquet(Position at, TableRef table, boolean ifNotExists, String path)
    implements Statement {
  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.createTableLikeParquet(this);
  }
}
