package plimsoll.server.http;

import java.util.List;
import java.util.Optional;
import plimsoll.commit.Metastore;
import plimsoll.error.ErrorCode;
import plimsoll.load.DryRunReport;
import plimsoll.load.LoadPlan;
import plimsoll.load.LoadPlanner;
import plimsoll.load.LoadReport;
import plimsoll.load.LoadRequest;
import plimsoll.load.Loads;
import plimsoll.load.RunningLoad;
import plimsoll.model.Label;
import plimsoll.model.LoadRecord;
import plimsoll.model.LoadState;
import plimsoll.model.TableName;

/** The engine's planner and loads, as front ends see them. */
public final class EngineLoadDesk implements LoadDesk {
  private final LoadPlanner planner;
  private final Loads loads;
  private final Metastore metastore;

  /** A desk in front of these. */
  public EngineLoadDesk(LoadPlanner planner, Loads loads, Metastore metastore) {
    this.planner = planner;
    this.loads = loads;
    this.metastore = metastore;
  }

  @Override
  public Optional<LoadRecord> holder(String database, Label label) {
    return loads
        .running()
        .find(database, label.text())
        .map(RunningLoad::record)
        .or(() -> metastore.load(database, label).filter(EngineLoadDesk::holdsLabel));
  }

  private static boolean holdsLabel(LoadRecord load) {
    return load.state() != LoadState.ABORTED;
  }

  @Override
  public void checkTarget(TableName target) {
    planner.table(target);
  }

  @Override
  public LoadReport load(LoadRequest request) {
    LoadPlan plan = planner.plan(request);
    return loads.run(plan);
  }

  @Override
  public DryRunReport dryRun(LoadRequest request) {
    return loads.dryRun(planner.plan(request), load -> {});
  }

  @Override
  public boolean cancel(String database, Label label, String reason) {
    return loads
        .running()
        .find(database, label.text())
        .map(load -> load.stop(ErrorCode.CANCELLED.with(reason)))
        .orElse(false);
  }

  @Override
  public List<ActiveLoad> running() {
    return loads.running().all().stream().map(EngineLoadDesk::view).toList();
  }

  private static ActiveLoad view(RunningLoad load) {
    LoadPlan plan = load.plan();
    return new ActiveLoad(
        load.id(),
        plan.table().name(),
        plan.label(),
        plan.kind(),
        load.state(),
        load.started(),
        load.progress().loaded(),
        load.progress().filtered(),
        load.progress().sourceBytes(),
        plan.rows().totalBytes());
  }
}
