package plimsoll.formats.parquet;

import java.io.IOException;

/** The values that pages of a column chunk refer to by number. */
final class Dictionary {
  private final RawColumn values;
  private final int size;
  private final long bytes;

  /** Reads the values of a dictionary page, which are PLAIN. */
  Dictionary(SourceType type, PageValues.PageBytes page, int size) throws IOException {
    if (size < 0 || (long) size > 8L * page.length() + 1) {
      throw new IOException("its dictionary says it has " + size + " values");
    }
    this.size = size;
    values = new RawColumn(type.layout(), size);
    values.data = page.data();
    PlainValues.of(type, page).read(size, values);
    bytes = page.data().length;
  }

  int size() {
    return size;
  }

  RawColumn values() {
    return values;
  }

  long footprint() {
    return bytes + values.footprint();
  }
}
