package plimsoll.online.store;

import plimsoll.online.write.StagedLoad;

/**
 * A load with what is known when it is written.
 *
 * @param incarnation its table's now
 * @param present which of its rows are left out
 */
record PendingLoad(StagedLoad load, long incarnation, PresentRows present) {}
