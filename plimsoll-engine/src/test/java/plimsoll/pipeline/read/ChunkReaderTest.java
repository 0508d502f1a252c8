package plimsoll.pipeline.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import plimsoll.error.ErrorCode;
import plimsoll.error.PlimsollException;
import plimsoll.flow.Chunk;
import plimsoll.flow.Progress;
import plimsoll.flow.RecordCutter;
import plimsoll.model.Compression;

class ChunkReaderTest {
  /** Records end with LF. */
  private static final RecordCutter LINES =
      (data, start, end) -> {
        int at = end;
        while (at > start && data[at - 1] != '\n') {
          at--;
        }
        return at;
      };

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 7, 100_000, 2_097_151, 2_097_152, 2_097_153, 7_000_001})
  void chunksAreWholeRecordsAndLoseNothing(int size) throws IOException {
    byte[] text = lines(size, 1);
    ByteArrayOutputStream read = new ByteArrayOutputStream();
    for (byte[] chunk : chunks(reader(new Inputs("f", text)))) {
      read.writeBytes(chunk);
      boolean last = read.size() == text.length;
      assertThat(last || chunk[chunk.length - 1] == '\n').isTrue();
    }
    assertThat(read.toByteArray()).isEqualTo(text);
  }

  @Test
  void everyInputStartsAnew() throws IOException {
    ChunkReader reader = reader(new Inputs("f", bytes("a\nb"), bytes(""), bytes("c\n")));
    Chunk chunk = reader.newChunk();
    assertThat(reader.next(chunk)).isTrue();
    assertThat(List.of(chunk.first(), chunk.last())).containsExactly(true, true);
    assertThat(chunk.byteOffset()).isZero();
    assertThat(reader.next(chunk)).isTrue();
    assertThat(chunk.input()).isEqualTo("f2");
    assertThat(List.of(chunk.first(), chunk.last())).containsExactly(true, true);
    assertThat(reader.next(chunk)).isFalse();
  }

  @Test
  void recordLongerThanAChunkIsReadWhole() throws IOException {
    byte[] text = new byte[9_000_000];
    Arrays.fill(text, (byte) 'x');
    text[8_000_000] = '\n';
    List<byte[]> chunks = chunks(reader(new Inputs("f", text)));
    assertThat(chunks.get(0)).hasSize(8_000_001);
    assertThat(chunks.stream().mapToInt(chunk -> chunk.length).sum()).isEqualTo(text.length);
  }

  @Test
  void recordLongerThanTheLimitEndsTheLoad() {
    byte[] text = new byte[9_000_000];
    ChunkReader reader =
        new ChunkReader(
            new Inputs("f", text), Compression.NONE, () -> LINES, 4_000_000, new Progress());
    assertThatThrownBy(() -> chunks(reader))
        .isInstanceOfSatisfying(
            PlimsollException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.ROW_TOO_LONG));
  }

  @Test
  void digestDoesNotDependOnHowTheBytesArrive() throws IOException {
    byte[] text = lines(5_000_000, 3);
    Inputs slow = new Inputs("body", text);
    slow.mostPerRead = 60_001;
    assertThat(digest(slow)).isEqualTo(digest(new Inputs("f", text))).hasSize(32);
  }

  @Test
  void digestTellsContentsApart() throws IOException {
    byte[] text = lines(3_000_000, 3);
    String before = digest(new Inputs("f", text));
    text[2_500_000] ^= 1;
    assertThat(digest(new Inputs("f", text))).isNotEqualTo(before);
    assertThat(digest(new Inputs("f", bytes("a\n"), bytes("b\n"))))
        .isNotEqualTo(digest(new Inputs("f", bytes("a\nb\n"))));
  }

  @Test
  void gzipMembersInARowAreOneInput() throws IOException {
    byte[] one = lines(3_000_000, 4);
    byte[] packed = concat(gzip(one), gzip(one));
    assertThat(join(chunks(reader(new Inputs("f.gz", packed))))).isEqualTo(concat(one, one));
  }

  @Test
  void digestOfGzipIsOfTheBytesGiven() throws IOException {
    byte[] packed = gzip(lines(3_000_000, 4));
    assertThat(digest(new Inputs("f.gz", packed))).isEqualTo(digest(new Inputs("f", packed)));
  }

  @Test
  void gzipThatEndsEarlyIsNamed() throws IOException {
    byte[] packed = gzip(lines(300_000, 4));
    Inputs cut = new Inputs("f.gz", Arrays.copyOf(packed, packed.length - 9));
    assertThatThrownBy(() -> chunks(reader(cut)))
        .isInstanceOf(PlimsollException.class)
        .hasMessageContaining("f.gz")
        .hasMessageContaining("ends too early");
  }

  @Test
  void notGzipIsNamed() {
    assertThatThrownBy(() -> chunks(reader(new Inputs("f.gz", bytes("a,b\n1,2\n")))))
        .isInstanceOf(PlimsollException.class)
        .hasMessageContaining("Cannot decompress f.gz as gzip");
  }

  @Test
  void peekedBytesAreReadAgain() throws IOException {
    byte[] text = lines(3_000_000, 5);
    PeekedSource peeked = new PeekedSource(new Inputs("f", text));
    PeekedSource.Head head = peeked.peek(1000, Compression.NONE);
    assertThat(head).isNotNull();
    assertThat(head.data()).isEqualTo(Arrays.copyOf(text, 1000));
    assertThat(digest(peeked)).isEqualTo(digest(new Inputs("f", text)));
  }

  private static ChunkReader reader(Source source) {
    return new ChunkReader(source, Compression.BY_NAME, () -> LINES, 64 << 20, new Progress());
  }

  private static String digest(Source source) throws IOException {
    ChunkReader reader = reader(source);
    chunks(reader);
    return reader.digest();
  }

  private static List<byte[]> chunks(ChunkReader reader) throws IOException {
    List<byte[]> chunks = new ArrayList<>();
    Chunk chunk = reader.newChunk();
    while (reader.next(chunk)) {
      chunks.add(Arrays.copyOfRange(chunk.data(), chunk.start(), chunk.end()));
    }
    return chunks;
  }

  private static byte[] join(List<byte[]> parts) {
    return concat(parts.toArray(byte[][]::new));
  }

  private static byte[] concat(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }

  private static byte[] gzip(byte[] bytes) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(bytes);
    }
    return out.toByteArray();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] lines(int size, int seed) {
    Random random = new Random(seed);
    byte[] text = new byte[size];
    for (int i = 0; i < size; i++) {
      int at = random.nextInt(50);
      text[i] = (byte) (at == 0 ? '\n' : 'a' + at % 26);
    }
    return text;
  }

  /** Inputs in memory, named {@code name}, {@code name1}, {@code name2} ... (".gz" stays last). */
  private static final class Inputs implements Source {
    private final String name;
    private final byte[][] contents;
    private int next;
    private int mostPerRead = Integer.MAX_VALUE;

    Inputs(String name, byte[]... contents) {
      this.name = name;
      this.contents = contents;
    }

    @Override
    public String describe() {
      return name;
    }

    @Override
    public long totalBytes() {
      return -1;
    }

    @Override
    public ByteInput next() {
      if (next == contents.length) {
        return null;
      }
      String inputName = next == 0 ? name : name + next;
      byte[] content = contents[next++];
      return new ByteInput() {
        private int position;

        @Override
        public String name() {
          return inputName;
        }

        @Override
        public long length() {
          return content.length;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) {
          if (position == content.length) {
            return -1;
          }
          int take = Math.min(Math.min(length, mostPerRead), content.length - position);
          System.arraycopy(content, position, buffer, offset, take);
          position += take;
          return take;
        }

        @Override
        public void close() {}
      };
    }

    @Override
    public void close() {}
  }
}
