package plimsoll.online.store;

/**
 * What publishing a load did.
 *
 * @param isRepeated whether it had been done before, and was not done again
 * @param added rows that are there by it
 * @param present rows that were left out because they were there already
 */
public record Published(boolean isRepeated, long added, long present) {}
