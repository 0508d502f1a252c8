package plimsoll.bench;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code bench connections}: clients come, ask and go for a long time; nothing may be left. */
@Command(
    name = "connections",
    mixinStandardHelpOptions = true,
    description = {
      "Many clients of MySQL's protocol connect, query and disconnect for some minutes. Most say",
      "goodbye; some use TLS, some leave without a word, in the middle of an answer or before they",
      "logged in. At the start, in the middle and at the end all of them are gone, and what the",
      "server still holds is looked at: memory, heap after a collection, threads, descriptors,",
      "connections. What the end has more of than the middle is a leak. Linux only."
    })
final class ConnectionsBench implements Callable<Integer> {
  private static final int ROWS = 10_000;
  private static final String BIG = "SELECT a.id, b.id FROM soak.t a, soak.t b";

  /** Of so many connections one ends in each of the other ways. */
  private static final int TURN = 20;

  /** All of the heap is there from the start, so that what the process gains is not heap. */
  private static final List<String> FIXED_HEAP =
      List.of("-Xms400m", "-Xmx400m", "-XX:+AlwaysPreTouch");

  private static final int WARM_UP_SHARE = 20;
  private static final long LONGEST_WARM_UP_SECONDS = 20;
  private static final long LONGEST_END_MILLIS = 30_000;

  @Option(names = "--clients", defaultValue = "200", description = "Clients at the same time.")
  private int clients;

  @Option(names = "--minutes", defaultValue = "10", description = "How long, in all.")
  private double minutes;

  @Option(
      names = "--settle",
      defaultValue = "40",
      description = "Seconds between the last client's end and a look: idle threads end in 30.")
  private int settleSeconds;

  @Option(names = "--dir", description = "Where data is written.")
  private Path directory = Path.of(System.getProperty("user.home"), ".cache", "plimsoll", "bench");

  @SuppressWarnings("NullAway.Init") // picocli sets it
  @Spec
  private CommandSpec spec;

  private final LongAdder connections = new LongAdder();
  private final LongAdder failures = new LongAdder();
  private final AtomicReference<@Nullable IOException> firstFailure = new AtomicReference<>();
  private final Figures figures = new Figures();

  @Override
  public Integer call() throws Exception {
    List<String> leaks;
    try (Scratch scratch = new Scratch(directory);
        PlimsollProcess server =
            PlimsollProcess.server(scratch.at("data"), scratch.at("log"), FIXED_HEAP)) {
      prepare(server);
      long seconds = Math.round(minutes * 60);
      long warmUp = Math.min(LONGEST_WARM_UP_SECONDS, seconds / WARM_UP_SHARE + 1);
      run(server, warmUp);
      look(server, "start");
      run(server, (seconds - warmUp) / 2);
      ServerVitals middle = look(server, "middle");
      run(server, (seconds - warmUp) / 2);
      leaks = look(server, "end").leakedSince(middle);
    }
    report(leaks);
    return leaks.isEmpty() ? 0 : 1;
  }

  private static void prepare(PlimsollProcess server) throws IOException {
    StringBuilder rows = new StringBuilder();
    for (int id = 0; id < ROWS; id++) {
      rows.append(id).append(",name of row ").append(id).append('\n');
    }
    try (Client client = server.client()) {
      client.sql("CREATE DATABASE soak");
      client.sql("CREATE TABLE soak.t (id INT, name VARCHAR(40))");
      client.load("soak.t", "soak", ',', Client.bytes(rows.toString()));
    }
  }

  private void run(PlimsollProcess server, long seconds) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(clients);
    try {
      long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
      List<Future<?>> running = new ArrayList<>();
      for (int i = 0; i < clients; i++) {
        int number = i;
        Callable<Boolean> client = () -> comeAndGo(server.queryPort(), number, end);
        running.add(threads.submit(client));
      }
      for (Future<?> one : running) {
        get(one);
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private static void get(Future<?> future) throws IOException, InterruptedException {
    try {
      future.get();
    } catch (ExecutionException e) {
      throw new IOException("a client failed: " + e.getCause(), e);
    }
  }

  /** A client that fails comes again: on a busy machine some are too late. */
  private boolean comeAndGo(int port, int number, long end) {
    for (int turn = number; System.nanoTime() < end; turn++) {
      try {
        connect(port, turn);
        connections.increment();
      } catch (IOException e) {
        failures.increment();
        firstFailure.compareAndSet(null, e);
      }
    }
    return true;
  }

  private static void connect(int port, int turn) throws IOException {
    try (MySqlClient client = new MySqlClient(port)) {
      switch (turn % TURN) {
        case 0 -> {} // greeted, but never logged in
        case 1 -> client.logIn().send(BIG); // its answer has only begun
        case 2 -> {
          ask(client.logInOverTls(), turn);
          client.quit();
        }
        case 3 -> ask(client.logIn(), turn);
        default -> {
          ask(client.logIn(), turn);
          client.quit();
        }
      }
    }
  }

  private static void ask(MySqlClient client, int turn) throws IOException {
    long rows = client.query("SELECT id, name FROM soak.t WHERE id = " + turn % ROWS);
    if (rows != 1) {
      throw new IOException(rows + " rows instead of one");
    }
  }

  /** When all clients are gone; a statement whose client left may take a moment to end. */
  private ServerVitals look(PlimsollProcess server, String when) throws Exception {
    TimeUnit.SECONDS.sleep(settleSeconds);
    try (Client client = server.client()) {
      ServerVitals vitals = ServerVitals.of(server, client);
      long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(LONGEST_END_MILLIS);
      while (vitals.connections() > 0 && System.nanoTime() < end) {
        TimeUnit.MILLISECONDS.sleep(LONGEST_END_MILLIS / 100);
        vitals = ServerVitals.of(server, client);
      }
      figures.add(
          "at", when,
          "connections_so_far", connections.sum(),
          "failed_so_far", failures.sum(),
          "rss_MB", vitals.rss() / 1e6,
          "heap_MB", vitals.heap() / 1e6,
          "threads", vitals.threads(),
          "descriptors", vitals.descriptors(),
          "connected", vitals.connections());
      return vitals;
    }
  }

  private void report(List<String> leaks) throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    out.println(figures.table());
    IOException failure = firstFailure.get();
    if (failure != null) {
      out.println("the first that failed: " + failure);
    }
    out.println(leaks.isEmpty() ? "no leak" : "leak: " + String.join("; ", leaks));
    out.println(figures.json());
    out.flush();
  }
}
