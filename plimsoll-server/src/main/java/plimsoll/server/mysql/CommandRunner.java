package plimsoll.server.mysql;

import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import plimsoll.error.ErrorCode;
import plimsoll.error.PlimsollException;
import plimsoll.model.Column;
import plimsoll.query.ResultColumn;
import plimsoll.server.mysql.codec.Capability;
import plimsoll.server.mysql.codec.ColumnDefinition;
import plimsoll.server.mysql.codec.Command;
import plimsoll.server.mysql.codec.ConnectionLostException;
import plimsoll.server.mysql.codec.Fields;
import plimsoll.server.mysql.codec.PacketWriter;
import plimsoll.server.mysql.codec.ParameterReader;
import plimsoll.server.mysql.codec.WireError;
import plimsoll.server.mysql.codec.WireException;
import plimsoll.server.session.Connections;
import plimsoll.server.session.SqlSession;
import plimsoll.server.session.StatementResult;

/** Does what one client's commands ask for, one after the other. Failures become ERR packets. */
final class CommandRunner {
  private static final Logger LOG = LoggerFactory.getLogger(CommandRunner.class);

  private static final String CLIENT = "character_set_client";
  private static final int MOST_PARAMETERS = 65_535;
  private static final int NULL_DEFAULT = 0xfb;

  private final SqlSession session;
  private final PacketWriter writer;
  private final ResultWriter results;
  private final Connections connections;
  private final Statements statements;
  private final Runnable beforeAnswer;
  private boolean several;

  /**
   * Runs the commands of one session.
   *
   * @param beforeAnswer waits until the client is ready to listen
   */
  CommandRunner(
      SqlSession session,
      PacketWriter writer,
      Connections connections,
      int capabilities,
      MySqlSettings settings,
      Runnable beforeAnswer) {
    this.beforeAnswer = beforeAnswer;
    this.session = session;
    this.writer = writer;
    this.connections = connections;
    this.results = new ResultWriter(session, writer, capabilities);
    this.statements = new Statements(settings.maxAllowedPacket());
    this.several = (capabilities & Capability.MULTI_STATEMENTS) != 0;
  }

  /** Whether a command waits for nothing and needs no worker. */
  static boolean isQuick(Command command) {
    return switch (command) {
      case PING, STATISTICS, SET_OPTION, STMT_CLOSE, STMT_RESET, STMT_SEND_LONG_DATA -> true;
      case QUIT,
          INIT_DB,
          QUERY,
          FIELD_LIST,
          PROCESS_KILL,
          CHANGE_USER,
          STMT_PREPARE,
          STMT_EXECUTE,
          RESET_CONNECTION ->
          false;
    };
  }

  /**
   * Does one.
   *
   * @param message behind the command's byte
   * @throws ConnectionLostException if there is nobody to tell
   * @throws WireException if the failure has no answer and the connection cannot go on
   */
  void run(Command command, ByteBuf message) {
    try {
      dispatch(command, message);
    } catch (ConnectionLostException e) {
      throw e;
    } catch (WireException e) {
      if (command == Command.STMT_SEND_LONG_DATA || command == Command.STMT_CLOSE) {
        throw e; // the client expects no answer, so the next one would be taken for another's
      }
      results.error(e.error(), String.valueOf(e.getMessage()));
    } catch (PlimsollException e) {
      beforeAnswer.run();
      results.error(e);
    } catch (RuntimeException | Error e) { // a client without an answer would wait for ever
      LOG.error("A command failed: {}", command, e);
      beforeAnswer.run();
      results.error(ErrorCode.BROKEN_INVARIANT.because(e, String.valueOf(e)));
    }
  }

  private void dispatch(Command command, ByteBuf message) {
    switch (command) {
      case QUERY -> query(text(message));
      case INIT_DB -> {
        session.use(text(message));
        results.ok();
      }
      case PING -> results.ok();
      case FIELD_LIST -> fieldList(message);
      case STATISTICS -> statistics();
      case PROCESS_KILL -> kill(new Fields(message));
      case STMT_PREPARE -> {
        int bytes = message.readableBytes();
        prepare(text(message), bytes);
      }
      case STMT_EXECUTE -> execute(message);
      case STMT_SEND_LONG_DATA -> longData(new Fields(message));
      case STMT_CLOSE -> statements.remove(new Fields(message).i32());
      case STMT_RESET -> {
        statements.reset(required(new Fields(message).i32()));
        results.ok();
      }
      case SET_OPTION -> setOption(new Fields(message));
      case RESET_CONNECTION -> {
        session.reset();
        statements.clear();
        results.ok();
      }
      case QUIT, CHANGE_USER -> throw new IllegalArgumentException(command.toString());
    }
  }

