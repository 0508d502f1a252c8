package plimsoll.cli.render;

import java.io.PrintStream;

/** How answers are written. */
public enum OutputFormat {
  /** Aligned columns. */
  TABLE,
  /** RFC 4180 with a header line; NULL is an empty field, an empty text is {@code ""}. */
  CSV,
  /** A JSON object per row and line. */
  JSON;

  /** A writer for one answer. */
  public RowWriter writer(PrintStream to) {
    return switch (this) {
      case TABLE -> new TableWriter(to);
      case CSV -> new CsvWriter(to);
      case JSON -> new JsonWriter(to);
    };
  }
}
