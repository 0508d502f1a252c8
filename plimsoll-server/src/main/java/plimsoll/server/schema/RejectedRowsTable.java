package plimsoll.server.schema;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import plimsoll.error.ErrorCode;
import plimsoll.error.PlimsollException;
import plimsoll.load.ErrorLogs;
import plimsoll.load.RejectedRows;
import plimsoll.model.LoadRecord;
import plimsoll.model.RejectedRow;
import plimsoll.model.TableName;
import plimsoll.sql.query.SystemRead;

/** {@code rejected_rows}: the rows that loads filtered, each with its place, value and reason. */
final class RejectedRowsTable extends SystemTable {
  /** Logs that one query opens. */
  private static final int MOST_LOGS = 100;

  /** What the rows of one query may hold; the rows of one load have as much in their file. */
  private static final long MOST_BYTES = 128L << 20;

  private static final long ROW_OVERHEAD = 200;

  RejectedRowsTable() {
    super(
        "rejected_rows",
        new Columns()
            .texts("DATABASE_NAME", "TABLE_NAME", "LABEL")
            .numbers("JOB_ID", "ROW_NO")
            .texts("SOURCE")
            .numbers("LINE", "BYTE_OFFSET")
            .texts("COLUMN_NAME", "BAD_VALUE")
            .words("ERROR_CODE")
            .texts("REASON", "HINT", "RAW", "RAW_BASE64"));
  }

  @Override
  public List<@Nullable Object[]> rows(Viewer viewer, SystemRead read) {
    List<LoadRecord> logged =
        viewer.loads(read, List.of("JOB_ID"), "DATABASE_NAME").stream()
            .filter(load -> load.errorLog() != null)
            .toList();
    if (logged.size() > MOST_LOGS) {
      throw tooMuch(
          logged.size()
              + " loads have rejected rows, and a query reads those of at most "
              + MOST_LOGS
              + ".");
    }
    Reading reading = new Reading(read);
    for (LoadRecord load : logged) {
      try {
        Optional<RejectedRows> log = viewer.rejects(load);
        if (log.isPresent()) {
          reading.add(load, log.get());
        }
      } catch (IOException e) {
        throw ErrorLogs.unreadable(String.valueOf(load.errorLog()), e);
      }
    }
    return reading.rows;
  }

  private static PlimsollException tooMuch(String what) {
    return ErrorCode.REFUSED.with(
        what
            + " Say which: WHERE LABEL = '...', or JOB_ID = ...; or read all of one load with"
            + " plimsoll rejects.");
  }

  /** Rows on their way into one query, with the texts that it asks for. */
  private static final class Reading {
    private final List<@Nullable Object[]> rows = new ArrayList<>();
    private final boolean all;
    private final boolean texts;
    private final boolean raws;
    private long bytes;

    Reading(SystemRead read) {
      all = read.equals(SystemRead.ALL);
      texts = all || read.names("BAD_VALUE") || read.names("REASON") || read.names("HINT");
      raws = all || read.names("RAW") || read.names("RAW_BASE64");
    }

    void add(LoadRecord load, RejectedRows log) throws IOException {
      String tables = load.tables().stream().map(TableName::table).collect(Collectors.joining(","));
      try (log) {
        long number = 1;
        for (RejectedRow row = log.next(); row != null; row = log.next()) {
          add(load, tables, number++, row);
        }
      }
    }

    private void add(LoadRecord load, String tables, long number, RejectedRow row) {
      bytes += ROW_OVERHEAD + (raws ? row.raw().length : 0);
      if (bytes > MOST_BYTES) {
        throw tooMuch("The rejected rows are more than " + (MOST_BYTES >> 20) + " MB.");
      }
      boolean text = raws && row.isText();
      rows.add(
          Row.of(
              load.database(),
              tables,
              load.label().text(),
              load.id(),
              number,
              row.source(),
              row.line() == 0 ? null : row.line(),
              row.byteOffset(),
              row.column().isEmpty() ? null : row.column(),
              texts ? row.value() : null,
              row.error().name(),
              texts ? row.reason() : null,
              texts ? row.fault().hint() : null,
              raws ? row.rawText() : null,
              raws && !text ? Base64.getEncoder().encodeToString(row.raw()) : null));
    }
  }
}
