package plimsoll.query;

import plimsoll.model.TableName;

/** One table as a query sees it. */
public sealed interface Scan permits ScanFiles, ScanRows {
  /** The name that the query uses. */
  TableName table();
}
