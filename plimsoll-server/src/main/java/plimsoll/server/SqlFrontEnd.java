package plimsoll.server;

import java.util.function.Function;
import plimsoll.server.http.SqlDesk;
import plimsoll.server.session.LakeSnapshots;
import plimsoll.server.session.SessionSqlDesk;
import plimsoll.server.session.SqlServices;

/** Puts SQL sessions before an opened {@link Plimsoll}. */
public final class SqlFrontEnd {
  private SqlFrontEnd() {}

  /**
   * A desk for statements that come alone.
   *
   * @param errorLogUrl address of an error log by its name
   */
  public static SqlDesk desk(Plimsoll plimsoll, Function<String, String> errorLogUrl) {
    return new SessionSqlDesk(
        new SqlServices(
            plimsoll.metastore(),
            plimsoll.tables(),
            plimsoll.loads(),
            plimsoll.planner(),
            plimsoll.formats(),
            plimsoll.queries(),
            new LakeSnapshots(plimsoll.metastore(), plimsoll.pins(), plimsoll.lake()),
            plimsoll.storage(),
            errorLogUrl,
            plimsoll.settings()));
  }
}
