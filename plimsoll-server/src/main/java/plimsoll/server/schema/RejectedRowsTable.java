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
import plimsoll.sql.query.TableRead;

/** {@code rejected_rows}: the rows that loads filtered, each with its place, value and reason. */
final class RejectedRowsTable extends SystemTable {
  /** Logs that one query opens. */
  private static final int MOST_LOGS = 100;

  /** What the rows of one query may take in memory. */
  private static final long MOST_BYTES = 128L << 20;

  private static final long ROW_BYTES = 200; // its cells, and those that are numbers
  private static final long TEXT_BYTES = 40;

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
  public List<@Nullable Object[]> rows(Viewer viewer, TableRead read) {
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
    Reading reading = new Reading(read, MOST_BYTES);
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
    return reading.rows();
  }

  private static PlimsollException tooMuch(String what) {
    return ErrorCode.REFUSED.with(
        what
            + " Say which: WHERE LABEL = '...', or JOB_ID = ...; or read all of one load with"
            + " plimsoll rejects.");
  }

  /** Rows on their way into one query, with the texts that it asks for. */
  static final class Reading {
    private final List<@Nullable Object[]> rows = new ArrayList<>();
    private final long mostBytes;
    private final boolean texts;
    private final boolean raws;
    private long bytes;

    /** Of rows that together hold no more than {@code mostBytes}. */
    Reading(TableRead read, long mostBytes) {
      this.mostBytes = mostBytes;
      texts = read.names("BAD_VALUE") || read.names("REASON") || read.names("HINT");
      raws = read.names("RAW") || read.names("RAW_BASE64");
    }

    List<@Nullable Object[]> rows() {
      return rows;
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
      boolean text = raws && row.isText();
      rows.add(
          Row.of(
              load.database(),
              tables,
              load.label().text(),
              load.id(),
              number,
              counted(row.source()),
              row.line() == 0 ? null : row.line(),
              row.byteOffset(),
              row.column().isEmpty() ? null : counted(row.column()),
              texts ? counted(row.value()) : null,
              row.error().name(),
              texts ? counted(row.reason()) : null,
              texts ? counted(row.fault().hint()) : null,
              raws ? counted(row.rawText()) : null,
              raws && !text ? counted(Base64.getEncoder().encodeToString(row.raw())) : null));
      count(ROW_BYTES);
    }

    /** A text of a row, which takes two bytes a character if one is beyond Latin-1. */
    private String counted(String text) {
      boolean wide = text.chars().anyMatch(c -> c > 0xFF);
      count(TEXT_BYTES + (wide ? 2L : 1L) * text.length());
      return text;
    }

    private void count(long more) {
      bytes += more;
      if (bytes > mostBytes) {
        throw tooMuch("The rejected rows are more than " + (mostBytes >> 20) + " MB.");
      }
    }
  }
}
