package plimsoll.sql.tree;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code LOAD DATA [LOCAL] INFILE 'path' INTO TABLE table OPTIONS (...)}.
 *
 * @param at where the statement starts
 * @param local the file lies with the client, which sends it
 * @param path a file, a directory or a glob
 * @param table where the rows go
 * @param options as written
 * @param text what MySQL's clauses say; null if there are none: then OpenMLDB's defaults count
 */
public record LoadData(
    Position at,
    boolean local,
    Literal path,
    TableRef table,
    List<Option> options,
    @Nullable LoadText text)
    implements Statement {
  /** Copies the list. */
  public LoadData {
    options = List.copyOf(options);
  }

  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.loadData(this);
  }
}
