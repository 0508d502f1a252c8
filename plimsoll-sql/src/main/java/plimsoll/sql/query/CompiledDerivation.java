package plimsoll.sql.query;

import java.util.List;
import java.util.Set;

/**
 * The SET of a LOAD DATA.
 *
 * @param query its columns have the names of {@code targets}, in that order, but not yet their
 *     types; the last one more is handed on
 * @param targets for each column but the last, the position of its column in the table
 * @param names all names in the expressions, in upper case, those of columns among them
 */
public record CompiledDerivation(CompiledQuery query, List<Integer> targets, Set<String> names) {
  /** Copies the collections. */
  public CompiledDerivation {
    targets = List.copyOf(targets);
    names = Set.copyOf(names);
  }
}
