package plimsoll.online.key;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import plimsoll.flow.ByteSink;
import plimsoll.model.Batch;
import plimsoll.model.Column;
import plimsoll.model.Schema;
import plimsoll.online.table.OnlineIndex;

/** Values of all key columns of an index: what a point read or a deletion names. */
public final class IndexKey {
  private final byte[] bytes;

  private IndexKey(byte[] bytes) {
    this.bytes = bytes;
  }

  /** The key columns of an index, in their order: what a batch of keys has. */
  public static Schema schema(Schema table, OnlineIndex index) {
    List<Column> columns = index.keys().stream().map(table::column).toList();
    return new Schema(columns);
  }

  /** A row of a batch with the columns of {@link #schema}. */
  public static IndexKey of(Batch keys, int row) {
    ByteSink out = new ByteSink();
    KeyColumns.write(keys, IntStream.range(0, keys.width()).boxed().toList(), row, out);
    return new IndexKey(Arrays.copyOf(out.data, out.size));
  }

  /** Its bytes in hexadecimal digits. */
  public String digits() {
    return HexFormat.of().formatHex(bytes);
  }

  /** The key of {@link #digits}. */
  public static IndexKey ofDigits(String digits) {
    return new IndexKey(HexFormat.of().parseHex(digits));
  }

  /** What begins the keys of its rows. */
  public byte[] after(byte[] head) {
    byte[] prefix = Arrays.copyOf(head, head.length + bytes.length);
    System.arraycopy(bytes, 0, prefix, head.length, bytes.length);
    return prefix;
  }
}
