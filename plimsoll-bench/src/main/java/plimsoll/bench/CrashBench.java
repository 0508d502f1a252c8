package plimsoll.bench;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code bench crash}: a server under load is killed again and again; every promise is checked. */
@Command(
    name = "crash",
    mixinStandardHelpOptions = true,
    description = {
      "Kills a server (SIGKILL) at random moments while clients load, restarts it, and checks:",
      "no acknowledged load lost, none partial, none twice, labels agree with what is visible,",
      "no file left that nothing names. One load in eight has a bad row and must be refused.",
      "Loads go to files, to rows by key and time in two indexes, or to both.",
      "Loads without an answer are sent again under their label. Other clients change tables by",
      "INSERT ... SELECT, DELETE, ALTER, INSERT OVERWRITE, CREATE TABLE AS SELECT and the like:",
      "a statement without an answer must be whole or absent, and is run again if it is absent."
    })
final class CrashBench implements Callable<Integer> {
  @Option(names = "--rounds", defaultValue = "50", description = "Kills.")
  private int rounds;

  @Option(names = "--clients", defaultValue = "4", description = "Loaders at the same time.")
  private int clients;

  @Option(
      names = "--statement-clients",
      defaultValue = "2",
      description = "Clients that change tables at the same time.")
  private int statementClients;

  @Option(names = "--seed", description = "Moments and sizes; a random one if not given.")
  private long seed = System.nanoTime();

  @Option(
      names = "--longest",
      defaultValue = "1500",
      description = "Milliseconds to the kill, at most.")
  private int longestMillis;

  @Option(names = "--dir", description = "Where data is written.")
  private Path directory = Path.of(System.getProperty("user.home"), ".cache", "plimsoll", "bench");

  @SuppressWarnings("NullAway.Init") // picocli sets it
  @Spec
  private CommandSpec spec;

  private final List<CrashRound> done = new ArrayList<>();
  private final List<String> violations = new ArrayList<>();
  private final List<Double> restarts = new ArrayList<>();

  @Override
  public Integer call() throws Exception {
    Random random = new Random(seed);
    try (Scratch scratch = new Scratch(directory)) {
      for (int number = 1; number <= rounds; number++) {
        CrashRound round = new CrashRound(number, clients, statementClients, random.nextLong());
        try (PlimsollProcess server = start(scratch)) {
          lookForLeftovers(scratch);
          settleLastRound(server);
          round.load(server, TimeUnit.MILLISECONDS.toNanos(1 + random.nextInt(longestMillis)));
        }
        done.add(round);
      }
      try (PlimsollProcess server = start(scratch);
          Client client = server.client()) {
        lookForLeftovers(scratch);
        settleLastRound(server);
        for (CrashRound round : done) {
          violations.addAll(round.check(client));
          violations.addAll(round.checkStatements(client));
        }
      }
      if (!violations.isEmpty()) {
        scratch.keep();
      }
    }
    report();
    return violations.isEmpty() ? 0 : 1;
  }

  private PlimsollProcess start(Scratch scratch) throws IOException {
    long begin = System.nanoTime();
    PlimsollProcess server = PlimsollProcess.server(scratch.at("data"), scratch.at("log"));
    if (!done.isEmpty()) { // the first start recovers nothing
      restarts.add((System.nanoTime() - begin) / 1e9);
    }
    return server;
  }

  /** Recovery has run when a server answers. */
  private void lookForLeftovers(Scratch scratch) throws IOException {
    LeftBehind.in(scratch.at("data"))
        .forEach(file -> violations.add(file + " was left behind by round " + done.size()));
  }

  /** What the kill left: checked as it is found, then again after every load was sent again. */
  private void settleLastRound(PlimsollProcess server) throws IOException {
    if (done.isEmpty()) {
      return;
    }
    CrashRound last = done.get(done.size() - 1);
    try (Client client = server.client()) {
      violations.addAll(last.check(client));
      violations.addAll(last.sendAgain(client));
    }
  }

  private void report() throws IOException {
    Figures figures = new Figures();
    figures.add(
        "kills", rounds,
        "loads_sent", done.stream().mapToInt(CrashRound::sent).sum(),
        "acknowledged", done.stream().mapToInt(CrashRound::acknowledged).sum(),
        "refused", done.stream().mapToInt(CrashRound::refused).sum(),
        "unanswered_but_whole", done.stream().mapToInt(CrashRound::foundWhole).sum(),
        "unanswered_and_absent", done.stream().mapToInt(CrashRound::foundAbsent).sum(),
        "violations", violations.size(),
        "restart_p50_s", Figures.median(restarts),
        "restart_max_s", restarts.stream().mapToDouble(Double::doubleValue).max().orElse(0),
        "seed", seed);
    PrintWriter out = spec.commandLine().getOut();
    out.println(figures.table());
    Figures statements = statements();
    if (statementClients > 0) {
      out.println(statements.table());
    }
    violations.forEach(out::println);
    out.println(figures.json());
    if (statementClients > 0) {
      out.println(statements.json());
    }
    out.flush();
  }

  /** Of each kind: how many were answered, and what the kills left of those that were not. */
  private Figures statements() {
    Figures figures = new Figures();
    for (StatementClient.Kind kind : StatementClient.Kind.values()) {
      List<StatementClient.Count> counts =
          done.stream()
              .flatMap(round -> round.statements().stream())
              .map(client -> client.counts().getOrDefault(kind, new StatementClient.Count()))
              .toList();
      figures.add(
          "statement", kind,
          "acknowledged", counts.stream().mapToInt(count -> count.acknowledged).sum(),
          "unanswered_but_whole", counts.stream().mapToInt(count -> count.foundWhole).sum(),
          "unanswered_and_absent", counts.stream().mapToInt(count -> count.foundAbsent).sum());
    }
    return figures;
  }
}
