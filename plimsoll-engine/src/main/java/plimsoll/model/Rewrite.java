package plimsoll.model;

import java.util.List;

/**
 * What a DELETE takes out of a table: files, some of whose rows come back in new ones.
 *
 * @param files paths of the files that go
 * @param deletes paths of the position deletes that were heeded; any others at the commit mean that
 *     rows may come back that are deleted
 * @param deleted rows that go for good
 * @param kept rows that come back; -1 if not known
 */
public record Rewrite(List<String> files, List<String> deletes, long deleted, long kept) {
  /** Copies the lists. */
  public Rewrite {
    files = List.copyOf(files);
    deletes = List.copyOf(deletes);
  }
}
