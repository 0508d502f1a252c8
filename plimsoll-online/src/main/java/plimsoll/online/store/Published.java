package plimsoll.online.store;

/**
 * What publishing a load did.
 *
 * @param isRepeated whether it had been done before, and was not done again; the figures are 0 then
 * @param added rows that are there now
 * @param present rows that were left out because they were there already
 */
public record Published(boolean isRepeated, long added, long present) {
  static final Published REPEATED = new Published(true, 0, 0);
}
