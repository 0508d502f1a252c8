package plimsoll.formats.parquet;

import java.io.ByteArrayInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.Util;
import org.apache.parquet.format.converter.ParquetMetadataConverter;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ParquetMetadata;
import org.apache.parquet.schema.MessageType;
import plimsoll.error.ErrorCode;
import plimsoll.error.PlimsollException;
import plimsoll.storage.InputFile;
import plimsoll.storage.InputFiles;

/**
 * An open Parquet file and what its footer says. One worker's.
 *
 * <p>Source: the Parquet format, "File format": {@code PAR1}, row groups, footer, its length in
 * four bytes, {@code PAR1}.
 */
final class ParquetFile implements Closeable {
  private static final int MAGIC_BYTES = 4;
  private static final int TAIL_BYTES = 8;
  private static final int LEAST_BYTES = MAGIC_BYTES + TAIL_BYTES;
  private static final String MAGIC = "PAR1";
  private static final String ENCRYPTED = "PARE";

  private final InputFile file;
  private final long length;
  private final MessageType schema;
  private final List<BlockMetaData> groups;

  private ParquetFile(InputFile file, long length, ParquetMetadata footer) {
    this.file = file;
    this.length = length;
    schema = footer.getFileMetaData().getSchema();
    groups = footer.getBlocks();
  }

  /** Opens a file and reads its footer. FILE_UNREADABLE, BAD_PARQUET. */
  static ParquetFile open(InputFiles.Opener opener, String path) {
    InputFile file;
    try {
      file = opener.open(path);
    } catch (IOException e) {
      throw ErrorCode.FILE_UNREADABLE.because(e, path, e.getMessage());
    }
    try {
      return read(file);
    } catch (IOException e) {
      throw closing(file, ErrorCode.FILE_UNREADABLE.because(e, path, e.getMessage()));
    } catch (RuntimeException e) {
      throw closing(file, e);
    }
  }

  private static RuntimeException closing(InputFile file, RuntimeException failure) {
    try {
      file.close();
    } catch (IOException e) {
      failure.addSuppressed(e);
    }
    return failure;
  }

  private static ParquetFile read(InputFile file) throws IOException {
    long length = file.length();
    if (length < LEAST_BYTES) {
      throw bad(
          file,
          "it has only "
              + length
              + " bytes, fewer than any Parquet file. Was it copied whole? Copy it again.");
    }
    byte[] tail = bytes(file, length - TAIL_BYTES, TAIL_BYTES);
    checkMagic(file, new String(tail, MAGIC_BYTES, MAGIC_BYTES, StandardCharsets.ISO_8859_1));
    int footer = ByteBuffer.wrap(tail).order(ByteOrder.LITTLE_ENDIAN).getInt();
    if (footer <= 0 || footer > length - LEAST_BYTES) {
      throw bad(
          file,
          "its footer should be "
              + footer
              + " bytes long, which the file is not. It is damaged: copy it again.");
    }
    byte[] bytes = bytes(file, length - TAIL_BYTES - footer, footer);
    return new ParquetFile(file, length, footer(file, bytes));
  }

  private static void checkMagic(InputFile file, String end) throws IOException {
    if (end.equals(MAGIC)) {
      return;
    }
    if (end.equals(ENCRYPTED)) {
      throw bad(file, "it is encrypted. Decrypt it first; keys cannot be given here.");
    }
    String start = new String(bytes(file, 0, MAGIC_BYTES), StandardCharsets.ISO_8859_1);
    throw bad(
        file,
        start.equals(MAGIC)
            ? "it begins as such a file but does not end as one: it is cut off, or still being"
                + " written. Copy it again when it is complete."
            : "neither its first nor its last bytes are PAR1. If it is text, say format=csv.");
  }

  private static ParquetMetadata footer(InputFile file, byte[] bytes) {
    try {
      int most = (int) Math.min(Integer.MAX_VALUE, 2L * bytes.length); // what a length may claim
      FileMetaData said = Util.readFileMetaData(new ByteArrayInputStream(bytes), most);
      return new ParquetMetadataConverter().fromParquetMetadata(said);
    } catch (IOException | RuntimeException e) {
      throw ErrorCode.BAD_PARQUET.because(
          e, file.path(), "its footer is damaged (" + e.getMessage() + "). Copy it again.");
    }
  }

  private static byte[] bytes(InputFile file, long position, int length) throws IOException {
    byte[] bytes = new byte[length];
    int filled = 0;
    while (filled < length) {
      int read = file.read(position + filled, bytes, filled, length - filled);
      if (read < 0) {
        throw new IOException("it became shorter while it was read");
      }
      filled += read;
    }
    return bytes;
  }

  private static PlimsollException bad(InputFile file, String why) {
    return ErrorCode.BAD_PARQUET.with(file.path(), why);
  }

  /** Its bytes. */
  InputFile file() {
    return file;
  }

  /** How many there are. */
  long length() {
    return length;
  }

  MessageType schema() {
    return schema;
  }

  List<BlockMetaData> groups() {
    return groups;
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
