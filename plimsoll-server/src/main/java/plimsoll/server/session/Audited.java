package plimsoll.server.session;

import java.time.Instant;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import plimsoll.error.PlimsollException;
import plimsoll.server.audit.AuditEntry;
import plimsoll.server.audit.AuditLog;
import plimsoll.server.auth.Guard;

/**
 * Runs statements and leaves a line of each in the audit log when its last row is read: the line is
 * there when the client has the whole answer.
 */
final class Audited {
  private final AuditLog log;
  private final Guard guard;
  private final String frontEnd;

  Audited(AuditLog log, Guard guard, String frontEnd) {
    this.log = log;
    this.guard = guard;
    this.frontEnd = frontEnd;
  }

  /** The statement's text comes without secrets. */
  StatementResult run(String statement, Supplier<StatementResult> work) {
    long begin = System.nanoTime();
    guard.takeTables();
    try {
      StatementResult result = work.get();
      if (result instanceof StatementResult.Rows rows) {
        Cursor counted = new Cursor(rows.cursor(), statement, begin);
        return new StatementResult.Rows(rows.columns(), counted, rows.warnings());
      }
      write(statement, begin, AuditEntry.OK, ((StatementResult.Done) result).affectedRows());
      return result;
    } catch (RuntimeException | Error e) {
      write(statement, begin, AuditEntry.failed(e), 0);
      throw e;
    }
  }

  /** Reads the text of a statement, or of several; one that is none leaves its line now. */
  <T> T parse(String statement, Supplier<T> work) {
    long begin = System.nanoTime();
    try {
      return work.get();
    } catch (RuntimeException | Error e) {
      write(statement, begin, AuditEntry.failed(e), 0);
      throw e;
    }
  }

  private void write(String statement, long begin, String outcome, long rows) {
    log.write(
        new AuditEntry(
            Instant.now(),
            guard.user(),
            guard.origin(),
            frontEnd,
            statement,
            guard.takeTables(),
            outcome,
            rows,
            (System.nanoTime() - begin) / 1_000_000));
  }

  /** Counts rows on their way. */
  private final class Cursor implements RowCursor {
    private final RowCursor rows;
    private final String statement;
    private final long begin;
    private long count;
    private boolean written;

    Cursor(RowCursor rows, String statement, long begin) {
      this.rows = rows;
      this.statement = statement;
      this.begin = begin;
    }

    @Override
    public @Nullable Object @Nullable [] next() {
      @Nullable Object @Nullable [] row;
      try {
        row = rows.next();
      } catch (RuntimeException | Error e) {
        ended(AuditEntry.failed(e));
        throw e;
      }
      if (row == null) {
        ended(AuditEntry.OK);
      } else {
        count++;
      }
      return row;
    }

    private void ended(String outcome) {
      if (!written) {
        written = true;
        write(statement, begin, outcome, count);
      }
    }

    @Override
    public void cancel(PlimsollException reason) {
      rows.cancel(reason);
    }

    @Override
    public void checkStopped() {
      rows.checkStopped();
    }

    @Override
    public long scanRows() {
      return rows.scanRows();
    }

    @Override
    public long scanBytes() {
      return rows.scanBytes();
    }

    @Override
    public void close() {
      try {
        rows.close();
      } finally {
        ended(AuditEntry.OK); // the rows that were read are what the client can have
      }
    }
  }
}
