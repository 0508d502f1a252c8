package plimsoll.lake.parquet;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.iceberg.DataFile;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Types;
import org.jspecify.annotations.Nullable;
import plimsoll.flow.PageColumn;
import plimsoll.flow.PageGroup;
import plimsoll.pipeline.write.GroupWriter;
import plimsoll.pipeline.write.StoreWriter.Pressure;
import plimsoll.storage.Storage;

/**
 * Data files of one writer that get row groups of others. One is open at a time: the next begins
 * when it is full, or when a row group says otherwise which columns may be NULL. A page of such a
 * column begins with levels, and that cannot be changed without packing it anew.
 */
final class PageCopies {
  /** Part of the buffer that may be taken by what the end of a file says of its pages. */
  private static final int INDEX_PART = 4;

  /** Row groups that are not worth one: so many are copied, more become larger ones by rows. */
  private static final int MOST_SMALL_GROUPS = 16;

  /** Part of the buffer below which a row group is small, whatever its columns are. */
  private static final int SMALLEST_PART = 128;

  private final Storage storage;
  private final FileLayout layout;
  private final PageFit fit;
  private final Supplier<String> paths;
  private final Compressor compressor;
  private final Scratch scratch;
  private final long loadId;
  private final WriterSettings settings;
  private final Consumer<DataFile> done;
  private @Nullable CopiedFile open;
  private int smallGroups;

  /**
   * No file yet.
   *
   * @param paths of files to come
   * @param done gets those that are complete
   */
  PageCopies(
      Storage storage,
      FileLayout layout,
      PageFit fit,
      Supplier<String> paths,
      Compressor compressor,
      Scratch scratch,
      long loadId,
      WriterSettings settings,
      Consumer<DataFile> done) {
    this.storage = storage;
    this.layout = layout;
    this.fit = fit;
    this.paths = paths;
    this.compressor = compressor;
    this.scratch = scratch;
    this.loadId = loadId;
    this.settings = settings;
    this.done = done;
  }

  /**
   * What takes the row group over; null if no column of it can be copied, or if there were many as
   * small as it already.
   */
  @Nullable GroupWriter take(PageGroup group) {
    if (group.rows() > Integer.MAX_VALUE) {
      return null;
    }
    List<Type> fields = layout.message().getFields();
    boolean small = group.packedBytes() < smallest(fields.size());
    if (small && smallGroups == MOST_SMALL_GROUPS) {
      return null;
    }
    List<@Nullable PageColumn> columns = new ArrayList<>();
    List<Type> written = new ArrayList<>(fields);
    boolean any = false;
    for (int i = 0; i < group.columns().size(); i++) {
      PageColumn pages = group.columns().get(i);
      boolean takes = pages != null && fit.takes(pages, fields.get(i));
      columns.add(takes ? pages : null);
      if (takes && pages != null) {
        written.set(i, as(pages, fields.get(i).asPrimitiveType()));
        any = true;
      }
    }
    MessageType message = new MessageType(layout.message().getName(), written);
    return any ? group(group, columns, message, small) : null;
  }

  private long smallest(int columns) {
    return Math.min(
        ParquetStoreWriter.smallestRowGroup(columns), settings.bufferBytes() / SMALLEST_PART);
  }

  private static Type as(PageColumn pages, PrimitiveType column) {
    Type.Repetition repetition =
        pages.nullable() ? Type.Repetition.OPTIONAL : Type.Repetition.REQUIRED;
    return Types.primitive(column.getPrimitiveTypeName(), repetition)
        .length(column.getTypeLength())
        .as(column.getLogicalTypeAnnotation())
        .id(column.getId().intValue())
        .named(column.getName());
  }

  private GroupWriter group(
      PageGroup group, List<@Nullable PageColumn> columns, MessageType message, boolean small) {
    List<GroupColumn> made = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      Type field = message.getFields().get(i);
      PageColumn pages = columns.get(i);
      List<ColumnDescriptor> leaves = leaves(message, field);
      made.add(
          pages == null
              ? new EncodedColumn(field, leaves, compressor, scratch)
              : new CopiedColumn(
                  group, i, leaves.get(0), CompressionCodecName.valueOf(pages.codec()), scratch));
    }
    ColumnDescriptor stamp = message.getColumnDescription(new String[] {LoadIdColumn.NAME});
    return new CopiedRowGroup(
        made,
        new ConstantColumn(stamp, compressor, scratch, loadId),
        settings.bufferBytes(),
        (whole, pressure) -> {
          write(whole, message, pressure);
          smallGroups += small ? 1 : 0;
        });
  }

  private static List<ColumnDescriptor> leaves(MessageType message, Type field) {
    return message.getColumns().stream()
        .filter(leaf -> leaf.getPath()[0].equals(field.getName()))
        .toList();
  }

  private void write(CopiedRowGroup group, MessageType message, Pressure pressure)
      throws IOException {
    CopiedFile file = file(message);
    file.add(group, pressure);
    if (file.length() >= settings.fileBytes()
        || file.indexBytes() >= settings.bufferBytes() / INDEX_PART) {
      finish();
    }
  }

  private CopiedFile file(MessageType message) throws IOException {
    CopiedFile file = open;
    if (file == null || !file.message().equals(message)) {
      finish();
      file = new CopiedFile(new DataFileOutput(storage, paths.get(), layout, message));
      open = file;
    }
    return file;
  }

  /** Bytes held for the end of the file. */
  long footprint() {
    return open == null ? 0 : open.indexBytes();
  }

  /** Ends and syncs the file that is open. */
  void finish() throws IOException {
    if (open != null) {
      done.accept(open.finish());
      open = null;
    }
  }

  /** Gives the file up that is open. */
  void abandon() throws IOException {
    if (open != null) {
      open.abandon();
      open = null;
    }
  }
}
