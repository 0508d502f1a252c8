package plimsoll.server.mysql;

import io.netty.buffer.ByteBuf;
import java.util.List;
import org.jspecify.annotations.Nullable;
import plimsoll.error.PlimsollException;
import plimsoll.model.DataType;
import plimsoll.query.ResultColumn;
import plimsoll.server.mysql.codec.Answers;
import plimsoll.server.mysql.codec.Capability;
import plimsoll.server.mysql.codec.ColumnDefinition;
import plimsoll.server.mysql.codec.PacketWriter;
import plimsoll.server.mysql.codec.Row;
import plimsoll.server.mysql.codec.ServerStatus;
import plimsoll.server.mysql.codec.WireError;
import plimsoll.server.schema.CharacterSet;
import plimsoll.server.session.SqlSession;
import plimsoll.server.session.SqlState;
import plimsoll.server.session.StatementResult;

/** Results of a session as packets. */
final class ResultWriter {
  private static final int OK = 0;
  private static final int END = 0xfe;
  private static final String RESULTS = "character_set_results";

  private final SqlSession session;
  private final PacketWriter writer;
  private final boolean deprecateEof;

  ResultWriter(SqlSession session, PacketWriter writer, int capabilities) {
    this.session = session;
    this.writer = writer;
    this.deprecateEof = (capabilities & Capability.DEPRECATE_EOF) != 0;
  }

  /** A statement's result; {@code more} if another follows. */
  void result(StatementResult result, boolean binary, boolean more) {
    if (result instanceof StatementResult.Rows rows) {
      rows(rows, binary, more);
    } else {
      StatementResult.Done done = (StatementResult.Done) result;
      Answers.ok(
          writer.begin(), OK, done.affectedRows(), status(more), done.warningCount(), done.info());
      writer.end();
    }
  }

  private void rows(StatementResult.Rows result, boolean binary, boolean more) {
    List<ResultColumn> columns = result.columns();
    PacketWriter.length(writer.begin(), columns.size());
    writer.end();
    columns(columns);
    CharacterSet set = session.charset(RESULTS);
    List<DataType> types = columns.stream().map(ResultColumn::type).toList();
    @Nullable Object[] row = result.cursor().next();
    while (row != null) {
      ByteBuf out = writer.begin();
      if (binary) {
        Row.binary(out, row, types, set.charset());
      } else {
        Row.text(out, row, types, set.charset());
      }
      writer.end();
      writer.flushIfFull(session.writeTimeout());
      row = result.cursor().next();
    }
    end(more, result.warnings().size());
  }

  /** Column descriptions, and the EOF behind them where the client expects one. */
  void columns(List<ResultColumn> columns) {
    int collation = session.charset(RESULTS).number();
    for (ResultColumn column : columns) {
      ColumnDefinition.write(
          writer.begin(), column.name(), column.type(), collation, column.nullable(), column.key());
      writer.end();
      writer.flushIfFull(session.writeTimeout());
    }
    eofBetween();
  }

  /** The EOF between parts of an answer: only for clients that still expect it. */
  void eofBetween() {
    if (!deprecateEof) {
      Answers.eof(writer.begin(), status(false), 0);
      writer.end();
    }
  }

  /** The end of rows. */
  void end(boolean more, long warnings) {
    ByteBuf out = writer.begin();
    if (deprecateEof) {
      Answers.ok(out, END, 0, status(more), warnings, "");
    } else {
      Answers.eof(out, status(more), warnings);
    }
    writer.end();
  }

  void ok() {
    Answers.ok(writer.begin(), OK, 0, status(false), 0, "");
    writer.end();
  }

  void error(PlimsollException failure) {
    SqlState said = SqlState.of(failure.code());
    Answers.error(
        writer.begin(), said.number(), said.state(), String.valueOf(failure.getMessage()));
    writer.end();
  }

  void error(WireError error, String message) {
    Answers.error(writer.begin(), error.number(), error.state(), message);
    writer.end();
  }

  int status(boolean more) {
    return (session.autocommit() ? ServerStatus.AUTOCOMMIT : 0)
        | (session.inTransaction() ? ServerStatus.IN_TRANSACTION : 0)
        | (more ? ServerStatus.MORE_RESULTS : 0);
  }
}
