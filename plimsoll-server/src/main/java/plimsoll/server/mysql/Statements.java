package plimsoll.server.mysql;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import plimsoll.server.mysql.codec.ParameterReader;
import plimsoll.server.mysql.codec.WireException;
import plimsoll.server.session.SqlSession;

/** The prepared statements of one connection, by number. */
final class Statements {
  private final long mostBytes;
  private final Map<Integer, Entry> entries = new HashMap<>();
  private long bytes;
  private int last;

  /** None yet; all of them, with their texts and long data, may take so many bytes. */
  Statements(long mostBytes) {
    this.mostBytes = mostBytes;
  }

  /** One of them. */
  static final class Entry {
    final SqlSession.Prepared prepared;
    private final int textBytes;
    private final @Nullable ByteArrayOutputStream[] sent;
    ParameterReader.@Nullable Types types;

    private Entry(SqlSession.Prepared prepared, int textBytes) {
      this.prepared = prepared;
      this.textBytes = textBytes;
      this.sent = new ByteArrayOutputStream[prepared.text().parameters()];
    }

    List<byte @Nullable []> sent() {
      List<byte @Nullable []> values = new ArrayList<>();
      for (ByteArrayOutputStream value : sent) {
        values.add(value == null ? null : value.toByteArray());
      }
      return values;
    }

    private long sentBytes() {
      long bytes = 0;
      for (ByteArrayOutputStream value : sent) {
        bytes += value == null ? 0 : value.size();
      }
      return bytes;
    }
  }

  int size() {
    return entries.size();
  }

  /** Keeps a statement whose text has so many bytes; its number. */
  int add(SqlSession.Prepared prepared, int textBytes) {
    take(textBytes);
    entries.put(++last, new Entry(prepared, textBytes));
    return last;
  }

  private void take(long more) {
    if (bytes + more > mostBytes) {
      throw WireException.tooLarge(mostBytes);
    }
    bytes += more;
  }

  /** Forgets what COM_STMT_SEND_LONG_DATA brought for a statement. */
  void reset(Entry entry) {
    bytes -= entry.sentBytes();
    java.util.Arrays.fill(entry.sent, null);
  }

  @Nullable Entry get(int number) {
    return entries.get(number);
  }

  void remove(int number) {
    Entry removed = entries.remove(number);
    if (removed != null) {
      bytes -= removed.textBytes + removed.sentBytes();
    }
  }

  void clear() {
    entries.clear();
    bytes = 0;
  }

  /** Adds bytes to a parameter. Nothing is answered to that, so a wrong number is overlooked. */
  void append(int number, int parameter, byte[] more) {
    Entry entry = entries.get(number);
    if (entry == null || parameter >= entry.sent.length) {
      return;
    }
    take(more.length);
    ByteArrayOutputStream before = entry.sent[parameter];
    ByteArrayOutputStream value = before == null ? new ByteArrayOutputStream() : before;
    value.writeBytes(more);
    entry.sent[parameter] = value;
  }
}
