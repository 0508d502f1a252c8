package plimsoll.pipeline.write;

import plimsoll.model.Staged;

/** All rows of a load for the online side of a table, ready to be published. */
public interface StagedOnline extends Staged {
  /** What the commit record has to hold, so that it can be published from that alone. */
  String text();

  /** How many of the rows had expired by age, in all indexes, when they came. */
  long late();
}
