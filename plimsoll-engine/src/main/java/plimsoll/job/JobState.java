package plimsoll.job;

/** How far a job is. */
public enum JobState {
  /** Recorded; waits for its turn. */
  SUBMITTED,
  /** Its statement runs, or ran when the server stopped. */
  RUNNING,
  /** Its statement succeeded; final. */
  FINISHED,
  /** Its statement failed; final. */
  FAILED,
  /** Somebody stopped it; final. */
  STOPPED;

  /** Whether it stays so. */
  public boolean isFinal() {
    return this != SUBMITTED && this != RUNNING;
  }
}
