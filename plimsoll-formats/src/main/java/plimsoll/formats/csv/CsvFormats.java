package plimsoll.formats.csv;

import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import plimsoll.convert.ValueReaders;
import plimsoll.error.ErrorCode;
import plimsoll.error.Nearest;
import plimsoll.flow.BatchSource;
import plimsoll.flow.Unpacker;
import plimsoll.formats.compression.Codecs;
import plimsoll.formats.parquet.FileColumns;
import plimsoll.formats.parquet.ParquetColumns;
import plimsoll.formats.parquet.ParquetRows;
import plimsoll.model.BadValuePolicy;
import plimsoll.model.DataType;
import plimsoll.model.Schema;
import plimsoll.model.Table;
import plimsoll.model.Vector;
import plimsoll.pipeline.parse.CsvOptions;
import plimsoll.pipeline.parse.CsvOptions.Header;
import plimsoll.pipeline.parse.Format;
import plimsoll.pipeline.parse.Formats;
import plimsoll.storage.InputFiles;

/** Makes CSV formats: options are checked and names resolved here, before a byte is read. */
public final class CsvFormats implements Formats {
  @Override
  public Format csv(
      CsvOptions options,
      Table table,
      @Nullable List<String> fields,
      BadValuePolicy badValues,
      ZoneId zone) {
    Dialect dialect = Dialect.of(options);
    boolean byName = options.header() == Header.BY_NAME;
    List<String> names = fields == null ? table.schema().names() : List.copyOf(fields);
    int[] targets = targets(names, table, byName ? options : null);
    List<String> header = byName ? names : List.of();
    return new CsvFormat(options, dialect, table, targets, header, badValues, zone, null)
        .forOneLoad();
  }

  @Override
  public BatchSource parquet(
      InputFiles files,
      CsvOptions options,
      Table table,
      BadValuePolicy badValues,
      ZoneId zone,
      MissingColumns missing) {
    return ParquetRows.plan(files, options, table, badValues, zone, missing);
  }

  @Override
  public Schema parquetSchema(InputFiles files) {
    return ParquetColumns.of(files);
  }

  @Override
  public Schema parquetColumns(InputFiles files, CsvOptions options, Schema like) {
    return FileColumns.of(files, options.conversions(), like);
  }

  @Override
  public Optional<List<String>> header(
      CsvOptions options, byte[] data, int length, boolean wholeInput) {
    return CsvHeader.read(data, length, options, wholeInput);
  }

  @Override
  public Vector constant(DataType type, String text) {
    return ValueReaders.constant("DEFAULT", type, text);
  }

  @Override
  public Unpacker unpacker() {
    return new Codecs();
  }

  /** For each field of the file the table column it goes to, or -1. */
  private static int[] targets(List<String> names, Table table, @Nullable CsvOptions byName) {
    Schema schema = table.schema();
    int[] targets = new int[names.size()];
    boolean[] taken = new boolean[schema.size()];
    List<String> strangers = new ArrayList<>();
    for (int i = 0; i < targets.length; i++) {
      String name = byName == null ? names.get(i) : byName.column(names.get(i));
      targets[i] = schema.indexOf(name);
      if (targets[i] < 0 && byName != null && byName.readsOver(names.get(i))) {
        continue;
      }
      if (targets[i] < 0) {
        strangers.add("'" + names.get(i) + "'" + Nearest.hint(names.get(i), schema.names()));
      } else if (taken[targets[i]]) {
        throw ErrorCode.DUPLICATE_COLUMN.with(names.get(i), "the fields of the file");
      } else {
        taken[targets[i]] = true;
      }
    }
    if (byName != null && !strangers.isEmpty()) {
      throw ErrorCode.HEADER_MISMATCH.with(
          "The header names what is no column of table "
              + table.name()
              + ": "
              + String.join(", ", strangers)
              + " Its columns: "
              + String.join(", ", schema.names())
              + ". Add the columns, or read over them with unknown_columns=ignore.");
    }
    if (Arrays.stream(targets).allMatch(target -> target < 0)) {
      throw ErrorCode.BAD_OPTION.with(
          "None of the file's fields is a column of table " + table.name() + ".");
    }
    return targets;
  }
}
