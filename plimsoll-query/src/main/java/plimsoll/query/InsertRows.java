package plimsoll.query;

import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import plimsoll.model.BadValuePolicy;
import plimsoll.model.Batch;
import plimsoll.model.Column;
import plimsoll.model.Vector;

/** Copies rows of a result that {@link InsertSelect} shaped into a batch. */
final class InsertRows {
  private final InsertTarget target;
  private final Batch batch;
  private final VectorFiller[] fillers;

  /** By column of the query, the values of the current row that are not taken. */
  private final SortedMap<Integer, String> refused = new TreeMap<>();

  private @Nullable String @Nullable [] texts;

  InsertRows(InsertTarget target, Batch batch) {
    this.target = target;
    this.batch = batch;
    fillers =
        IntStream.range(0, target.width())
            .mapToObj(field -> VectorFiller.of(target.column(field), vector(field)))
            .toArray(VectorFiller[]::new);
  }

  /** The vector that takes that column of the query. */
  Vector vector(int field) {
    return batch.column(target.columns().get(field));
  }

  /** Bytes that the batch holds beside its fixed arrays. */
  long bytes() {
    long bytes = 0;
    for (VectorFiller filler : fillers) {
      bytes += filler.bytes();
    }
    return bytes;
  }

  /** How much of their own storage the vectors use. */
  int[] used() {
    return IntStream.range(0, target.width()).map(field -> used(vector(field))).toArray();
  }

  private static int used(Vector vector) {
    if (vector instanceof Vector.Bytes texts) {
      return texts.used();
    }
    return vector instanceof Vector.Lists lists ? lists.used() : 0;
  }

  /** Forgets rows, and what was put into the vectors' own storage since it was used so far. */
  void forget(int from, int to, int[] used) {
    for (int field = 0; field < used.length; field++) {
      Vector vector = vector(field);
      for (int row = from; row < to; row++) {
        vector.setPresent(row);
      }
      if (vector instanceof Vector.Bytes texts) {
        texts.used(used[field]);
      } else if (vector instanceof Vector.Lists lists) {
        lists.used(used[field]);
      }
    }
  }

  /** Copies the current row of a result; what is not taken becomes NULL, see {@link #refused}. */
  void fill(ResultSet rows, int row) throws SQLException {
    texts = texts(rows);
    refused.clear();
    for (int i = 0; i < fillers.length; i++) {
      String value = fillers[i].fill(rows, i + 1, row);
      if (value == null && texts != null && vector(i).isNull(row)) {
        value = texts[i];
      }
      if (value != null) {
        vector(i).setNull(row);
        refused.put(i, value);
      }
    }
  }

  /** All values of the current row as texts, if some did not convert. */
  private @Nullable String @Nullable [] texts(ResultSet rows) throws SQLException {
    Array array = rows.getArray(fillers.length + 1);
    return array == null
        ? null
        : Arrays.stream((Object[]) array.getArray())
            .map(text -> (String) text)
            .toArray(String[]::new);
  }

  /** By column of the query, the values of the current row that were not taken. */
  SortedMap<Integer, String> refused() {
    return refused;
  }

  /** The first refused value that makes its row bad; null if all may be NULL. */
  Map.@Nullable Entry<Integer, String> bad() {
    for (Map.Entry<Integer, String> value : refused.entrySet()) {
      Column column = target.column(value.getKey());
      if (target.badValues() != BadValuePolicy.NULLIFY || !column.nullable()) {
        return value;
      }
    }
    return null;
  }

  /** A value of the current row as text, if it is known; else it is in its vector. */
  @Nullable String text(int field) {
    return texts == null ? refused.get(field) : texts[field];
  }
}
