package plimsoll.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.util.List;

/**
 * A process that gives each HTTP request without a body the same answer, as long as that of a point
 * read: what the machine itself takes for a request and its answer.
 */
final class BareServer implements Closeable {
  private static final int END_OF_HEAD = 4; // CR LF CR LF
  private static final int ANSWER_BYTES = 230;

  private final Process process;
  private final int port;

  private BareServer(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  /** Starts one. */
  static BareServer start(Path log) throws IOException {
    Process process =
        PlimsollProcess.java(log, List.of(), BareServer.class.getName())
            .redirectOutput(ProcessBuilder.Redirect.PIPE)
            .start();
    BufferedReader out =
        new BufferedReader(new InputStreamReader(process.getInputStream(), US_ASCII));
    String port = out.readLine();
    if (port == null) {
      process.destroyForcibly();
      throw new IOException("the bare server did not start: see " + log);
    }
    return new BareServer(process, Integer.parseInt(port));
  }

  int port() {
    return port;
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }

  /** That process. */
  public static void main(String[] arguments) throws IOException {
    try (ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      System.out.println(server.getLocalPort());
      while (true) {
        Socket client = server.accept();
        client.setTcpNoDelay(true);
        new Thread(() -> answer(client)).start();
      }
    }
  }

  private static void answer(Socket client) {
    String head = "HTTP/1.1 200 OK\r\nContent-Length: " + ANSWER_BYTES + "\r\n\r\n";
    byte[] answer = (head + " ".repeat(ANSWER_BYTES)).getBytes(US_ASCII);
    try (client;
        InputStream in = new BufferedInputStream(client.getInputStream())) {
      int ends = 0;
      for (int letter = in.read(); letter >= 0; letter = in.read()) {
        ends = letter == '\r' || letter == '\n' ? ends + 1 : 0;
        if (ends == END_OF_HEAD) {
          client.getOutputStream().write(answer);
          ends = 0;
        }
      }
    } catch (IOException e) {
      System.err.println("a client left: " + e);
    }
  }
}
