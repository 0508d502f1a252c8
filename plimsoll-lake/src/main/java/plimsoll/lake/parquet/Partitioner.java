package plimsoll.lake.parquet;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.iceberg.PartitionField;
import org.apache.iceberg.PartitionKey;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.StructLike;
import org.apache.iceberg.types.Types.NestedField;
import plimsoll.model.Batch;
import plimsoll.model.Vector;

/** Groups the rows of a batch by partition; numbers the partitions it meets. */
final class Partitioner {
  private static final int LONGEST_DIRECTORY = 120;

  private final PartitionSpec spec;
  private final Schema schema;
  private final List<Field> fields = new ArrayList<>();
  private final List<PartitionKey> keys = new ArrayList<>();
  private final int[] ids = new int[Batch.CAPACITY];
  private final int[] rows = new int[Batch.CAPACITY];
  private final long[] codes = new long[Batch.CAPACITY];
  private int[] counts = new int[16];
  private int[] ends = new int[16];
  private int[] touched = new int[16];
  private int touchedCount;

  Partitioner(Schema schema, PartitionSpec spec) {
    this.schema = schema;
    this.spec = spec;
    for (PartitionField field : spec.fields()) {
      NestedField source = schema.findField(field.sourceId());
      int column = schema.columns().indexOf(source);
      fields.add(new Field(column, PartitionCode.of(field.transform(), source.type())));
    }
  }

  /** Groups a batch: afterwards the partitions touched and their rows can be asked for. */
  void route(Batch batch) {
    Arrays.fill(ids, 0, batch.rows(), 0);
    for (Field field : fields) {
      combine(field, batch);
    }
    number(batch);
    group(batch.rows());
  }

  private void combine(Field field, Batch batch) {
    Vector vector = batch.column(field.column);
    field.code.codes(vector, batch.rows(), codes);
    for (int row = 0; row < batch.rows(); row++) {
      int value = vector.isNull(row) ? 0 : field.values.indexOf(codes[row]) + 1;
      ids[row] = field.pairs.indexOf(((long) ids[row] << 32) | value);
    }
  }

  /** Makes the keys of partitions never met before. The last field's pairs number them densely. */
  private void number(Batch batch) {
    for (int row = 0; row < batch.rows(); row++) {
      if (ids[row] == keys.size()) {
        PartitionKey key = new PartitionKey(spec, schema);
        key.partition(new BatchRow(batch, row, schema));
        keys.add(key);
      }
    }
  }

  private void group(int count) {
    if (counts.length < keys.size()) {
      counts = Arrays.copyOf(counts, keys.size() * 2);
      ends = new int[counts.length];
      touched = new int[counts.length];
    }
    touchedCount = 0;
    for (int row = 0; row < count; row++) {
      if (counts[ids[row]]++ == 0) {
        touched[touchedCount++] = ids[row];
      }
    }
    int start = 0;
    for (int i = 0; i < touchedCount; i++) {
      int id = touched[i];
      ends[id] = start;
      start += counts[id];
      counts[id] = 0;
    }
    for (int row = 0; row < count; row++) {
      rows[ends[ids[row]]++] = row;
    }
  }

  /** Number of partitions in the batch. */
  int touched() {
    return touchedCount;
  }

  /** Number of the i-th partition of the batch. */
  int partition(int i) {
    return touched[i];
  }

  /** Row positions, grouped by partition. */
  int[] rows() {
    return rows;
  }

  /** First position of the i-th partition's rows. */
  int start(int i) {
    return i == 0 ? 0 : ends[touched[i - 1]];
  }

  /** Past the last position of the i-th partition's rows. */
  int end(int i) {
    return ends[touched[i]];
  }

  /** The partition's values. */
  PartitionKey key(int partition) {
    return keys.get(partition);
  }

  /**
   * The partition's directory. It only informs: a long one is cut, and characters that query
   * engines take for a pattern are escaped.
   */
  String directory(int partition) {
    StructLike key = keys.get(partition);
    String path = spec.partitionToPath(key).replace("*", "%2A");
    StringBuilder directory = new StringBuilder();
    for (String part : path.split("/", -1)) {
      directory.append(directory.length() > 0 ? "/" : "");
      directory.append(part, 0, Math.min(part.length(), LONGEST_DIRECTORY));
    }
    return directory.toString();
  }

  private static final class Field {
    private final int column;
    private final PartitionCode code;
    private final LongDictionary values = new LongDictionary();
    private final LongDictionary pairs = new LongDictionary();

    Field(int column, PartitionCode code) {
      this.column = column;
      this.code = code;
    }
  }
}
