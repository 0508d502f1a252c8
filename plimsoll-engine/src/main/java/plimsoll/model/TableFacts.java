package plimsoll.model;

/**
 * What a store knows of a table beside its definition.
 *
 * @param lastFieldId the largest field id that any column of it ever had
 * @param hasRows whether it has files with rows
 */
public record TableFacts(int lastFieldId, boolean hasRows) {}
