package plimsoll.formats.parquet;

import java.util.function.Consumer;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.schema.MessageType;
import plimsoll.error.ErrorCode;
import plimsoll.error.PlimsollException;
import plimsoll.model.Batch;

/**
 * A file as it was when the load was planned.
 *
 * @param path where it is
 * @param length its bytes
 * @param groups how many row groups it has
 * @param binding how its columns go to the table's
 * @param missing fills columns that other files of the load have and it has not
 */
record PlannedFile(String path, long length, int groups, Binding binding, Consumer<Batch> missing) {

  /** Looks at what can be known without reading a page. BAD_PARQUET. */
  static void check(String path, ParquetFile file, Binding binding) {
    int leaves = file.schema().getColumns().size();
    for (BlockMetaData group : file.groups()) {
      if (group.getPath() != null) {
        throw bad(path, "its rows lie in another file, " + group.getPath() + ". Load that.");
      }
      if (group.getRowCount() < 0 || group.getColumns().size() != leaves) {
        throw bad(path, "a row group is not as its schema says. It is damaged: copy it again.");
      }
      for (Binding.Field field : binding.fields()) {
        check(path, field, group.getColumns().get(field.leaf()), group.getRowCount());
      }
    }
  }

  private static void check(
      String path, Binding.Field field, ColumnChunkMetaData chunk, long rows) {
    if (chunk.isEncrypted()) {
      throw bad(
          path,
          "its column '"
              + field.name()
              + "' is encrypted. Decrypt it first; keys cannot be given here.");
    }
    if (chunk.getValueCount() != rows) {
      throw bad(
          path,
          "its column '"
              + field.name()
              + "' has "
              + chunk.getValueCount()
              + " values in a row group"
              + " of "
              + rows
              + " rows. It is damaged: copy it again.");
    }
    if (chunk.getCodec() == CompressionCodecName.BROTLI
        || chunk.getCodec() == CompressionCodecName.LZO) {
      throw bad(
          path,
          "its column '"
              + field.name()
              + "' is compressed by "
              + chunk.getCodec()
              + ", which is not supported. Write it with zstd, snappy, gzip or lz4_raw.");
    }
  }

  /** What was planned must still be so. */
  ParquetFile requireSame(ParquetFile file) {
    MessageType schema = binding.schema();
    if (file.length() != length
        || file.groups().size() != groups
        || !file.schema().equals(schema)) {
      throw bad(path, "it was changed while it was being loaded. Load it again.");
    }
    check(path, file, binding);
    return file;
  }

  private static PlimsollException bad(String path, String why) {
    return ErrorCode.BAD_PARQUET.with(path, why);
  }
}
