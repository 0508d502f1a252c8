package plimsoll.metastore;

/** What is known of a transaction whose COMMIT failed. */
enum FailedCommit {
  /** It did not happen. */
  UNDONE,
  /** It may come to light after a crash, but never once a later transaction has committed. */
  UNDONE_BY_NEXT,
  /** It may have happened; whoever reads after a later transaction has committed sees which. */
  SHOWN_BY_NEXT
}
