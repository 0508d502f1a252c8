package plimsoll.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** One life of a server that ends by SIGKILL: what was sent to it, and what it answered. */
final class CrashRound {
  private static final int MOST_ROWS = 2000;
  private static final int ONE_IN_SO_MANY_IS_BAD = 8;
  private static final int ONE_IN_SO_MANY_IS_LARGE = 16;
  private static final int TIMES_AS_LARGE = 40;
  private static final int KEYS_AT_ONCE = 1_000;

  private final String table;
  private final int number;
  private final int clients;
  private final Random random;
  private final List<Sent> sent = new ArrayList<>();
  private final List<StatementClient> statements = new ArrayList<>();
  private final ConcurrentLinkedQueue<Throwable> surprises = new ConcurrentLinkedQueue<>();
  private int acknowledged;
  private int refused;
  private int foundWhole;
  private int foundAbsent;
  private boolean settled;

  /** Where rows can be seen. */
  private enum Place {
    FILES,
    FIRST_INDEX,
    SECOND_INDEX
  }

  /** Which of these a load goes to, by the word that says it. */
  private enum Side {
    OFFLINE,
    ONLINE,
    BOTH;

    Set<Place> places() {
      return switch (this) {
        case OFFLINE -> EnumSet.of(Place.FILES);
        case ONLINE -> EnumSet.of(Place.FIRST_INDEX, Place.SECOND_INDEX);
        case BOTH -> EnumSet.allOf(Place.class);
      };
    }
  }

  /** One load; its rows are 0, 1, 2, ... under its label. A bad one must be refused whole. */
  private static final class Sent {
    final String label;
    final int rows;
    final boolean bad;
    final Side side;
    volatile boolean acknowledged;
    volatile boolean refused;

    Sent(String label, int rows, boolean bad, Side side) {
      this.label = label;
      this.rows = rows;
      this.bad = bad;
      this.side = side;
    }

    Map<String, String> headers() {
      return Map.of("target", side.name().toLowerCase(Locale.ROOT));
    }

    byte[] body() {
      StringBuilder body = new StringBuilder();
      for (int row = 0; row < rows; row++) {
        body.append(label).append(',').append(row).append('\n');
      }
      if (bad) {
        body.append("a row with one field\n");
      }
      return Client.bytes(body.toString());
    }
  }

  /**
   * A round.
   *
   * @param clients how many load
   * @param statementClients how many run other statements
   */
  CrashRound(int number, int clients, int statementClients, long seed) {
    this.number = number;
    this.clients = clients;
    this.random = new Random(seed);
    this.table = "crash.round_" + number;
    for (int client = 0; client < statementClients; client++) {
      statements.add(new StatementClient("crash_" + number + "_" + client, random.nextLong()));
    }
  }

  List<StatementClient> statements() {
    return statements;
  }

  int sent() {
    return sent.size();
  }

  /** Loads that were answered as visible before the kill. */
  int acknowledged() {
    return acknowledged;
  }

  /** Loads with a bad row that were answered as failed before the kill. */
  int refused() {
    return refused;
  }

  /** Loads without an answer that the kill left whole. */
  int foundWhole() {
    return foundWhole;
  }

  /** Loads without an answer that the kill left no trace of. */
  int foundAbsent() {
    return foundAbsent;
  }

  /** Loads from all clients, kills the server after that long, and waits for the clients' end. */
  void load(PlimsollProcess server, long nanosToKill) throws IOException, InterruptedException {
    try (Client client = server.client()) {
      client.sql("CREATE DATABASE IF NOT EXISTS crash");
      client.sql(
          "CREATE TABLE " + table + " (label VARCHAR(64), n INT, INDEX(KEY=label), INDEX(KEY=n))");
      for (StatementClient statement : statements) {
        statement.begin(client);
      }
    }
    CountDownLatch ended = new CountDownLatch(clients + statements.size());
    for (StatementClient statement : statements) {
      new Thread(
              () -> {
                statement.runUntilKilled(server);
                ended.countDown();
              })
          .start();
    }
    for (int client = 0; client < clients; client++) {
      String prefix = "round-" + number + "-client-" + client + "-";
      Random sizes = new Random(random.nextLong());
      new Thread(() -> loadUntilKilled(server, prefix, sizes, ended), prefix).start();
    }
    TimeUnit.NANOSECONDS.sleep(nanosToKill);
    server.kill();
    ended.await();
    acknowledged = (int) sent.stream().filter(load -> load.acknowledged).count();
    refused = (int) sent.stream().filter(load -> load.refused).count();
  }

  private void loadUntilKilled(
      PlimsollProcess server, String prefix, Random sizes, CountDownLatch ended) {
    try (Client client = server.client()) {
      for (int i = 0; ; i++) {
        Sent load = newLoad(prefix + i, sizes);
        synchronized (sent) {
          sent.add(load);
        }
        send(client, load);
      }
    } catch (IOException killed) {
      return; // whatever was under way has no answer
    } catch (RuntimeException e) {
      surprises.add(e);
    } finally {
      ended.countDown();
    }
  }

  private static Sent newLoad(String label, Random random) {
    boolean bad = random.nextInt(ONE_IN_SO_MANY_IS_BAD) == 0;
    int times = random.nextInt(ONE_IN_SO_MANY_IS_LARGE) == 0 ? TIMES_AS_LARGE : 1;
    Side side = Side.values()[random.nextInt(Side.values().length)];
    return new Sent(label, times * (1 + random.nextInt(MOST_ROWS)), bad, side);
  }

