package plimsoll.model;

import org.jspecify.annotations.Nullable;

/**
 * A table's pointer moves from one metadata file to the next.
 *
 * @param table the table
 * @param from metadata location that must be current; null for a new table
 * @param to new metadata location, synced
 */
public record PointerChange(Table table, @Nullable String from, String to) {}
