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
  private int last;

  /** None yet; long data of one statement may have so many bytes. */
  Statements(long mostBytes) {
    this.mostBytes = mostBytes;
  }

  /** One of them. */
  static final class Entry {
    final SqlSession.Prepared prepared;
    private final @Nullable ByteArrayOutputStream[] sent;
    ParameterReader.@Nullable Types types;

    Entry(SqlSession.Prepared prepared) {
      this.prepared = prepared;
      this.sent = new ByteArrayOutputStream[prepared.text().parameters()];
    }

    List<byte @Nullable []> sent() {
      List<byte @Nullable []> values = new ArrayList<>();
      for (ByteArrayOutputStream value : sent) {
        values.add(value == null ? null : value.toByteArray());
      }
      return values;
    }

    /** Forgets what COM_STMT_SEND_LONG_DATA brought. */
    void reset() {
      java.util.Arrays.fill(sent, null);
    }

    private long bytes() {
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

  int add(SqlSession.Prepared prepared) {
    entries.put(++last, new Entry(prepared));
    return last;
  }

  @Nullable Entry get(int number) {
    return entries.get(number);
  }

  void remove(int number) {
    entries.remove(number);
  }

  void clear() {
    entries.clear();
  }

  /** Adds bytes to a parameter. Nothing is answered to that, so a wrong number is overlooked. */
  void append(int number, int parameter, byte[] bytes) {
    Entry entry = entries.get(number);
    if (entry == null || parameter >= entry.sent.length) {
      return;
    }
    if (entry.bytes() + bytes.length > mostBytes) {
      throw WireException.tooLarge(mostBytes);
    }
    ByteArrayOutputStream before = entry.sent[parameter];
    ByteArrayOutputStream value = before == null ? new ByteArrayOutputStream() : before;
    value.writeBytes(bytes);
    entry.sent[parameter] = value;
  }
}
