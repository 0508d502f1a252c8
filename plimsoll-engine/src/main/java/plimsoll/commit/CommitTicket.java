package plimsoll.commit;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import plimsoll.error.PlimsollException;

/**
 * Decides the race between commit, cancel and time-out of one load: whoever comes first wins, the
 * others find out.
 */
public final class CommitTicket {
  private enum State {
    OPEN,
    CLAIMED,
    STOPPED
  }

  private final AtomicReference<State> state = new AtomicReference<>(State.OPEN);
  private final AtomicReference<@Nullable PlimsollException> reason = new AtomicReference<>();

  /** The committer takes the load: from here on it cannot be stopped. False if it was stopped. */
  public boolean claim() {
    return state.compareAndSet(State.OPEN, State.CLAIMED) || state.get() == State.CLAIMED;
  }

  /** Stops the load. False if the committer has it already, or it was stopped before. */
  public boolean stop(PlimsollException why) {
    PlimsollException stopped = reason.compareAndExchange(null, why);
    return stopped == null && state.compareAndSet(State.OPEN, State.STOPPED);
  }

  /** Why it was stopped; null if it was not. */
  public @Nullable PlimsollException stopReason() {
    return state.get() == State.STOPPED ? reason.get() : null;
  }
}
