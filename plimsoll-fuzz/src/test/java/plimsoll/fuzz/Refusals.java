package plimsoll.fuzz;

import plimsoll.error.Blame;
import plimsoll.error.PlimsollException;

/** Whether a refusal is one that a client may get for what it sent. */
final class Refusals {
  private Refusals() {}

  /** Fails for one that says that the server is at fault, or says nothing. */
  static void check(PlimsollException refusal) {
    if (refusal.code().blame() != Blame.SENDER || refusal.getMessage().isBlank()) {
      throw refusal;
    }
  }
}
