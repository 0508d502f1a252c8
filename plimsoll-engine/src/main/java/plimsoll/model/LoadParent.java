package plimsoll.model;

/**
 * The load whose rejected rows another load takes in, of the same database.
 *
 * @param id its load id
 * @param label its label, which outlives its record
 */
public record LoadParent(long id, String label) {}
