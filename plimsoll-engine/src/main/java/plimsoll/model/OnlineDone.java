package plimsoll.model;

/**
 * What doing an {@link OnlineChange} came to.
 *
 * @param change it
 * @param added rows that are there by it
 * @param present rows that were left out because equal ones were there
 */
public record OnlineDone(OnlineChange change, long added, long present) {}
