package plimsoll.fuzz;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.embedded.EmbeddedChannel;
import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import plimsoll.error.PlimsollException;
import plimsoll.server.mysql.codec.Capability;
import plimsoll.server.mysql.codec.ChangeUser;
import plimsoll.server.mysql.codec.Command;
import plimsoll.server.mysql.codec.Fields;
import plimsoll.server.mysql.codec.Greeting;
import plimsoll.server.mysql.codec.HandshakeResponse;
import plimsoll.server.mysql.codec.PacketReader;
import plimsoll.server.mysql.codec.PacketWriter;
import plimsoll.server.mysql.codec.ParameterReader;
import plimsoll.server.mysql.codec.Sequence;
import plimsoll.server.mysql.codec.WireException;
import plimsoll.server.schema.CharacterSet;
import plimsoll.sql.parse.PreparedText;
import plimsoll.sql.parse.Tokens;

/**
 * The server's side of one connection as far as bytes are decoded: the same turns, limits and
 * refusals, but nobody is authenticated and no statement runs.
 */
final class MySqlConversation implements PacketReader.Receiver {
  private static final int MOST_BEFORE_LOGIN = 16 << 10;
  private static final int MOST = 64 << 10;
  private static final int MOST_PREPARED = 16;
  private static final byte[] NONCE = new byte[Greeting.NONCE];
  private static final String LOCAL = "LOAD DATA LOCAL";

  private final boolean checksTexts;
  private final Sequence sequence = new Sequence();
  private final PacketReader reader = new PacketReader(this, sequence);
  private final ByteArrayOutputStream seen = new ByteArrayOutputStream();
  private final List<Prepared> prepared = new ArrayList<>();
  private @Nullable PacketWriter writer;
  private @Nullable EmbeddedChannel channel;
  private State state = State.GREETED;
  private boolean overTls;
  private int capabilities;
  private Charset charset = StandardCharsets.UTF_8;
  private int collation;
  private int next;

  private enum State {
    GREETED,
    LOGIN,
    READY,
    FILE,
    CLOSED
  }

  /** One prepared statement. */
  private static final class Prepared {
    final PreparedText text;
    final byte @Nullable [][] sent;
    ParameterReader.@Nullable Types types;

    Prepared(PreparedText text) {
      this.text = text;
      this.sent = new byte[text.parameters()][];
    }
  }

  /**
   * A conversation.
   *
   * @param checksTexts whether bound statements are read back: once for each input is enough
   */
  MySqlConversation(boolean checksTexts) {
    this.checksTexts = checksTexts;
  }

  PacketReader reader() {
    return reader;
  }

  /** All that was understood, in order. */
  byte[] seen() {
    return seen.toByteArray();
  }

  boolean isOpen() {
    return state != State.CLOSED;
  }

  /** The number that the client's next packet must have. */
  int nextNumber() {
    return next++ & 0xff;
  }

  void begin(EmbeddedChannel embedded) {
    channel = embedded;
    writer = new PacketWriter(embedded, sequence);
    answer();
    reader.wantMessage(MOST_BEFORE_LOGIN);
  }

  /** The server's turn: one packet, which nobody reads. */
  private void answer() {
    PacketWriter out = writer;
    if (out != null) {
      new Greeting("8", 1, Capability.SERVER, NONCE, "p").write(out.begin());
      out.end();
      out.discard();
      next++;
    }
  }

  private void ready() {
    state = State.READY;
    sequence.reset();
    next = 0;
    reader.wantMessage(MOST);
  }

  // ---- what the reader tells

  @Override
  public void opened() {}

  @Override
  public void message(ByteBuf message) {
    note('M', ByteBufUtil.getBytes(message));
    try {
      switch (state) {
        case GREETED -> greeted(HandshakeResponse.read(message, overTls, Capability.SERVER));
        case LOGIN -> ready();
        case READY -> command(message);
        case FILE, CLOSED -> throw new AssertionError("nobody wanted a message");
      }
    } finally {
      message.release();
    }
  }

  @Override
  public void chunk(ByteBuf chunk) {
    seen.writeBytes(ByteBufUtil.getBytes(chunk));
    chunk.release();
  }

  @Override
  public void streamEnded() {
    note('E', new byte[0]);
    ready();
  }

  @Override
  public void broken(WireException why) {
    note('B', String.valueOf(why.getMessage()).getBytes(StandardCharsets.UTF_8));
    state = State.CLOSED;
    reader.drain();
  }

  @Override
  public void closed() {
    state = State.CLOSED;
  }

  private void note(char kind, byte[] content) {
    seen.write(kind);
    seen.writeBytes(content);
  }

  // ---- login

  private void greeted(HandshakeResponse response) {
    if (response.wantsTls()) {
      overTls = true;
      ByteBuf ahead = reader.takeRest();
      reader.wantMessage(MOST_BEFORE_LOGIN);
      EmbeddedChannel open = channel;
      if (open == null) {
        throw new AssertionError("not begun");
      }
      open.pipeline().fireChannelRead(ahead);
    } else {
      logIn(response);
    }
  }

