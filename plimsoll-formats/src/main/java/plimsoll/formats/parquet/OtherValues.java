package plimsoll.formats.parquet;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.apache.parquet.bytes.ByteBufferInputStream;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.ValuesType;
import org.apache.parquet.column.values.ValuesReader;

/** The rarer encodings, by parquet-java's readers; texts are put together once more. */
final class OtherValues extends PageValues {
  private final ValuesReader values;
  private final SourceType type;
  private byte[] own = {};
  private final byte[] int96 = new byte[Int96.BYTES];

  OtherValues(
      Encoding encoding, SourceType type, ColumnDescriptor column, PageBytes page, int count)
      throws IOException {
    this.type = type;
    ByteBufferInputStream in = page.stream();
    try {
      values = encoding.getValuesReader(column, ValuesType.VALUES);
      values.initFromPage(count, in);
    } catch (UnsupportedOperationException e) {
      throw new IOException("its encoding " + encoding + " does not fit its type", e);
    }
  }

  @Override
  void read(int count, RawColumn to) throws IOException {
    switch (type.physical()) {
      case BOOLEAN -> {
        for (int i = 0; i < count; i++) {
          to.longs[i] = values.readBoolean() ? 1 : 0;
        }
      }
      case INT32 -> {
        long mask = type.unsigned() ? 0xFFFFFFFFL : -1L;
        for (int i = 0; i < count; i++) {
          to.longs[i] = values.readInteger() & mask;
        }
      }
      case INT64 -> {
        for (int i = 0; i < count; i++) {
          to.longs[i] = values.readLong();
        }
      }
      case INT96 -> {
        for (int i = 0; i < count; i++) {
          values.readBytes().toByteBuffer().get(int96);
          to.longs[i] = Int96.micros(int96, 0);
        }
      }
      case FLOAT -> {
        for (int i = 0; i < count; i++) {
          to.doubles[i] = values.readFloat();
        }
      }
      case DOUBLE -> {
        for (int i = 0; i < count; i++) {
          to.doubles[i] = values.readDouble();
        }
      }
      case BINARY, FIXED_LEN_BYTE_ARRAY -> spans(count, to);
    }
  }

  private void spans(int count, RawColumn to) {
    int used = 0;
    for (int i = 0; i < count; i++) {
      ByteBuffer value = values.readBytes().toByteBuffer();
      int length = value.remaining();
      if (own.length - used < length) {
        own = Arrays.copyOf(own, Math.max(used + length, own.length + (own.length >>> 1)));
      }
      value.get(own, used, length);
      to.starts[i] = used;
      to.lengths[i] = length;
      used += length;
    }
    to.data = own;
  }

  @Override
  long footprint() {
    return own.length;
  }
}
