package plimsoll.job;

/** What a job does. Names of the constants are kept; {@link #word} is OpenMLDB's. */
public enum JobKind {
  /** LOAD DATA into the offline store, or into both. */
  IMPORT_OFFLINE("ImportOfflineData"),
  /** LOAD DATA into the online store. */
  IMPORT_ONLINE("ImportOnlineData"),
  /** SELECT … INTO OUTFILE. */
  EXPORT("ExportOfflineData");

  private final String word;

  JobKind(String word) {
    this.word = word;
  }

  /** As SHOW JOBS calls it. */
  public String word() {
    return word;
  }
}
