package plimsoll.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One life of a server that ends by SIGKILL: what was sent to it, and what it answered. */
final class CrashRound {
  private static final int MOST_ROWS = 2000;
  private static final int ONE_IN_SO_MANY_IS_BAD = 8;

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

  /** One load; its rows are 0, 1, 2, ... under its label. A bad one must be refused whole. */
  private static final class Sent {
    final String label;
    final int rows;
    final boolean bad;
    volatile boolean acknowledged;
    volatile boolean refused;

    Sent(String label, int rows, boolean bad) {
      this.label = label;
      this.rows = rows;
      this.bad = bad;
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
      client.sql("CREATE TABLE " + table + " (label VARCHAR(64), n INT)");
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
    return new Sent(label, 1 + random.nextInt(MOST_ROWS), bad);
  }

  private void send(Client client, Sent load) throws IOException {
    JsonNode answer = client.load(table, load.label, ',', load.body());
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
   * Promises that are broken: every load whole or absent, acknowledged ones there, labels agree.
   */
  List<String> check(Client client) throws IOException {
    List<String> broken = new ArrayList<>();
    surprises.forEach(surprise -> broken.add(surprise.toString()));
    surprises.clear();
    Map<String, List<String>> found = new HashMap<>();
    String query =
        "SELECT label, count(*), count(DISTINCT n), min(n), max(n) FROM "
            + table
            + " GROUP BY label";
    client.sql(query).forEach(row -> found.put(row.get(0), row.subList(1, row.size())));
    for (Sent load : sent) {
      check(client, load, found.remove(load.label), broken);
    }
    found.forEach((label, row) -> broken.add(label + " was never sent but is there: " + row));
    return broken;
  }

  private void check(Client client, Sent load, @Nullable List<String> row, List<String> broken)
      throws IOException {
    String rows = String.valueOf(load.rows);
    List<String> whole = List.of(rows, rows, "0", String.valueOf(load.rows - 1));
    if (row == null) {
      if (load.acknowledged) {
        broken.add(load.label + " was acknowledged and is lost");
      }
      foundAbsent += load.refused ? 0 : countsAsFound();
    } else if (load.bad) {
      broken.add(load.label + " has a bad row and is there: " + row);
    } else if (!row.equals(whole)) {
      broken.add(load.label + " is not whole once: " + row + " instead of " + whole);
    } else if (!load.acknowledged) {
      foundWhole += countsAsFound();
    }
    boolean visible = client.state("crash", load.label).equals("VISIBLE");
    if (visible != (row != null)) {
      broken.add(load.label + " is " + (visible ? "" : "not ") + "VISIBLE, against its rows");
    }
  }
}
