package plimsoll.bench;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Point reads at a steady rate, whether or not the answers keep up: each is due at a time, and its
 * latency counts from there, so one that waits for another is late too.
 */
final class SteadyReads {
  private final Reading reading;
  private final int keys;
  private final int clients;
  private final int perSecond;

  /** A connection over which one thread reads. */
  interface Reader extends Closeable {
    /** Reads the row of a key. */
    void read(long key) throws IOException;
  }

  /** What is read. */
  interface Reading {
    /** Connects. */
    Reader open() throws IOException;
  }

  /**
   * Reads of random keys.
   *
   * @param keys they are 0, 1, ... of that many
   * @param perSecond of all clients together
   */
  SteadyReads(Reading reading, int keys, int clients, int perSecond) {
    this.reading = reading;
    this.keys = keys;
    this.clients = clients;
    this.perSecond = perSecond;
  }

  /** The newest row of each key, from a table that has one. */
  static Reading newest(PlimsollProcess server, String table) {
    return () -> {
      Client client = server.client();
      return reader(
          client,
          key -> {
            String answer = client.newest(table, key);
            if (answer.endsWith("[]}")) {
              throw new IOException("key " + key + " has no row: " + answer);
            }
          });
    };
  }

  /** The same request, of whatever answers at that port. */
  static Reading of(int port) {
    return () -> {
      HttpConnection connection = new HttpConnection(port);
      return reader(
          connection, key -> connection.send("GET", "/?limit=1&key=" + key, Map.of(), new byte[0]));
    };
  }

  private interface Read {
    void of(long key) throws IOException;
  }

  private static Reader reader(Closeable connection, Read read) {
    return new Reader() {
      @Override
      public void read(long key) throws IOException {
        read.of(key);
      }

      @Override
      public void close() throws IOException {
        connection.close();
      }
    };
  }

  /**
   * Reads for that long; latencies in milliseconds. A second before that does not count: then
   * clients connect.
   */
  double[] run(double seconds) throws IOException, InterruptedException {
    ExecutorService threads = Executors.newFixedThreadPool(clients);
    try {
      long begin = System.nanoTime();
      int each = (int) (seconds * perSecond / clients);
      List<Future<double[]>> running = new ArrayList<>();
      for (int i = 0; i < clients; i++) {
        int client = i;
        Callable<double[]> reads = () -> read(client, each, begin);
        running.add(threads.submit(reads));
      }
      double[] millis = new double[each * clients];
      for (int i = 0; i < clients; i++) {
        System.arraycopy(get(running.get(i)), 0, millis, i * each, each);
      }
      return millis;
    } finally {
      threads.shutdownNow();
    }
  }

  private static double[] get(Future<double[]> reads) throws IOException, InterruptedException {
    try {
      return reads.get();
    } catch (ExecutionException e) {
      throw new IOException("a client failed: " + e.getCause(), e);
    }
  }

  private double[] read(int number, int count, long begin) throws IOException {
    SplittableRandom random = new SplittableRandom(number);
    int uncounted = perSecond / clients;
    double[] millis = new double[count];
    long between = TimeUnit.SECONDS.toNanos(1) * clients / perSecond;
    try (Reader reader = reading.open()) {
      for (int i = -uncounted; i < count; i++) {
        long due = begin + number * between / clients + (uncounted + i) * between;
        for (long wait = due - System.nanoTime(); wait > 0; wait = due - System.nanoTime()) {
          LockSupport.parkNanos(wait);
        }
        reader.read(random.nextInt(keys));
        if (i >= 0) {
          millis[i] = (System.nanoTime() - due) / 1e6;
        }
      }
    }
    return millis;
  }
}
