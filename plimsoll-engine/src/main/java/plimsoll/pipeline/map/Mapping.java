package plimsoll.pipeline.map;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import plimsoll.model.Batch;
import plimsoll.model.DefaultValue;
import plimsoll.model.Vector;

/**
 * Fills the table columns that the source does not have: with their default, else with NULL.
 * Immutable; workers share it.
 *
 * @param fills one entry per missing column
 */
public record Mapping(List<Fill> fills) {
  /** Every column comes from the source. */
  public static final Mapping ALL_PRESENT = new Mapping(List.of());

  /**
   * One missing column.
   *
   * @param column position in the table
   * @param constant a vector whose slot 0 is the value of every row; null for NULL
   * @param perRow makes a value for each row instead; null if all rows get the same
   */
  public record Fill(int column, @Nullable Vector constant, DefaultValue.@Nullable PerRow perRow) {
    /** The same value for every row. */
    public Fill(int column, @Nullable Vector constant) {
      this(column, constant, null);
    }
  }

  /** Copies the list. */
  public Mapping {
    fills = List.copyOf(fills);
  }

  /** Completes a batch in place. */
  public void map(Batch batch) {
    for (Fill fill : fills) {
      Vector column = batch.column(fill.column());
      DefaultValue.PerRow perRow = fill.perRow();
      if (perRow == null) {
        fill(column, fill.constant(), batch.rows());
      } else {
        Uuids.fill(perRow, column, batch.rows());
      }
    }
  }

  private static void fill(Vector target, @Nullable Vector constant, int rows) {
    if (constant == null) {
      for (int row = 0; row < rows; row++) {
        target.setNull(row);
      }
      return;
    }
    if (target instanceof Vector.Booleans to && constant instanceof Vector.Booleans from) {
      Arrays.fill(to.values, 0, rows, from.values[0]);
    } else if (target instanceof Vector.Ints to && constant instanceof Vector.Ints from) {
      Arrays.fill(to.values, 0, rows, from.values[0]);
    } else if (target instanceof Vector.Longs to && constant instanceof Vector.Longs from) {
      Arrays.fill(to.values, 0, rows, from.values[0]);
    } else if (target instanceof Vector.Int128s to && constant instanceof Vector.Int128s from) {
      Arrays.fill(to.high, 0, rows, from.high[0]);
      Arrays.fill(to.low, 0, rows, from.low[0]);
    } else if (target instanceof Vector.Floats to && constant instanceof Vector.Floats from) {
      Arrays.fill(to.values, 0, rows, from.values[0]);
    } else if (target instanceof Vector.Doubles to && constant instanceof Vector.Doubles from) {
      Arrays.fill(to.values, 0, rows, from.values[0]);
    } else if (target instanceof Vector.Bytes to && constant instanceof Vector.Bytes from) {
      to.data(from.data());
      Arrays.fill(to.starts, 0, rows, from.starts[0]);
      Arrays.fill(to.lengths, 0, rows, from.lengths[0]);
    } else {
      throw new IllegalArgumentException("constant of another layout than its column");
    }
  }
}
