package plimsoll.pipeline.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import plimsoll.error.ErrorCode;
import plimsoll.error.PlimsollException;
import plimsoll.flow.Chunk;
import plimsoll.flow.Progress;
import plimsoll.flow.Quoting;
import plimsoll.flow.RecordCutter;
import plimsoll.model.Compression;
import plimsoll.storage.FileStatus;
import plimsoll.storage.InputFile;
import plimsoll.storage.OutputFile;
import plimsoll.storage.Storage;

class ChunkReaderTest {
  private static final Decoding BY_NAME =
      new Decoding(
          Compression.BY_NAME,
          StandardCharsets.UTF_8,
          (kind, packed) -> new GZIPInputStream(packed));

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

  /** What its cutter saw of one chunk must not be taken for what is in another. */
  @Test
  void chunkThatWasNotCutIsOneNobodyLookedAt() throws IOException {
    byte[] text = lines(5_000_000, 1);
    Source twice = new Inputs("f", text, text);
    ChunkReader reader =
        new ChunkReader(twice, BY_NAME, CutterOfUnquoted::new, 64 << 20, new Progress());
    Chunk chunk = reader.newChunk();
    List<Quoting> seen = new ArrayList<>();
    while (reader.next(chunk)) {
      seen.add(chunk.quoting());
    }
    assertThat(seen)
        .containsExactly(
            Quoting.NONE,
            Quoting.NONE,
            Quoting.UNKNOWN,
            Quoting.NONE,
            Quoting.NONE,
            Quoting.UNKNOWN);
  }

  private static final class CutterOfUnquoted implements RecordCutter {
    @Override
    public int lastRecordEnd(byte[] data, int start, int end) {
      return LINES.lastRecordEnd(data, start, end);
    }

