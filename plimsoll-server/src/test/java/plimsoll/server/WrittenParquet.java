package plimsoll.server;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.Util;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.schema.MessageType;

/** Parquet files by parquet-java's own writer, and what others make of them. */
final class WrittenParquet {
  private static final int TAIL_BYTES = 8;

  private WrittenParquet() {}

  static Path write(
      Path file,
      MessageType schema,
      List<Group> rows,
      UnaryOperator<ExampleParquetWriter.Builder> how) {
    try (ParquetWriter<Group> writer =
        how.apply(ExampleParquetWriter.builder(new LocalOutputFile(file)).withType(schema))
            .build()) {
      for (Group row : rows) {
        writer.write(row);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return file;
  }

  /** Makes a file say something else in its footer. */
  static void editFooter(Path file, Consumer<FileMetaData> edit) {
    try {
      byte[] bytes = Files.readAllBytes(file);
      int length =
          ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getInt(bytes.length - TAIL_BYTES);
      int start = bytes.length - TAIL_BYTES - length;
      FileMetaData footer = Util.readFileMetaData(new ByteArrayInputStream(bytes, start, length));
      edit.accept(footer);
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      out.write(bytes, 0, start);
      Util.writeFileMetaData(footer, out);
      ByteBuffer tail = ByteBuffer.allocate(TAIL_BYTES).order(ByteOrder.LITTLE_ENDIAN);
      tail.putInt(out.size() - start).put(bytes, bytes.length - Integer.BYTES, Integer.BYTES);
      out.write(tail.array());
      Files.write(file, out.toByteArray());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