  private void send(Client client, Sent load) throws IOException {
    JsonNode answer = client.load(table, load.label, ',', load.headers(), load.body());
    String status = answer.path("Status").asText();
    boolean there =
        status.equals("Label Already Exists")
            && answer.path("ExistingJobStatus").asText().equals("FINISHED");
    if (load.bad && status.equals("Fail")) {
      load.refused = true;
    } else if (!load.bad && (status.equals("Success") || there)) {
      load.acknowledged = true;
    } else {
      surprises.add(new IOException(load.label + " was answered: " + answer));
    }
  }

  /** Only the first look after the kill tells what the kill left. */
  private int countsAsFound() {
    return settled ? 0 : 1;
  }

  /** Sends again what has no answer, and checks that everything is there once. */
  List<String> sendAgain(Client client) throws IOException {
    settled = true;
    for (Sent load : sent) {
      if (!load.acknowledged && !load.refused) {
        send(client, load);
      }
    }
    List<String> broken = check(client);
    for (StatementClient statement : statements) {
      broken.addAll(statement.settle(client));
    }
    return broken;
  }

  /** As {@link #check}, of what the other statements left when all of them were settled. */
  List<String> checkStatements(Client client) throws IOException {
    List<String> broken = new ArrayList<>();
    for (StatementClient statement : statements) {
      broken.addAll(statement.check(client));
    }
    return broken;
  }

  /**
   * Promises that are broken: every load whole or absent, in files and in all indexes alike;
   * acknowledged ones there, labels agree.
   */
  List<String> check(Client client) throws IOException {
    List<String> broken = new ArrayList<>();
    surprises.forEach(surprise -> broken.add(surprise.toString()));
    surprises.clear();
    Map<Place, Map<String, List<String>>> found = new EnumMap<>(Place.class);
    found.put(Place.FILES, byLabel(client, "offline"));
    found.put(Place.FIRST_INDEX, byLabel(client, "online"));
    found.put(Place.SECOND_INDEX, bySecondIndex(client));
    for (Sent load : sent) {
      check(client, load, found, broken);
    }
    found.forEach(
        (place, labels) ->
            labels.forEach(
                (label, row) ->
                    broken.add(label + " was not sent to " + place + " but is there: " + row)));
    return broken;
  }

  private Map<String, List<String>> byLabel(Client client, String mode) throws IOException {
    String query =
        "SELECT label, count(*), count(DISTINCT n), min(n), max(n) FROM "
            + table
            + " GROUP BY label";
    Map<String, List<String>> found = new HashMap<>();
    client
        .sql(query, Map.of("execute_mode", mode))
        .forEach(row -> found.put(row.get(0), row.subList(1, row.size())));
    return found;
  }

  /** The same figures, of rows that are read by their number. */
  private Map<String, List<String>> bySecondIndex(Client client) throws IOException {
    int most = sent.stream().mapToInt(load -> load.rows).max().orElse(0);
    Map<String, BitSet> numbers = new HashMap<>();
    Map<String, Integer> counts = new HashMap<>();
    for (int from = 0; from < most; from += KEYS_AT_ONCE) {
      for (JsonNode rows : client.byKey(table, 2, from, Math.min(most, from + KEYS_AT_ONCE))) {
        for (JsonNode row : rows) {
          String label = row.get(0).asText();
          counts.merge(label, 1, Integer::sum);
          numbers.computeIfAbsent(label, any -> new BitSet()).set(row.get(1).asInt());
        }
      }
    }
    Map<String, List<String>> found = new HashMap<>();
    numbers.forEach(
        (label, set) ->
            found.put(
                label,
                List.of(
                    String.valueOf(counts.get(label)),
                    String.valueOf(set.cardinality()),
                    String.valueOf(set.nextSetBit(0)),
                    String.valueOf(set.length() - 1))));
    return found;
  }

  private void check(
      Client client, Sent load, Map<Place, Map<String, List<String>>> found, List<String> broken)
      throws IOException {
    String rows = String.valueOf(load.rows);
    List<String> whole = List.of(rows, rows, "0", String.valueOf(load.rows - 1));
    int places = 0;
    for (Place place : load.side.places()) {
      List<String> row = found.getOrDefault(place, Map.of()).remove(load.label);
      places += row == null ? 0 : 1;
      if (row != null && load.bad) {
        broken.add(load.label + " has a bad row and is in " + place + ": " + row);
      } else if (row != null && !row.equals(whole)) {
        broken.add(load.label + " is not whole once in " + place + ": " + row + ", not " + whole);
      } else if (row == null && load.acknowledged) {
        broken.add(load.label + " was acknowledged and is lost in " + place);
      }
    }
    boolean isThere = places == load.side.places().size();
    if (places > 0 && !isThere) {
      broken.add(load.label + " is in " + places + " of " + load.side.places());
    }
    if (isThere && !load.acknowledged) {
      foundWhole += countsAsFound();
    } else if (!isThere && !load.refused) {
      foundAbsent += countsAsFound();
    }
    boolean visible = client.state("crash", load.label).equals("VISIBLE");
    if (visible != isThere) {
      broken.add(load.label + " is " + (visible ? "" : "not ") + "VISIBLE, against its rows");
    }
  }
}
