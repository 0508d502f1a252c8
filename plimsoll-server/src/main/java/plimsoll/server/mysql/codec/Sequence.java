package plimsoll.server.mysql.codec;

/**
 * Numbers of the packets of one exchange, counted over both directions, modulo 256. Whoever may
 * write or read at the moment uses it; the turns are handed over between threads safely.
 */
public final class Sequence {
  private int next;

  /** A new exchange begins. */
  public void reset() {
    next = 0;
  }

  int take() {
    int current = next;
    next = (next + 1) & 0xff;
    return current;
  }

  void check(int found) {
    int expected = take();
    if (found != expected) {
      throw WireException.outOfOrder(expected, found);
    }
  }
}
