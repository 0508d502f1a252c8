package plimsoll.online.key;

import com.dynatrace.hash4j.hashing.Hasher64;
import com.dynatrace.hash4j.hashing.Hashing;

/** The hash in keys: that of a row's bytes as {@link plimsoll.flow.RowCodec} writes them. */
public final class RowHash {
  private static final Hasher64 HASHER = Hashing.xxh3_64();

  private RowHash() {}

  /** Of a row that lies there. */
  public static long of(byte[] data, int start, int length) {
    return HASHER.hashBytesToLong(data, start, length);
  }
}
