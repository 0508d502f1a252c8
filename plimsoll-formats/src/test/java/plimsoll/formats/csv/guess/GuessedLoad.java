package plimsoll.formats.csv.guess;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import plimsoll.convert.Conversions;
import plimsoll.flow.Chunk;
import plimsoll.flow.RowBytes;
import plimsoll.flow.RowRejects;
import plimsoll.formats.csv.CsvFormats;
import plimsoll.model.BadValuePolicy;
import plimsoll.model.Batch;
import plimsoll.model.Column;
import plimsoll.model.Fault;
import plimsoll.model.Schema;
import plimsoll.model.Table;
import plimsoll.model.TableName;
import plimsoll.pipeline.parse.CsvOptions;
import plimsoll.pipeline.parse.Format;
import plimsoll.pipeline.parse.FormatReader;

/** A load into the table that a guess describes, as far as how many rows are good and bad. */
final class GuessedLoad {
  private final List<String> rejects = new ArrayList<>();
  private long rows;

  GuessedLoad(CsvGuess guess, byte[] utf8) {
    List<Column> columns = new ArrayList<>();
    for (int i = 0; i < guess.columns().size(); i++) {
      columns.add(Column.of(i + 1, guess.names().get(i), guess.types().get(i)));
    }
    Table table = Table.of(UUID.randomUUID(), new TableName("d", "t"), new Schema(columns));
    CsvOptions csv =
        guess.csv().toBuilder()
            .header(guess.header() == null ? CsvOptions.Header.NONE : CsvOptions.Header.SKIP)
            .conversions(Conversions.EXACT)
            .build();
    Format format = new CsvFormats().csv(csv, table, null, BadValuePolicy.REJECT);
    FormatReader reader = format.newReader();
    reader.open(Chunk.of("f", utf8, 0, utf8.length, 0, 0), new Reasons(rejects));
    for (Batch batch = reader.next(); batch.rows() > 0; batch = reader.next()) {
      rows += batch.rows();
    }
  }

  List<String> rejects() {
    return rejects;
  }

  /** Good ones. */
  long rows() {
    return rows;
  }

  private record Reasons(List<String> found) implements RowRejects {
    @Override
    public void reject(long lineInChunk, long byteOffset, Fault fault, RowBytes row) {
      found.add(
          fault.reason() + " | " + new String(row.copy(Integer.MAX_VALUE), StandardCharsets.UTF_8));
    }

    @Override
    public void nulled(String column, long values) {
      found.add(column + " became NULL");
    }
  }
}
