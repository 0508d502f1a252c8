package plimsoll.formats.csv;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import plimsoll.convert.ValueReader;
import plimsoll.convert.ValueReaders;
import plimsoll.model.Column;
import plimsoll.model.DataType;
import plimsoll.model.Vector;

/**
 * Looks for values that do not fit behind the first one of a row. A row is reported once, for its
 * first fault; but where types are guesses every column that is too narrow should come to light at
 * once, and not one with each look at the whole input.
 */
final class FurtherMisfits {
  private static final int MOST_ROWS = 1000; // of one chunk

  private final CsvFormat format;
  private final NullMarkers nulls;
  private final @Nullable ValueReader[] readers;
  private final @Nullable Vector[] slots;
  private int looked;

  /** Takes a column and its value. */
  interface Report {
    void misfit(Column column, byte[] value);
  }

  /** Gives a field's text as its reader would see it. */
  interface Texts {
    byte[] of(int field);
  }

  FurtherMisfits(CsvFormat format) {
    this.format = format;
    nulls = NullMarkers.inOthers(format.options());
    readers = new ValueReader[format.targets().length];
    slots = new Vector[readers.length];
  }

  void report(int fields, int first, Texts texts, Report report) {
    if (looked++ >= MOST_ROWS) {
      return;
    }
    for (int field = first + 1; field < Math.min(fields, readers.length); field++) {
      int target = format.targets()[field];
      Column column = target < 0 ? null : format.table().schema().column(target);
      if (column != null && !column.type().isText()) {
        byte[] text = texts.of(field);
        if (!fits(field, column.type(), text)) {
          report.misfit(column, text);
        }
      }
    }
  }

  private boolean fits(int field, DataType type, byte[] text) {
    ValueReader reader = readers[field];
    if (reader == null) {
      reader = ValueReaders.forType(type, format.options().conversions());
      readers[field] = reader;
    }
    Vector slot = slots[field];
    if (slot == null) {
      slot = Vector.allocate(type, 1);
      slots[field] = slot;
    }
    return reader.read(text, 0, text.length, slot, 0)
        || nulls.isNull(text, 0, text.length)
        || isWord(field, text);
  }

  private boolean isWord(int field, byte[] text) {
    return format.options().nullWordsAt().getOrDefault(field, List.of()).stream()
        .anyMatch(word -> Arrays.equals(word.getBytes(StandardCharsets.UTF_8), text));
  }
}
