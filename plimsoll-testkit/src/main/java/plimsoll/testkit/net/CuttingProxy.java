package plimsoll.testkit.net;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Stands on loopback between a client and a server, and cuts a connection at a word that the client
 * sends. The word must arrive in one piece, as the small messages of database drivers do.
 */
public final class CuttingProxy implements AutoCloseable {
  /** Where the connection is cut. */
  public enum Cut {
    /** The server never hears the word. */
    BEFORE,
    /** The server hears it, the client hears no answer. */
    AFTER
  }

  private record Plan(String word, Cut cut) {}

  private final ServerSocket listener;
  private final int serverPort;
  private final AtomicReference<@Nullable Plan> plan = new AtomicReference<>();
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();

  /** A proxy in front of that loopback port. */
  public CuttingProxy(int serverPort) {
    this.serverPort = serverPort;
    try {
      listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    start(this::accept);
  }

  /** Loopback port to connect to. */
  public int port() {
    return listener.getLocalPort();
  }

  /** Cuts the next connection on which the client says that word, once. */
  public void cutAt(String word, Cut cut) {
    plan.set(new Plan(word, cut));
  }

  /** Whether the cut that was asked for has been made, or none was. */
  public boolean done() {
    return plan.get() == null;
  }

  private static void start(Runnable work) {
    Thread thread = new Thread(work, "cutting-proxy");
    thread.setDaemon(true);
    thread.start();
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket client = listener.accept();
        Socket server = new Socket(InetAddress.getLoopbackAddress(), serverPort);
        open.add(client);
        open.add(server);
        start(() -> forward(client, server, true));
        start(() -> forward(server, client, false));
      } catch (IOException e) {
        // Closed, or the server is away: the client sees a connection that ends.
        if (listener.isClosed()) {
          return;
        }
      }
    }
  }

  private void forward(Socket from, Socket to, boolean watched) {
    byte[] buffer = new byte[1 << 16];
    try {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
        Plan due = watched ? due(buffer, length) : null;
        if (due != null && due.cut() == Cut.BEFORE) {
          break;
        }
        if (due != null) {
          closeQuietly(from); // first the client's side, so that no answer can reach it
        }
        out.write(buffer, 0, length);
        out.flush();
        if (due != null) {
          awaitEnd(to);
          break;
        }
      }
    } catch (IOException e) {
      // One side is gone; the other is closed below.
    } finally {
      closeQuietly(from);
      closeQuietly(to);
    }
  }

  private @Nullable Plan due(byte[] buffer, int length) {
    Plan wanted = plan.get();
    String said = new String(buffer, 0, length, StandardCharsets.ISO_8859_1);
    return wanted != null && said.contains(wanted.word()) && plan.compareAndSet(wanted, null)
        ? wanted
        : null;
  }

  /** Lets the server do what it heard before its connection ends. */
  private static void awaitEnd(Socket server) throws IOException {
    server.shutdownOutput();
    InputStream answers = server.getInputStream();
    while (answers.read() >= 0) {
      // The other thread reads too; whoever sees the end goes on.
    }
  }

  private void closeQuietly(Closeable socket) {
    open.remove(socket);
    try {
      socket.close();
    } catch (IOException e) {
      // It is gone either way.
    }
  }

  @Override
  public void close() {
    closeQuietly(listener);
    open.forEach(this::closeQuietly);
  }
}
