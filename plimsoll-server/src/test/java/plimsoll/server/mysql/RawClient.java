package plimsoll.server.mysql;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** A socket that speaks as little or as badly as a test wants. */
final class RawClient implements AutoCloseable {
  final Socket socket;
  private final DataInputStream in;

  RawClient(int port) {
    try {
      socket = new Socket(InetAddress.getLoopbackAddress(), port);
      socket.setSoTimeout(20_000);
      in = new DataInputStream(socket.getInputStream());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Logged in as root. */
  static RawClient loggedIn(int port) throws IOException {
    RawClient client = new RawClient(port);
    client.receive();
    client.send(1, response("root"));
    byte[] answer = client.receive();
    if (answer == null || answer[0] != 0) {
      throw new IOException("not let in");
    }
    return client;
  }

  /** The shortest answer to a greeting: no password, protocol 4.1, native way. */
  static byte[] response(String user) {
    byte[] name = user.getBytes(StandardCharsets.UTF_8);
    byte[] message = new byte[32 + name.length + 2];
    message[1] = (byte) 0x82; // protocol 4.1, secure connection; local files
    message[0] = (byte) 0x80;
    message[1] |= 2;
    message[8] = 45;
    System.arraycopy(name, 0, message, 32, name.length);
    return message;
  }

  void send(int number, byte[] payload) throws IOException {
    byte[] packet = new byte[payload.length + 4];
    packet[0] = (byte) payload.length;
    packet[1] = (byte) (payload.length >> 8);
    packet[2] = (byte) (payload.length >> 16);
    packet[3] = (byte) number;
    System.arraycopy(payload, 0, packet, 4, payload.length);
    sendRaw(packet);
  }

  void sendRaw(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
  }

  void query(String sql) throws IOException {
    send(0, ("\3" + sql).getBytes(StandardCharsets.UTF_8));
  }

  /** The next payload, null if the server closed. */
  byte @Nullable [] receive() throws IOException {
    try {
      int length = in.read();
      if (length < 0) {
        return null;
      }
      length |= in.readUnsignedByte() << 8;
      length |= in.readUnsignedByte() << 16;
      in.readUnsignedByte();
      return in.readNBytes(length);
    } catch (EOFException | SocketException e) {
      return null;
    }
  }

  /** Number of the error that comes before the server closes; 0 if it closes without one. */
  int errorBeforeClose() throws IOException {
    int error = 0;
    for (byte[] payload = receive(); payload != null; payload = receive()) {
      if (payload.length > 3 && payload[0] == (byte) 0xff) {
        error = (payload[1] & 0xff) | (payload[2] & 0xff) << 8;
      }
    }
    return error;
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
