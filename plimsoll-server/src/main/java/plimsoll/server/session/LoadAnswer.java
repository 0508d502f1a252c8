package plimsoll.server.session;

import java.util.List;
import plimsoll.model.LoadRecord;

/** What a client is told of a load that succeeded. */
final class LoadAnswer {
  private LoadAnswer() {}

  /** Rows loaded, rows filtered as warnings, and label, state and id as StarRocks prints them. */
  static StatementResult.Done of(LoadRecord load) {
    String info =
        "{'label':'"
            + load.label()
            + "', 'status':'"
            + load.state()
            + "', 'txnId':'"
            + load.id()
            + "'}";
    return new StatementResult.Done(
        load.counts().loaded(), load.counts().filtered(), info, List.of());
  }
}
