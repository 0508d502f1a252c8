package plimsoll.lake.parquet;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.Type;
import plimsoll.model.Vector;

/**
 * A nested column: walks its vectors once for each of its leaves and gives the leaf's encoder
 * values and levels, row by row.
 *
 * <p>Shape: lists have three levels in the file (the list, a repeated group, the element), maps a
 * repeated group of key and value, as the Parquet format says under "Nested Types".
 */
final class NestedColumn implements ColumnInput {
  private final List<Leaf> leaves = new ArrayList<>();

  /**
   * For one column.
   *
   * @param encoders begins with those of the column's leaves
   */
  NestedColumn(Type field, List<ColumnEncoder> encoders) {
    addLeaves(field, new ArrayList<>(), 0, 0, encoders);
  }

  private void addLeaves(
      Type type, List<Step> path, int definition, int repetition, List<ColumnEncoder> encoders) {
    int own = definition + (type.isRepetition(Type.Repetition.OPTIONAL) ? 1 : 0);
    boolean optional = own > definition;
    if (type.isPrimitive()) {
      path.add(new Step(Kind.LEAF, 0, optional, 0));
      leaves.add(new Leaf(List.copyOf(path), encoders.get(leaves.size())));
      path.remove(path.size() - 1);
      return;
    }
    List<Type> fields = type.asGroupType().getFields();
    boolean map =
        type.getLogicalTypeAnnotation() instanceof LogicalTypeAnnotation.MapLogicalTypeAnnotation;
    boolean list =
        type.getLogicalTypeAnnotation() instanceof LogicalTypeAnnotation.ListLogicalTypeAnnotation;
    if (map || list) {
      path.add(new Step(Kind.LIST, 0, optional, repetition + 1));
      List<Type> repeated = fields.get(0).asGroupType().getFields();
      if (map) {
        addFields(repeated, false, path, own + 1, repetition + 1, encoders);
      } else {
        addLeaves(repeated.get(0), path, own + 1, repetition + 1, encoders);
      }
      path.remove(path.size() - 1);
    } else {
      addFields(fields, optional, path, own, repetition, encoders);
    }
  }

  private void addFields(
      List<Type> fields,
      boolean optional,
      List<Step> path,
      int definition,
      int repetition,
      List<ColumnEncoder> encoders) {
    for (int i = 0; i < fields.size(); i++) {
      path.add(new Step(Kind.STRUCT, i, optional, 0));
      addLeaves(fields.get(i), path, definition, repetition, encoders);
      path.remove(path.size() - 1);
    }
  }

  @Override
  public int encoders() {
    return leaves.size();
  }

  @Override
  public void add(Vector vector, int[] at, int from, int to) throws IOException {
    for (Leaf leaf : leaves) {
      leaf.add(vector, at, from, to);
    }
  }

  private enum Kind {
    STRUCT,
    LIST,
    LEAF
  }

  /**
   * One type on the way from the column to a leaf.
   *
   * @param field which field of a struct the way goes through
   * @param optional whether it may be NULL
   * @param repetition level of a list's elements behind the first
   */
  private record Step(Kind kind, int field, boolean optional, int repetition) {}

  private static final class Leaf {
    private final Step[] path;
    private final Vector[] vectors;
    private final ColumnEncoder encoder;
    private final NestedLevels levels;
    private final int[] positions;
    private int count;
    private long spanBytes;

    Leaf(List<Step> path, ColumnEncoder encoder) {
      this.path = path.toArray(new Step[0]);
      this.vectors = new Vector[this.path.length];
      this.encoder = encoder;
      this.levels = encoder.nested();
      positions =
          encoder.scratch.present; // a nested column's levels are its own: it has no other use
    }

    void add(Vector column, int[] at, int from, int to) throws IOException {
      enter(column);
      for (int i = from; i < to; i++) {
        walk(0, at[i], 0, 0);
        levels.endRow();
        if (levels.size() >= encoder.scratch.pageRows() || spanBytes >= ColumnEncoder.PAGE_BYTES) {
          hand();
        }
        if (count == 0) {
          encoder.endRow();
        }
      }
      hand();
      encoder.endRow();
    }

    /** Finds the vector of each step. */
    private void enter(Vector column) {
      Vector vector = column;
      for (int i = 0; i < path.length; i++) {
        vectors[i] = vector;
        if (vector instanceof Vector.Lists lists) {
          vector = lists.elements();
        } else if (vector instanceof Vector.Structs structs) {
          vector = structs.fields().get(path[i].field);
        }
      }
    }

    private void walk(int step, int slot, int repetition, int definition) throws IOException {
      Vector vector = vectors[step];
      Step here = path[step];
      if (here.optional && vector.isNull(slot)) {
        levels.add(repetition, definition);
        return;
      }
      int defined = here.optional ? definition + 1 : definition;
      switch (here.kind) {
        case STRUCT -> walk(step + 1, slot, repetition, defined);
        case LIST -> walkElements(step, slot, repetition, defined);
        case LEAF -> {
          levels.add(repetition, defined);
          take(slot);
        }
      }
    }

    private void walkElements(int step, int slot, int repetition, int definition)
        throws IOException {
      Vector.Lists lists = (Vector.Lists) vectors[step];
      int start = lists.starts[slot];
      int end = start + lists.lengths[slot];
      if (start == end) {
        levels.add(repetition, definition);
        return;
      }
      walk(step + 1, start, repetition, definition + 1);
      for (int element = start + 1; element < end; element++) {
        walk(step + 1, element, path[step].repetition, definition + 1);
      }
    }

    private void take(int slot) throws IOException {
      positions[count++] = slot;
      if (vectors[path.length - 1] instanceof Vector.Bytes spans) {
        spanBytes += spans.lengths[slot];
      }
      if (count == positions.length) {
        hand();
      }
    }

    /** Hands the values so far on; their levels are with the encoder already. */
    private void hand() throws IOException {
      if (count > 0) {
        encoder.addValues(vectors[path.length - 1], positions, 0, count);
        count = 0;
        spanBytes = 0;
      }
    }
  }
}
