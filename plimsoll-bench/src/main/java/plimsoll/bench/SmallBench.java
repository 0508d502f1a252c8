package plimsoll.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code bench small}: Stream Loads of 1 KB, one after the other and from many clients. */
@Command(
    name = "small",
    mixinStandardHelpOptions = true,
    description =
        "Stream Loads of 1 KB: latency one after the other, loads a second from many clients.")
final class SmallBench implements Callable<Integer> {
  private static final String TABLE = "bench.small";
  private static final byte[] BODY = body();

  @Option(names = "--loads", defaultValue = "500", description = "Loads one after the other.")
  private int loads;

  @Option(names = "--clients", defaultValue = "64", description = "Clients at the same time.")
  private int clients;

  @Option(names = "--seconds", defaultValue = "10", description = "How long they load.")
  private int seconds;

  @Option(names = "--dir", description = "Where data is written.")
  private Path directory = Path.of(System.getProperty("user.home"), ".cache", "plimsoll", "bench");

  @SuppressWarnings("NullAway.Init") // picocli sets it
  @Spec
  private CommandSpec spec;

  private final AtomicLong labels = new AtomicLong();

  private static byte[] body() {
    StringBuilder body = new StringBuilder();
    for (int row = 0; body.length() < 1000; row++) {
      body.append(row).append(",name of row ").append(row).append(",2026-11-21,0.5\n");
    }
    return Client.bytes(body.toString());
  }

  @Override
  public Integer call() throws Exception {
    Figures figures = new Figures();
    long rows;
    try (Scratch scratch = new Scratch(directory);
        PlimsollProcess server = PlimsollProcess.server(scratch.at("data"), scratch.at("log"));
        Client client = server.client()) {
      client.sql("CREATE DATABASE bench");
      client.sql("CREATE TABLE bench.small (id INT, name VARCHAR(40), day DATE, share DOUBLE)");
      sequential(client, loads / 5); // warms up
      double[] one = sequential(client, loads);
      concurrent(server); // warms up
      double perSecond = concurrent(server);
      rows = Long.parseLong(client.sql("SELECT count(*) FROM " + TABLE).get(0).get(0));
      figures.add(
          "p50_ms", Figures.percentile(one, 50),
          "p99_ms", Figures.percentile(one, 99),
          "max_ms", Figures.percentile(one, 100),
          "clients", clients,
          "loads_per_s", perSecond,
          "loads", labels.get(),
          "peak_rss_MB", server.peakRss() / 1e6);
    }
    PrintWriter out = spec.commandLine().getOut();
    out.println(figures.table());
    out.println(figures.json());
    out.flush();
    return rows == labels.get() * rowsPerLoad() ? 0 : 1;
  }

  private static long rowsPerLoad() {
    return new String(BODY, StandardCharsets.UTF_8).lines().count();
  }

  private double[] sequential(Client client, int count) throws IOException {
    double[] millis = new double[count];
    for (int i = 0; i < count; i++) {
      long begin = System.nanoTime();
      load(client);
      millis[i] = (System.nanoTime() - begin) / 1e6;
    }
    return millis;
  }

  private void load(Client client) throws IOException {
    JsonNode answer = client.load(TABLE, "small-" + labels.incrementAndGet(), ',', BODY);
    if (!answer.path("Status").asText().equals("Success")) {
      throw new IOException("the load failed: " + answer);
    }
  }

  private double concurrent(PlimsollProcess server) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(clients);
    try {
      long begin = System.nanoTime();
      long end = begin + seconds * 1_000_000_000L;
      List<Future<Long>> running = new ArrayList<>();
      for (int i = 0; i < clients; i++) {
        running.add(threads.submit(() -> loadUntil(server, end)));
      }
      long done = 0;
      for (Future<Long> one : running) {
        done += get(one);
      }
      return done / ((System.nanoTime() - begin) / 1e9);
    } finally {
      threads.shutdownNow();
    }
  }

  private static long get(Future<Long> future) throws Exception {
    try {
      return future.get();
    } catch (ExecutionException e) {
      throw new IOException("a client failed: " + e.getCause(), e);
    }
  }

  private long loadUntil(PlimsollProcess server, long end) throws IOException {
    long done = 0;
    try (Client client = server.client()) {
      while (System.nanoTime() < end) {
        load(client);
        done++;
      }
    }
    return done;
  }
}
