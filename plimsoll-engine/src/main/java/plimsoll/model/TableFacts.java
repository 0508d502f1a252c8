package plimsoll.model;

/**
 * What a store knows of a table beside its definition.
 *
 * @param lastFieldId the largest field id that any column of it ever had
 * @param contents whether it has files with rows, and soft links
 */
public record TableFacts(int lastFieldId, OfflineContents contents) {
  /** Whether it shows rows, or may. */
  public boolean hasRows() {
    return contents.files() || !contents.links().isEmpty();
  }
}
