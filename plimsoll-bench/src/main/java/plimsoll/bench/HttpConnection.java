package plimsoll.bench;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * One kept-alive HTTP connection that costs the measured machine next to nothing: a small request
 * is one write, a file is sent by the kernel. One thread at a time.
 */
final class HttpConnection implements Closeable {
  private static final String ROOT_WITHOUT_PASSWORD = "Basic cm9vdDo=";

  private final int port;
  private SocketChannel channel;
  private InputStream in;
  private boolean ended;

  /**
   * What came back.
   *
   * @param status HTTP status
   * @param body whole body as text
   */
  record Answer(int status, String body) {}

  HttpConnection(int port) throws IOException {
    this.port = port;
    channel = connect(port);
    in = input(channel);
  }

  private static SocketChannel connect(int port) throws IOException {
    SocketChannel channel =
        SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    return channel;
  }

  private static InputStream input(SocketChannel channel) {
    return new BufferedInputStream(Channels.newInputStream(channel), 1 << 16);
  }

  /** A server that answers before it has read the body ends the connection, and says so. */
  private void connectAgainIfEnded() throws IOException {
    if (ended) {
      channel.close();
      channel = connect(port);
      in = input(channel);
      ended = false;
    }
  }

  /** Sends a request with a body in memory. */
  Answer send(String method, String path, Map<String, String> headers, byte[] body)
      throws IOException {
    connectAgainIfEnded();
    byte[] head = head(method, path, headers, body.length);
    ByteBuffer request = ByteBuffer.allocate(head.length + body.length).put(head).put(body).flip();
    write(request);
    return answer();
  }

  /** Sends a file as the body. */
  Answer send(String method, String path, Map<String, String> headers, Path file)
      throws IOException {
    connectAgainIfEnded();
    try (FileChannel source = FileChannel.open(file)) {
      write(ByteBuffer.wrap(head(method, path, headers, source.size())));
      for (long sent = 0; sent < source.size(); ) {
        sent += source.transferTo(sent, source.size() - sent, channel);
      }
    }
    return answer();
  }

  private static byte[] head(String method, String path, Map<String, String> headers, long length) {
    StringBuilder head = new StringBuilder();
    head.append(method).append(' ').append(path).append(" HTTP/1.1\r\nHost: 127.0.0.1\r\n");
    head.append("Authorization: ").append(ROOT_WITHOUT_PASSWORD).append("\r\n");
    headers.forEach((name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
    head.append("Content-Length: ").append(length).append("\r\n\r\n");
    return head.toString().getBytes(UTF_8);
  }

  private void write(ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  private Answer answer() throws IOException {
    int status = Integer.parseInt(line().split(" ")[1]);
    Map<String, String> headers = new HashMap<>();
    for (String line = line(); !line.isEmpty(); line = line()) {
      int colon = line.indexOf(':');
      headers.put(
          line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
    }
    ended = "close".equalsIgnoreCase(headers.get("connection"));
    byte[] body =
        "chunked".equals(headers.get("transfer-encoding"))
            ? chunks()
            : exactly(Integer.parseInt(headers.getOrDefault("content-length", "0")));
    return new Answer(status, new String(body, UTF_8));
  }

  private byte[] chunks() throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    for (int size = chunkSize(); size > 0; size = chunkSize()) {
      body.writeBytes(exactly(size));
      line();
    }
    line();
    return body.toByteArray();
  }

  private int chunkSize() throws IOException {
    return Integer.parseInt(line().split(";")[0].strip(), 16);
  }

  private byte[] exactly(int length) throws IOException {
    byte[] bytes = in.readNBytes(length);
    if (bytes.length < length) {
      throw new EOFException("the answer ended after " + bytes.length + " of " + length + " bytes");
    }
    return bytes;
  }

  private String line() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int letter = in.read(); letter != '\n'; letter = in.read()) {
      if (letter < 0) {
        throw new EOFException("the server closed the connection");
      }
      if (letter != '\r') {
        line.write(letter);
      }
    }
    return line.toString(ISO_8859_1);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
