package plimsoll.server.http;

import java.util.Optional;
import plimsoll.load.Requester;
import plimsoll.model.SoftLinks;
import plimsoll.model.Table;
import plimsoll.server.auth.Guard;

/** Where the offline records of tables are read and replaced. Safe for many threads. */
public interface OfflineDesk {
  /** What a table shows offline; empty if it has neither rows of its own nor soft links. */
  Optional<Offline> offline(Table table);

  /**
   * Replaces what a table shows offline, in one commit. No file is touched.
   *
   * @param guard of who asks: paths need FILE
   * @param wanted what it shows from then on; its path is the one that {@link #offline} tells, or
   *     empty for a table without rows of its own
   * @param requester for the record of the change
   * @throws plimsoll.error.PlimsollException LINK_MISMATCH where rows of its own would be forgotten
   *     or links cannot stand beside them; BAD_OPTION for another path; ACCESS_DENIED; why the
   *     files of the links cannot be read
   */
  void replace(Guard guard, Table table, Offline wanted, Requester requester);

  /**
   * An offline record.
   *
   * @param path directory of a table's own files; empty if it has no rows there
   * @param links files of others
   */
  record Offline(String path, SoftLinks links) {
    /** A table that shows nothing. */
    public static final Offline NOTHING = new Offline("", SoftLinks.NONE);
  }
}
