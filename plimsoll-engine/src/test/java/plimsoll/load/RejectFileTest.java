package plimsoll.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import plimsoll.error.ErrorCode;
import plimsoll.flow.Progress;
import plimsoll.flow.RejectLog.ChunkRejects;
import plimsoll.storage.FileStatus;
import plimsoll.storage.InputFile;
import plimsoll.storage.OutputFile;
import plimsoll.storage.Storage;

class RejectFileTest {
  private final OneFile storage = new OneFile();
  private final Progress progress = new Progress();
  private final RejectFile file = new RejectFile(storage, "/rejects", 7, progress);

  @Test
  void withoutRowsThereIsNoFile() {
    file.chunk(0, "f", true).close(10);
    file.finish();
    assertThat(file.name()).isNull();
    assertThat(storage.steps).isEmpty();
  }

  @Test
  void rowsComeInInputOrderWithLinesOfTheInput() {
    ChunkRejects first = file.chunk(0, "f", true);
    ChunkRejects second = file.chunk(1, "f", false);
    ChunkRejects other = file.chunk(2, "g", true);
    reject(other, 0, "c");
    other.close(5);
    reject(second, 4, "b");
    second.close(100);
    reject(first, 2, "a");
    first.close(10);
    file.finish();
    assertThat(storage.lines())
        .extracting(line -> line.replaceAll(".*\"line\":(\\d+).*\"raw\":\"(\\w)\".*", "$2$1"))
        .containsExactly("a3", "b15", "c1");
    assertThat(progress.filtered()).isEqualTo(3);
  }

  @Test
  void fileIsSyncedBeforeItsName() {
    ChunkRejects chunk = file.chunk(0, "f", true);
    reject(chunk, 0, "a");
    chunk.close(1);
    file.finish();
    file.finish();
    assertThat(file.name()).startsWith("error_log_0000000000000007_");
    assertThat(storage.steps).containsExactly("create", "sync", "close", "syncDirectory");
  }

  @Test
  void longRowsAreCutAndOddBytesReplaced() {
    byte[] row = "x".repeat(10_000).getBytes(StandardCharsets.UTF_8);
    row[0] = (byte) 0xff;
    ChunkRejects chunk = file.chunk(0, "f", true);
    chunk.reject(0, 0, ErrorCode.BAD_UTF8, "why", "", "", row, 0, row.length);
    chunk.close(1);
    file.finish();
    assertThat(storage.lines().get(0)).hasSizeLessThan(5000).contains("\uFFFDxxx");
  }

  /** Error logs are given to whoever knows their name, so one name must not tell the next. */
  @Test
  void namesCannotBeForeseen() {
    long first = seed(secret());
    long second = seed(secret());
    assertThat(second - first).isNotEqualTo(0x9e3779b97f4a7c15L);
  }

  private long secret() {
    RejectFile next = new RejectFile(new OneFile(), "/rejects", 7, progress);
    ChunkRejects chunk = next.chunk(0, "f", true);
    reject(chunk, 0, "a");
    chunk.close(1);
    next.finish();
    String name = String.valueOf(next.name());
    return Long.parseUnsignedLong(name.substring(name.lastIndexOf('_') + 1), 16);
  }

  /** Undoes the mixing of the platform's quick generators, whose seeds differ by a known step. */
  private static long seed(long random) {
    long z = (random ^ (random >>> 33)) * 0x9cb4b2f8129337dbL;
    z = (z ^ (z >>> 33)) * 0x4f74430c22a54005L;
    return z ^ (z >>> 33);
  }

  private static void reject(ChunkRejects chunk, long line, String raw) {
    byte[] bytes = raw.getBytes(StandardCharsets.UTF_8);
    chunk.reject(line, 0, ErrorCode.BAD_VALUE, "why", "c", raw, bytes, 0, bytes.length);
  }

  /** Keeps what is written to its one file and the order of steps. */
  private static final class OneFile implements Storage {
    private final ByteArrayOutputStream content = new ByteArrayOutputStream();
    private final List<String> steps = new ArrayList<>();

    List<String> lines() {
      return content.toString(StandardCharsets.UTF_8).lines().toList();
    }

    @Override
    public OutputFile create(String path) {
      steps.add("create");
      return new OutputFile() {
        @Override
        public String path() {
          return path;
        }

        @Override
        public void write(byte[] buffer, int offset, int length) {
          content.write(buffer, offset, length);
        }

        @Override
        public long position() {
          return content.size();
        }

        @Override
        public void sync() {
          steps.add("sync");
        }

        @Override
        public void close() {
          steps.add("close");
        }
      };
    }

    @Override
    public void syncDirectory(String directory) {
      steps.add("syncDirectory");
    }

    @Override
    public InputFile open(String path) throws IOException {
      throw new IOException(path);
    }

    @Override
    public boolean exists(String path) {
      return false;
    }

    @Override
    public List<FileStatus> list(String directory) {
      return List.of();
    }

    @Override
    public List<FileStatus> walk(String directory) {
      return List.of();
    }

    @Override
    public List<FileStatus> match(String pattern) {
      return List.of();
    }

    @Override
    public void delete(String path) {}

    @Override
    public void deleteTree(String directory) {}
  }
}
