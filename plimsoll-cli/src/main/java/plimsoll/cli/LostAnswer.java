package plimsoll.cli;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import plimsoll.cli.client.Client;
import plimsoll.cli.client.LabelState;
import plimsoll.cli.client.LoadOutcome;
import plimsoll.error.Blame;
import plimsoll.error.ErrorCode;
import plimsoll.error.PlimsollException;
import plimsoll.load.LoadRequest;

/** A load whose server was lost before it answered: its label tells what became of it. */
final class LostAnswer {
  /*
   * Whoever the command would ask now is asked, of a data directory its holder: the same server if only the connection broke, one that was
   * started again, or nobody, and then this process looks itself. A server takes moments to notice that
   * its client is gone, and a dying one to let go of the directory, so this asks for a while.
   */
  private static final int MOST_TRIES = 50;
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private final Asker asker;
  private final LoadRequest request;
  private final PlimsollException lost;
  private @Nullable LabelState found;

  LostAnswer(Asker asker, LoadRequest request, PlimsollException lost) {
    this.asker = asker;
    this.request = request;
    this.lost = lost;
  }

  /** Finds whom to ask now, and asks. */
  @FunctionalInterface
  interface Asker {
    Optional<LoadOutcome> ask(Function<Client, Optional<LoadOutcome>> question);
  }

  /** How the load ended, as far as can be learned; once. */
  LoadOutcome resolve() {
    PlimsollException unanswered = null;
    for (int tries = 0; tries < MOST_TRIES && (found == null || isRunning(found)); tries++) {
      if (tries > 0) {
        LockSupport.parkNanos(PAUSE_NANOS);
      }
      try {
        Optional<LoadOutcome> visible = asker.ask(this::ask);
        if (visible.isPresent()) {
          return visible.get();
        }
      } catch (PlimsollException e) { // says nothing of the load, which may be there
        unanswered = e;
        if (!mayPass(e.code().blame())) {
          break;
        }
      }
    }
    return found == null ? unknown(unanswered) : told(found);
  }

  /** This load, if it must be the one that succeeded. */
  private Optional<LoadOutcome> ask(Client client) {
    LabelState state = client.label(request.target().database(), request.label());
    found = state; // stays known if its figures cannot be asked for
    return state.state().succeeded() && request.label().generated()
        ? Optional.of(visible(client))
        : Optional.empty();
  }

  private static boolean mayPass(Blame blame) {
    return switch (blame) {
      case OUTSIDE, CAPACITY, SERVER -> true;
      case SENDER, RIGHTS -> false;
    };
  }

  private static boolean isRunning(LabelState found) {
    return switch (found.state()) {
      case PREPARE, PREPARED -> true;
      case UNKNOWN, COMMITTED, VISIBLE, ABORTED -> false;
    };
  }

  /** Nobody else can have used a label that was made for this load. */
  private LoadOutcome visible(Client client) {
    Map<String, @Nullable Object> load =
        LoadsCommand.rows(
                client,
                "SHOW LOAD FROM "
                    + Names.quoted(request.target().database())
                    + " WHERE LABEL = "
                    + Names.text(request.label().text()))
            .get(0);
    return new LoadOutcome(
        request.target(),
        request.label().text(),
        LoadsCommand.loaded(load),
        LoadsCommand.filtered(load),
        0,
        LoadsCommand.bytes(load),
        0,
        null,
        null,
        null);
  }

  private LoadOutcome told(LabelState found) {
    String label = request.label().text();
    return failed(
        switch (found.state()) {
          case UNKNOWN -> "No load has label " + label + ": nothing was loaded. Load again.";
          case ABORTED ->
              "Load " + label + " was aborted (" + found.reason() + "): nothing was loaded.";
          case PREPARE, PREPARED ->
              "Load " + label + " still runs. Repeat it with the same label: that is safe.";
          case COMMITTED, VISIBLE ->
              "Label "
                  + label
                  + " is "
                  + found.state()
                  + ": rows were loaded under it, by this load or one before it. It loads once.";
        });
  }

  private LoadOutcome unknown(@Nullable PlimsollException unanswered) {
    return failed(
        "What became of label "
            + request.label()
            + " is not known: "
            + (unanswered == null ? "nobody answers." : unanswered.getMessage())
            + " Repeat the load with --label "
            + request.label()
            + ": that is safe, a label loads once.");
  }

  private LoadOutcome failed(String words) {
    return LoadOutcome.refused(
        request,
        ErrorCode.UNKNOWN_OUTCOME.reported(String.join(" ", List.of(lost.getMessage(), words))));
  }
}
