package plimsoll.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/**
 * As much of MySQL's protocol as a soak needs: root without a password, statements as text. One
 * thread at a time.
 */
final class MySqlClient implements Closeable {
  private static final int SILENCE_MILLIS = 60_000;
  private static final int PROTOCOL_41 = 0x200;
  private static final int SSL = 0x800;
  private static final int SECURE_CONNECTION = 0x8000;
  private static final byte QUIT = 1;
  private static final byte QUERY = 3;
  private static final byte UTF8MB4 = 45;
  private static final int ERROR = 0xff;
  private static final int END = 0xfe;
  private static final int LONGEST_END = 9;

  private Socket socket;
  private DataInputStream in;
  private OutputStream out;

  /** Opens the socket and reads the greeting; nobody is logged in yet. */
  MySqlClient(int port) throws IOException {
    socket = new Socket();
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(SILENCE_MILLIS);
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), SILENCE_MILLIS);
    in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
    out = socket.getOutputStream();
    try {
      require(receive());
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  /** Logs in as root. */
  MySqlClient logIn() throws IOException {
    return logIn(1, 0);
  }

  /** As above inside TLS, whatever the server's certificate is. */
  MySqlClient logInOverTls() throws IOException {
    send(1, begin(SSL, 32));
    socket = trustingAll().getSocketFactory().createSocket(socket, null, socket.getPort(), true);
    in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
    out = socket.getOutputStream();
    return logIn(2, SSL);
  }

  private MySqlClient logIn(int number, int flags) throws IOException {
    byte[] name = "root".getBytes(UTF_8);
    byte[] message = begin(flags, 32 + name.length + 2);
    System.arraycopy(name, 0, message, 32, name.length);
    send(number, message);
    require(receive());
    return this;
  }

  private static byte[] begin(int flags, int length) {
    byte[] message = new byte[length];
    int capabilities = PROTOCOL_41 | SECURE_CONNECTION | flags;
    message[0] = (byte) capabilities;
    message[1] = (byte) (capabilities >> 8);
    message[8] = UTF8MB4;
    return message;
  }

  /** Sends a statement and does not wait. */
  void send(String statement) throws IOException {
    byte[] text = statement.getBytes(UTF_8);
    byte[] message = new byte[text.length + 1];
    message[0] = QUERY;
    System.arraycopy(text, 0, message, 1, text.length);
    send(0, message);
  }

  /** Runs a query; how many rows it gave. */
  long query(String statement) throws IOException {
    send(statement);
    int columns = require(receive())[0];
    for (int i = 0; i <= columns; i++) {
      receive(); // each column, and their end
    }
    long rows = 0;
    for (byte[] row = require(receive()); !isEnd(row); row = require(receive())) {
      rows++;
    }
    return rows;
  }

  private static boolean isEnd(byte[] message) {
    return (message[0] & 0xff) == END && message.length < LONGEST_END;
  }

  private static byte[] require(byte[] message) throws IOException {
    if (message.length > 0 && (message[0] & 0xff) == ERROR) {
      throw new IOException("refused: " + new String(message, 3, message.length - 3, UTF_8));
    }
    return message;
  }

  private void send(int number, byte[] payload) throws IOException {
    byte[] packet = new byte[payload.length + 4];
    packet[0] = (byte) payload.length;
    packet[1] = (byte) (payload.length >> 8);
    packet[2] = (byte) (payload.length >> 16);
    packet[3] = (byte) number;
    System.arraycopy(payload, 0, packet, 4, payload.length);
    out.write(packet);
    out.flush();
  }

  private byte[] receive() throws IOException {
    int length = in.readUnsignedByte();
    length |= in.readUnsignedByte() << 8;
    length |= in.readUnsignedByte() << 16;
    in.readUnsignedByte();
    byte[] payload = new byte[length];
    in.readFully(payload);
    return payload;
  }

  /** Says goodbye, as clients should. */
  void quit() throws IOException {
    send(0, new byte[] {QUIT});
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }

  private static SSLContext trustingAll() throws IOException {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, new TrustManager[] {new TrustsAll()}, new SecureRandom());
      return context;
    } catch (GeneralSecurityException e) {
      throw new IOException("TLS is not to be had", e);
    }
  }

  /** The server of this run is our own. */
  private static final class TrustsAll implements X509TrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