  private void logIn(HandshakeResponse response) {
    capabilities = response.capabilities();
    collation = response.collation();
    charset = CharacterSet.ofCollation(collation).charset();
    prepared.clear();
    answer();
    if (response.plugin().equals("mysql_native_password")) {
      ready();
    } else {
      state = State.LOGIN;
      reader.wantMessage(MOST_BEFORE_LOGIN);
    }
  }

  // ---- commands

  private void command(ByteBuf message) {
    Optional<Command> command =
        message.isReadable() ? Command.of(message.readUnsignedByte()) : Optional.empty();
    if (command.isEmpty()) {
      ready();
      return;
    }
    switch (command.get()) {
      case QUIT -> {
        reader.wantNothing();
        state = State.CLOSED;
      }
      case CHANGE_USER -> logIn(ChangeUser.read(message, capabilities, collation));
      case STMT_SEND_LONG_DATA, STMT_CLOSE -> {
        dispatch(command.get(), message);
        ready();
      }
      default -> {
        answered(command.get(), message);
        if (state == State.READY) {
          ready();
        }
      }
    }
  }

  /** A failure is an answer, and the connection goes on. */
  private void answered(Command command, ByteBuf message) {
    try {
      dispatch(command, message);
    } catch (WireException refused) {
      note('W', String.valueOf(refused.getMessage()).getBytes(StandardCharsets.UTF_8));
    } catch (PlimsollException refused) {
      note('P', refused.getMessage().getBytes(StandardCharsets.UTF_8));
    }
  }

  private void dispatch(Command command, ByteBuf message) {
    Fields fields = new Fields(message);
    switch (command) {
      case QUERY -> query(text(message));
      case INIT_DB -> note('D', text(message).getBytes(StandardCharsets.UTF_8));
      case FIELD_LIST ->
          note('L', fields.zeroEndedOrRest(StandardCharsets.UTF_8).getBytes(charset));
      case PROCESS_KILL -> fields.i32();
      case SET_OPTION -> fields.u16();
      case STMT_PREPARE -> prepare(text(message));
      case STMT_EXECUTE -> execute(fields, message);
      case STMT_SEND_LONG_DATA -> longData(fields);
      case STMT_CLOSE -> fields.i32();
      case STMT_RESET -> Arrays.fill(required(fields.i32()).sent, null);
      case PING, STATISTICS -> {}
      case RESET_CONNECTION -> prepared.clear();
      case QUIT, CHANGE_USER -> throw new AssertionError(command);
    }
  }

  private String text(ByteBuf message) {
    ByteBuffer bytes = message.nioBuffer();
    try {
      return charset.newDecoder().decode(bytes).toString();
    } catch (CharacterCodingException e) {
      throw WireException.malformed("not text");
    }
  }

  private void query(String text) {
    if (text.regionMatches(true, 0, LOCAL, 0, LOCAL.length())) {
      answer();
      state = State.FILE;
      reader.wantStream();
    }
  }

  private void prepare(String text) {
    if (prepared.size() < MOST_PREPARED) {
      prepared.add(new Prepared(PreparedText.of(text)));
    }
  }

  private Prepared required(int number) {
    if (number < 0 || number >= prepared.size()) {
      throw WireException.unknownStatement(number);
    }
    return prepared.get(number);
  }

  private void longData(Fields fields) {
    int number = fields.i32();
    int parameter = fields.u16();
    byte[] more = fields.rest();
    if (number >= 0 && number < prepared.size()) {
      Prepared statement = prepared.get(number);
      if (parameter < statement.sent.length) {
        statement.sent[parameter] = more;
      }
    }
  }

  private void execute(Fields fields, ByteBuf message) {
    Prepared statement = required(fields.i32());
    fields.skip(1 + 4);
    List<@Nullable Object> values = List.of();
    if (statement.sent.length > 0) {
      ParameterReader.Read read =
          new ParameterReader(charset)
              .read(message, statement.sent.length, statement.types, Arrays.asList(statement.sent));
      statement.types = read.types();
      values = read.values();
    }
    String bound = statement.text.bind(values);
    note('X', bound.getBytes(StandardCharsets.UTF_8));
    if (checksTexts) {
      requireOneLiteralEach(statement.text.unbound(), bound, values);
    }
  }

  /** Whatever a value holds, it must not become syntax. */
  private static void requireOneLiteralEach(
      String unbound, String bound, List<@Nullable Object> values) {
    int expected = Tokens.of(unbound).all().size();
    for (Object value : values) {
      expected += tokens(value) - 1;
    }
    if (Tokens.of(bound).all().size() != expected) {
      throw new AssertionError(String.format(Locale.ROOT, "%s became %s", values, bound));
    }
  }

  private static int tokens(@Nullable Object value) {
    if (value instanceof LocalDate || value instanceof LocalDateTime) {
      return 2;
    }
    if (value instanceof BigDecimal number) {
      return number.signum() < 0 ? 2 : 1;
    }
    if (value instanceof Number number && !(value instanceof BigInteger)) {
      return number.toString().startsWith("-") ? 2 : 1;
    }
    return 1;
  }
}
