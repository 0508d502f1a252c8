package plimsoll.pipeline.read;

import com.dynatrace.hash4j.hashing.HashValue128;
import com.dynatrace.hash4j.hashing.Hasher128;
import com.dynatrace.hash4j.hashing.Hashing;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The 128-bit digest of what a load read: XXH3-128 over fixed blocks of one mebibyte of each input,
 * as given (compressed inputs are not unpacked for it), then over the block hashes and lengths.
 *
 * <p>Blocks are hashed by whoever read them, in any order and in parallel; so a file and a request
 * body with the same bytes have the same digest, however they were cut. Not cryptographic: it tells
 * repeats from mistakes, not from attacks.
 */
public final class ContentDigest {
  /** Bytes in a block; the last one of an input may be shorter. */
  public static final int BLOCK = 1 << 20;

  private static final Hasher128 HASHER = Hashing.xxh3_128();

  private final List<Input> inputs = new ArrayList<>();

  /** Begins the next input and returns where its blocks go. */
  public synchronized Input begin() {
    Input input = new Input();
    inputs.add(input);
    return input;
  }

  /** 32 hex digits, once every block was added. */
  public synchronized String hex() {
    int size = inputs.stream().mapToInt(input -> 8 + 16 * input.hashes.size()).sum();
    ByteBuffer all = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    for (Input input : inputs) {
      input.appendTo(all);
    }
    HashValue128 hash = HASHER.hashBytesTo128Bits(all.array());
    return String.format(
        Locale.ROOT, "%016x%016x", hash.getMostSignificantBits(), hash.getLeastSignificantBits());
  }

  /** Blocks of one input. */
  public static final class Input {
    private final List<HashValue128> hashes = new ArrayList<>();
    private long length;

    /** Hashes {@code data[start, end)}, which begins at block {@code firstBlock} of the input. */
    public void add(long firstBlock, byte[] data, int start, int end) {
      int block = Math.toIntExact(firstBlock);
      for (int at = start; at < end; at += BLOCK) {
        int size = Math.min(BLOCK, end - at);
        set(block++, HASHER.hashBytesTo128Bits(data, at, size), size);
      }
    }

    private synchronized void set(int block, HashValue128 hash, int size) {
      while (hashes.size() <= block) {
        hashes.add(new HashValue128(0, 0));
      }
      hashes.set(block, hash);
      length += size;
    }

    private synchronized void appendTo(ByteBuffer all) {
      all.putLong(length);
      for (HashValue128 hash : hashes) {
        all.putLong(hash.getMostSignificantBits());
        all.putLong(hash.getLeastSignificantBits());
      }
    }
  }
}
