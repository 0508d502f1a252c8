package plimsoll.sql.tree;

import java.util.List;

/**
 * {@code query INTO OUTFILE 'path' [OPTIONS (...)]}: the rows go into a file of the server.
 *
 * @param at where the statement starts
 * @param query the query alone
 * @param path the file
 * @param options as written
 */
public record SelectInto(Position at, SqlText query, Literal path, List<Option> options)
    implements Statement {
  /** Copies the list. */
  public SelectInto {
    options = List.copyOf(options);
  }

  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.selectInto(this);
  }
}
