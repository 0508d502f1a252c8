package plimsoll.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/** Passes one connection on to a server, but never its answer: a connection that breaks. */
final class Relay implements AutoCloseable {
  private final ServerSocket listening;
  private final int target;
  private final long mostBytes;
  private final Thread thread;

  /** Passes on up to {@code mostBytes}, then, or when the server answers, hangs up on both. */
  Relay(int target, long mostBytes) throws IOException {
    this.target = target;
    this.mostBytes = mostBytes;
    listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    thread = new Thread(this::run, "relay");
    thread.start();
  }

  int port() {
    return listening.getLocalPort();
  }

  private void run() {
    try (Socket client = listening.accept();
        Socket server = new Socket(InetAddress.getLoopbackAddress(), target)) {
      Thread answer = new Thread(() -> awaitAnswer(server, client), "relay-answer");
      answer.start();
      copy(client.getInputStream(), server.getOutputStream());
    } catch (IOException e) {
      // The end of a relay: one of the two sides hung up.
    }
  }

  private void copy(InputStream from, OutputStream to) throws IOException {
    byte[] buffer = new byte[1 << 12];
    long left = mostBytes;
    int read = from.read(buffer);
    while (read >= 0 && left > 0) {
      to.write(buffer, 0, (int) Math.min(read, left));
      left -= read;
      read = left > 0 ? from.read(buffer) : -1;
    }
  }

  private static void awaitAnswer(Socket server, Socket client) {
    try {
      int first = server.getInputStream().read();
      client.close();
      if (first >= 0) {
        server.close();
      }
    } catch (IOException e) {
      // The relay has hung up already.
    }
  }

  @Override
  public void close() {
    try {
      listening.close();
      thread.join();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
