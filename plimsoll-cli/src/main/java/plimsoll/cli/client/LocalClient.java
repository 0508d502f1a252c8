package plimsoll.cli.client;

import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import plimsoll.access.UserName;
import plimsoll.cli.terminal.Meter;
import plimsoll.error.PlimsollException;
import plimsoll.flow.Progress;
import plimsoll.load.DryRunReport;
import plimsoll.load.LoadPlan;
import plimsoll.load.LoadReport;
import plimsoll.load.LoadRequest;
import plimsoll.load.RejectedRows;
import plimsoll.load.RunningLoad;
import plimsoll.model.Label;
import plimsoll.model.LoadRecord;
import plimsoll.model.LoadState;
import plimsoll.server.Plimsoll;
import plimsoll.server.http.SqlDesk;

/** Work in this process, which holds the data directory meanwhile. */
public final class LocalClient implements Client {

  private final Plimsoll plimsoll;
  private @Nullable SqlDesk desk; // made when needed: a load without SQL needs none of its classes

  /** Closes {@code plimsoll} with itself. */
  public LocalClient(Plimsoll plimsoll) {
    this.plimsoll = plimsoll;
  }

  @Override
  public SqlDesk.Answer sql(
      @Nullable String database, Map<String, String> variables, String statement) {
    SqlDesk open = desk == null ? plimsoll.sql(log -> log) : desk;
    desk = open;
    return open.run(UserName.ROOT, "local", database, variables, statement);
  }

  @Override
  public LoadOutcome load(LoadRequest request, Consumer<Meter> started) {
    LoadPlan plan = plimsoll.planner().plan(request);
    LoadReport report = plimsoll.loads().run(plan, load -> started.accept(new Running(load)));
    LoadRecord load = report.record();
    PlimsollException failure = report.failure();
    return new LoadOutcome(
        request.target(),
        load.label().text(),
        load.counts().loaded(),
        load.counts().filtered(),
        load.counts().unselected(),
        load.counts().sourceBytes(),
        Duration.between(load.times().started(), load.times().finished()).toMillis(),
        load.errorLog(),
        report.existing().map(LocalClient::existing).orElse(null),
        failure,
        load.counts().lenience());
  }

  @Override
  public DryRunReport dryRun(LoadRequest request, Consumer<Meter> started) {
    LoadPlan plan = plimsoll.planner().plan(request.asDryRun());
    return plimsoll.loads().dryRun(plan, load -> started.accept(new Running(load)));
  }

  private static String existing(LoadRecord holder) {
    return holder.state().succeeded() ? "FINISHED" : "RUNNING";
  }

  @Override
  public LabelState label(String database, Label label) {
    return plimsoll
        .metastore()
        .load(database, label)
        .map(load -> new LabelState(load.state(), load.reason()))
        .orElse(new LabelState(LoadState.UNKNOWN, ""));
  }

  @Override
  public RejectedRows rejects(String log) {
    return plimsoll.errorLogs().open(log);
  }

  @Override
  public void close() {
    plimsoll.close();
  }

  private record Running(RunningLoad load) implements Meter {
    private Progress progress() {
      return load.progress();
    }

    @Override
    public long bytes() {
      return progress().sourceBytes();
    }

    @Override
    public long totalBytes() {
      return load.plan().rows().totalBytes();
    }

    @Override
    public long rows() {
      return progress().loaded();
    }

    @Override
    public long filtered() {
      return progress().filtered();
    }
  }
}
