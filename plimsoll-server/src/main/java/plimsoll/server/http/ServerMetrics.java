package plimsoll.server.http;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.IntSupplier;
import plimsoll.load.LoadReport;
import plimsoll.model.LoadCounts;
import plimsoll.model.LoadRecord;

/** What this server did since it started, as Prometheus reads it. Names: docs/http.md. */
public final class ServerMetrics {
  private static final Duration[] BUCKETS = {
    Duration.ofMillis(5), Duration.ofMillis(10), Duration.ofMillis(25), Duration.ofMillis(50),
    Duration.ofMillis(100), Duration.ofMillis(250), Duration.ofSeconds(1), Duration.ofSeconds(5),
    Duration.ofSeconds(30), Duration.ofMinutes(2), Duration.ofMinutes(10)
  };

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final Counter loaded = rows("loaded");
  private final Counter filtered = rows("filtered");
  private final Counter unselected = rows("unselected");
  private final Counter bytes =
      Counter.builder("plimsoll.load.bytes")
          .description("Raw bytes read by loads that ended")
          .register(registry);
  private final LongAdder endedRows = new LongAdder();
  private final LongAdder endedBytes = new LongAdder();

  /** Metrics of this process. */
  public ServerMetrics() {
    new UptimeMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    new JvmMemoryMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    new ClassLoaderMetrics().bindTo(registry);
  }

  private Counter rows(String outcome) {
    return Counter.builder("plimsoll.load.rows")
        .description("Input rows of loads that ended, by what became of them")
        .tag("outcome", outcome)
        .register(registry);
  }

  /** A load ended; give it to {@code Loads.onReport}. */
  public void loadEnded(LoadReport report) {
    LoadRecord load = report.record();
    LoadCounts counts = load.counts();
    String kind = load.kind().name().toLowerCase(Locale.ROOT);
    String state = load.state().name().toLowerCase(Locale.ROOT);
    registry.counter("plimsoll.loads", "kind", kind, "state", state).increment();
    Timer.builder("plimsoll.load.duration")
        .description("From request to answer")
        .tag("kind", kind)
        .serviceLevelObjectives(BUCKETS)
        .register(registry)
        .record(Duration.between(load.times().started(), load.times().finished()));
    bytes.increment((double) counts.sourceBytes());
    endedBytes.add(counts.sourceBytes());
    filtered.increment((double) counts.filtered());
    unselected.increment((double) counts.unselected());
    endedRows.add(counts.loaded());
    if (report.succeeded()) {
      loaded.increment((double) counts.loaded());
    }
  }

  /** A statement ended. */
  public void statementEnded(boolean succeeded, Duration took) {
    Timer.builder("plimsoll.statement.duration")
        .description("SQL statements, from request to last row")
        .tag("outcome", succeeded ? "ok" : "failed")
        .serviceLevelObjectives(BUCKETS)
        .register(registry)
        .record(took);
  }

  /** Shows how many loads run. */
  public void watchRunning(IntSupplier running) {
    gauge("plimsoll.loads.running", "Loads that run now", running);
  }

  /** Shows how many clients of MySQL's protocol are connected. */
  public void watchMySqlConnections(IntSupplier connections) {
    gauge("plimsoll.mysql.connections", "Connections of MySQL clients", connections);
  }

  /** Shows how many loads the newest commit took together. */
  public void watchGroupSize(IntSupplier newest) {
    gauge("plimsoll.commit.group.size", "Loads in the newest commit", newest);
  }

  private void gauge(String name, String description, IntSupplier value) {
    Gauge.builder(name, value, IntSupplier::getAsInt)
        .description(description)
        .strongReference(true)
        .register(registry);
  }

  /** Rows written by loads that ended, visible or not: work done. */
  long endedRows() {
    return endedRows.sum();
  }

  /** Raw bytes read by loads that ended. */
  long endedBytes() {
    return endedBytes.sum();
  }

  /** For metrics of other parts of the server. */
  public MeterRegistry registry() {
    return registry;
  }

  byte[] scrape() {
    return registry.scrape().getBytes(StandardCharsets.UTF_8);
  }
}
