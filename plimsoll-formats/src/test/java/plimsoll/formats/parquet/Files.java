package plimsoll.formats.parquet;

import java.io.ByteArrayOutputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.io.PositionOutputStream;
import org.apache.parquet.schema.MessageType;
import plimsoll.storage.FileStatus;
import plimsoll.storage.InputFile;
import plimsoll.storage.InputFiles;

/** Parquet files in memory, written by parquet-java. */
final class Files {
  private final Map<String, byte[]> files = new LinkedHashMap<>();

  /** Adds a file, in front of which others stay. */
  Files with(String path, byte[] bytes) {
    files.put(path, bytes);
    return this;
  }

  static Files of(byte[] bytes) {
    return new Files().with("/in.parquet", bytes);
  }

  InputFiles input() {
    List<FileStatus> found = new ArrayList<>();
    files.forEach((path, bytes) -> found.add(new FileStatus(path, bytes.length, Instant.EPOCH)));
    return new InputFiles(found, this::open);
  }

  private InputFile open(String path) throws IOException {
    if (!files.containsKey(path)) {
      throw new FileNotFoundException(path);
    }
    return new InputFile() {
      @Override
      public String path() {
        return path;
      }

      @Override
      public long length() {
        return files.get(path).length;
      }

      @Override
      public int read(long position, byte[] buffer, int offset, int length) {
        byte[] bytes = files.get(path);
        int count = (int) Math.min(length, bytes.length - position);
        if (count <= 0) {
          return -1;
        }
        System.arraycopy(bytes, (int) position, buffer, offset, count);
        return count;
      }

      @Override
      public void close() {}
    };
  }

  static byte[] write(MessageType schema, List<Group> rows) {
    return write(schema, rows, how -> how);
  }

  static byte[] write(
      MessageType schema, List<Group> rows, UnaryOperator<ExampleParquetWriter.Builder> how) {
    Memory memory = new Memory();
    try (ParquetWriter<Group> writer =
        how.apply(ExampleParquetWriter.builder(memory).withType(schema)).build()) {
      for (Group row : rows) {
        writer.write(row);
      }
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    return memory.bytes.toByteArray();
  }

  private static final class Memory implements OutputFile {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    @Override
    public PositionOutputStream create(long blockSizeHint) {
      return new PositionOutputStream() {
        @Override
        public long getPos() {
          return bytes.size();
        }

        @Override
        public void write(int value) {
          bytes.write(value);
        }

        @Override
        public void write(byte[] data, int offset, int length) {
          bytes.write(data, offset, length);
        }
      };
    }

    @Override
    public PositionOutputStream createOrOverwrite(long blockSizeHint) {
      return create(blockSizeHint);
    }

    @Override
    public boolean supportsBlockSize() {
      return false;
    }

    @Override
    public long defaultBlockSize() {
      return 0;
    }
  }
}
