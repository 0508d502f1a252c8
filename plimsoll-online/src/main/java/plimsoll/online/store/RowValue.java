package plimsoll.online.store;

import java.util.Arrays;
import plimsoll.online.key.KeyLayout;
import plimsoll.online.table.OnlineIndex;
import plimsoll.online.table.OnlineTable;

/**
 * What lies under a row's key: a byte that says the form, in form 2 the time of arrival, then the
 * row as {@link plimsoll.flow.RowCodec} writes it. Form 2 is that of tables with an index by
 * arrival: from any entry of a row the keys of all others can be made.
 */
final class RowValue {
  private static final byte PLAIN = 1;
  private static final byte WITH_ARRIVAL = 2;
  private static final int LONGEST_HEAD = 1 + Long.BYTES;

  private RowValue() {}

  /** What begins the values of one load. */
  static byte[] head(OnlineTable table, long arrival) {
    if (table.indexes().stream().noneMatch(OnlineIndex::isByArrival)) {
      return new byte[] {PLAIN};
    }
    byte[] head = new byte[LONGEST_HEAD];
    head[0] = WITH_ARRIVAL;
    KeyLayout.setLong(head, 1, arrival);
    return head;
  }

  /** Where the row begins. */
  static int rowStart(byte[] value) {
    return switch (value[0]) {
      case PLAIN -> 1;
      case WITH_ARRIVAL -> LONGEST_HEAD;
      default -> throw new IllegalStateException("value of a later version: form " + value[0]);
    };
  }

  /** When the row came; 0 if that is not kept. */
  static long arrival(byte[] value) {
    return value[0] == WITH_ARRIVAL ? KeyLayout.longAt(value, 1) : 0;
  }

  /** Whether the row is this one. */
  static boolean holds(byte[] value, int valueLength, byte[] row, int start, int length) {
    return Arrays.equals(value, rowStart(value), valueLength, row, start, start + length);
  }
}
