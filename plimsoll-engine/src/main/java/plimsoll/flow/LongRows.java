package plimsoll.flow;

/**
 * Rows much longer than others are held by one worker of the process at a time: their buffers, the
 * values made of them and their pages together take several times their length.
 */
public interface LongRows {
  /** Any number at a time: for tests and tools. */
  LongRows FREE =
      new LongRows() {
        @Override
        public void begin() {}

        @Override
        public void end() {}
      };

  /**
   * Before buffers grow for such a row; waits for another worker's. Again has no effect.
   *
   * @throws plimsoll.error.PlimsollException why the load was stopped, if it was while it waited
   */
  void begin();

  /** What the row took is free again, if there was one. */
  void end();
}