  private String text(ByteBuf message) {
    ByteBuffer bytes = message.nioBuffer();
    try {
      return session.charset(CLIENT).charset().newDecoder().decode(bytes).toString();
    } catch (CharacterCodingException e) {
      throw ErrorCode.SYNTAX.with(
          "The statement is not valid " + session.charset(CLIENT).text() + " text.");
    }
  }

  // ---- statements as text

  private void query(String text) {
    session.executeAll(text, several, (result, more) -> write(result, false, more));
  }

  private void write(StatementResult result, boolean binary, boolean more) {
    beforeAnswer.run();
    results.result(result, binary, more);
    writer.flushIfFull(session.writeTimeout());
  }

  private void setOption(Fields fields) {
    int option = fields.u16();
    if (option > 1) {
      throw WireException.malformed("option " + option);
    }
    several = option == 0;
    results.end(false, 0);
  }

  private void fieldList(ByteBuf message) {
    String table = new Fields(message).zeroEndedOrRest(StandardCharsets.UTF_8);
    List<Column> columns = session.columns(table);
    String database = String.valueOf(session.database());
    for (Column column : columns) {
      ByteBuf out = writer.begin();
      ColumnDefinition.write(
          out,
          database,
          table,
          column.name(),
          column.type(),
          ColumnDefinition.UTF8MB4,
          column.nullable());
      out.writeByte(NULL_DEFAULT);
      writer.end();
      writer.flushIfFull(session.writeTimeout());
    }
    results.end(false, 0);
  }

  private void statistics() {
    String text = "Threads: " + connections.all().size();
    writer.begin().writeCharSequence(text, StandardCharsets.UTF_8);
    writer.end();
  }

  private void kill(Fields fields) {
    long connection = Integer.toUnsignedLong(fields.i32());
    session.execute("KILL " + connection).close(); // rights are checked there
    results.ok();
  }

  // ---- prepared statements

  private void prepare(String text, int bytes) {
    if (statements.size() >= MySqlSettings.MOST_PREPARED) {
      results.error(
          WireError.TOO_MANY_PREPARED,
          "This connection has " + statements.size() + " prepared statements. Close some.");
      return;
    }
    SqlSession.Prepared prepared = session.prepare(text);
    int parameters = prepared.text().parameters();
    if (parameters > MOST_PARAMETERS) {
      throw ErrorCode.BAD_QUERY.with(
          "The statement has " + parameters + " parameters; most are " + MOST_PARAMETERS + ".");
    }
    prepared(statements.add(prepared, bytes), parameters, prepared.columns());
  }

  private void prepared(int number, int parameters, List<ResultColumn> columns) {
    ByteBuf out = writer.begin();
    out.writeByte(0).writeIntLE(number);
    out.writeShortLE(columns.size()).writeShortLE(parameters);
    out.writeByte(0).writeShortLE(0);
    writer.end();
    for (int i = 0; i < parameters; i++) {
      ColumnDefinition.writeParameter(writer.begin());
      writer.end();
      writer.flushIfFull(session.writeTimeout());
    }
    if (parameters > 0) {
      results.eofBetween();
    }
    if (!columns.isEmpty()) {
      results.columns(columns);
    }
  }

  private void execute(ByteBuf message) {
    Fields fields = new Fields(message);
    Statements.Entry entry = required(fields.i32());
    fields.skip(1 + 4); // cursors are not offered; the iteration count is always 1
    int parameters = entry.prepared.text().parameters();
    List<@Nullable Object> values = List.of();
    if (parameters > 0) {
      ParameterReader.Read read =
          new ParameterReader(session.charset(CLIENT).charset())
              .read(message, parameters, entry.types, entry.sent());
      entry.types = read.types();
      values = read.values();
    }
    statements.reset(entry);
    String text = entry.prepared.text().bind(values);
    session.executeAll(text, false, (result, more) -> write(result, true, more));
  }

  private void longData(Fields fields) {
    int number = fields.i32();
    int parameter = fields.u16();
    statements.append(number, parameter, fields.rest());
  }

  private Statements.Entry required(int number) {
    Statements.Entry entry = statements.get(number);
    if (entry == null) {
      throw WireException.unknownStatement(number);
    }
    return entry;
  }
}