    @Override
    public Quoting quoting() {
      return Quoting.NONE;
    }
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
            new Inputs("f", text), Decoding.PLAIN, () -> LINES, 4_000_000, new Progress());
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
    PeekedSource.Head head = peeked.peek(1000, Decoding.PLAIN);
    assertThat(head).isNotNull();
    assertThat(head.data()).isEqualTo(Arrays.copyOf(text, 1000));
    assertThat(digest(peeked)).isEqualTo(digest(new Inputs("f", text)));
  }

  @Test
  void whatIsLookedAtIsDecoded() throws IOException {
    byte[] text = lines(3_000_000, 5);
    PeekedSource peeked = new PeekedSource(new Inputs("f.gz", gzip(text)));
    PeekedSource.Head head = peeked.peek(1_000_000, BY_NAME);
    assertThat(head.data()).isEqualTo(Arrays.copyOf(text, 1_000_000));
    assertThat(head.whole()).isFalse();
    assertThat(digest(peeked)).isEqualTo(digest(new Inputs("f.gz", gzip(text))));
  }

  @Test
  void allOfAShortPackedInputIsSeen() throws IOException {
    PeekedSource peeked = new PeekedSource(new Inputs("f.gz", gzip(bytes("id,name"))));
    PeekedSource.Head head = peeked.peek(1000, BY_NAME);
    assertThat(head.data()).isEqualTo(bytes("id,name"));
    assertThat(head.whole()).isTrue();
  }

  @Test
  void emptyInputsAreNotLookedAt() throws IOException {
    Inputs inputs = new Inputs("f", bytes(""), bytes(""), bytes("id,name\n"));
    PeekedSource peeked = new PeekedSource(inputs);
    assertThat(peeked.peek(1000, Decoding.PLAIN).data()).isEqualTo(bytes("id,name\n"));
    assertThat(inputs.open).isOne();
    assertThat(concat(chunks(reader(peeked)).toArray(byte[][]::new))).isEqualTo(bytes("id,name\n"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"f", "f.gz"})
  void bytesAreCountedAsTheyCame(String name) throws IOException {
    byte[] text = lines(5_000_000, 6);
    byte[] raw = name.endsWith(".gz") ? gzip(text) : text;
    Progress progress = new Progress();
    ChunkReader reader =
        new ChunkReader(new Inputs(name, raw), BY_NAME, () -> LINES, 1 << 20, progress);
    chunks(reader);
    assertThat(progress.sourceBytes()).isEqualTo(raw.length);
  }

  @Test
  void failureOfTheInputIsNotTakenForDamage() throws IOException {
    Inputs cut = new Inputs("f.gz", gzip(lines(9_000_000, 6)));
    cut.mostPerRead = 1 << 16;
    int[] reads = {0};
    cut.beforeRead =
        () -> {
          if (++reads[0] == 40) {
            throw ErrorCode.BODY_CUT_OFF.with(1);
          }
        };
    assertThatThrownBy(() -> chunks(reader(cut)))
        .isInstanceOfSatisfying(
            PlimsollException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.BODY_CUT_OFF));
  }

  @Test
  void inputThatFailsIsClosedAndEndsForTheOtherWorkers() throws IOException {
    Inputs broken = new Inputs("f", lines(9_000_000, 6));
    broken.failAt = 5_000_000;
    ChunkReader reader = reader(broken);
    assertThatThrownBy(() -> chunks(reader)).isInstanceOf(PlimsollException.class);
    assertThat(broken.open).isZero();
    assertThat(reader.next(reader.newChunk())).isFalse();
  }

  @Test
  void gzipThatIsBrokenIsClosed() throws IOException {
    byte[] packed = gzip(lines(300_000, 4));
    Inputs cut = new Inputs("f.gz", Arrays.copyOf(packed, packed.length - 9));
    assertThatThrownBy(() -> chunks(reader(cut))).isInstanceOf(PlimsollException.class);
    assertThat(cut.open).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"f", "f.gz"})
  void inputThatIsGivenUpHalfWayIsClosed(String name) throws IOException {
    byte[] text = lines(9_000_000, 6);
    Inputs inputs = new Inputs(name, name.endsWith(".gz") ? gzip(text) : text);
    ChunkReader reader = reader(inputs);
    assertThat(reader.next(reader.newChunk())).isTrue();
    assertThat(inputs.open).isOne();
    reader.close();
    assertThat(inputs.open).isZero();
    assertThatThrownBy(() -> reader.next(reader.newChunk()))
        .isInstanceOf(IOException.class)
        .hasMessage("closed while reading " + name);
  }

  @Test
  void filesAreClosedHoweverTheirReadingEnds(@TempDir Path directory) throws Exception {
    Path file = Files.write(directory.resolve("f.csv"), lines(9_000_000, 7));
    FileStatus status = new FileStatus(file.toString(), 9_000_000, Instant.EPOCH);
    Handles handles = new Handles();
    FilesSource peeked = new FilesSource(handles, List.of(status));
    new PeekedSource(peeked).peek(100, Decoding.PLAIN);
    assertThat(handles.open).isOne();
    peeked.close(); // as a planner does that refuses
    assertThat(handles.open).isZero();

    ChunkReader reader = reader(new FilesSource(handles, List.of(status)));
    assertThat(reader.next(reader.newChunk())).isTrue();
    assertThat(handles.open).isOne();
    reader.close();
    assertThat(handles.open).isZero();
  }

  @Test
  void closingNeverWaitsForAReadThatHangs() throws Exception {
    CountDownLatch reading = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    Inputs slow = new Inputs("f", lines(1000, 8));
    slow.beforeRead =
        () -> {
          reading.countDown();
          try {
            go.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        };
    ChunkReader reader = reader(slow);
    Thread worker = new Thread(() -> assertThatThrownBy(() -> chunks(reader)));
    worker.start();
    reading.await();
    reader.close();
    go.countDown();
    worker.join();
    reader.close(); // the load's own, when all its workers have ended
    assertThat(slow.open).isZero();
  }

  private static ChunkReader reader(Source source) {
    return new ChunkReader(source, BY_NAME, () -> LINES, 64 << 20, new Progress());
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
    private int failAt = Integer.MAX_VALUE;
    private int open;
    private Runnable beforeRead = () -> {};

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
      open++;
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
        public int read(byte[] buffer, int offset, int length) throws IOException {
          beforeRead.run();
          if (position > failAt) {
            throw new IOException("Input/output error");
          }
          if (position == content.length) {
            return -1;
          }
          int take = Math.min(Math.min(length, mostPerRead), content.length - position);
          System.arraycopy(content, position, buffer, offset, take);
          position += take;
          return take;
        }

        @Override
        public void close() {
          open--;
        }
      };
    }

    @Override
    public void close() {}
  }

  /** Local files, counting those that are open. */
  private static final class Handles implements Storage {
    private int open;

    @Override
    public InputFile open(String path) throws IOException {
      byte[] content = Files.readAllBytes(Path.of(path));
      open++;
      return new InputFile() {
        private boolean closed;

        @Override
        public String path() {
          return path;
        }

        @Override
        public long length() {
          return content.length;
        }

        @Override
        public int read(long position, byte[] buffer, int offset, int length) {
          int take = (int) Math.min(length, content.length - position);
          System.arraycopy(content, (int) position, buffer, offset, Math.max(0, take));
          return take <= 0 ? -1 : take;
        }

        @Override
        public void close() {
          open -= closed ? 0 : 1;
          closed = true;
        }
      };
    }

    @Override
    public OutputFile create(String path) {
      throw new UnsupportedOperationException("a source of given files only opens them");
    }

    @Override
    public boolean exists(String path) {
      throw new UnsupportedOperationException("a source of given files only opens them");
    }

    @Override
    public List<FileStatus> list(String directory) {
      throw new UnsupportedOperationException("a source of given files only opens them");
    }

    @Override
    public List<FileStatus> walk(String directory) {
      throw new UnsupportedOperationException("a source of given files only opens them");
    }

    @Override
    public List<FileStatus> match(String pattern) {
      throw new UnsupportedOperationException("a source of given files only opens them");
    }

    @Override
    public void delete(String path) {
      throw new UnsupportedOperationException("a source of given files only opens them");
    }

    @Override
    public void deleteTree(String directory) {
      throw new UnsupportedOperationException("a source of given files only opens them");
    }

    @Override
    public void syncDirectory(String directory) {
      throw new UnsupportedOperationException("a source of given files only opens them");
    }
  }
}
