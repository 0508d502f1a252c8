package plimsoll.server.mysql;

import static java.util.Objects.requireNonNull;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.ScheduledFuture;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import plimsoll.access.UserName;
import plimsoll.error.ErrorCode;
import plimsoll.error.PlimsollException;
import plimsoll.server.audit.AuditEntry;
import plimsoll.server.mysql.auth.Login;
import plimsoll.server.mysql.codec.Answers;
import plimsoll.server.mysql.codec.Capability;
import plimsoll.server.mysql.codec.ChangeUser;
import plimsoll.server.mysql.codec.Command;
import plimsoll.server.mysql.codec.ConnectionLostException;
import plimsoll.server.mysql.codec.Greeting;
import plimsoll.server.mysql.codec.HandshakeResponse;
import plimsoll.server.mysql.codec.PacketReader;
import plimsoll.server.mysql.codec.PacketWriter;
import plimsoll.server.mysql.codec.Sequence;
import plimsoll.server.mysql.codec.ServerStatus;
import plimsoll.server.mysql.codec.WireError;
import plimsoll.server.mysql.codec.WireException;
import plimsoll.server.session.CharacterSets;
import plimsoll.server.session.Client;
import plimsoll.server.session.Connections;
import plimsoll.server.session.SqlSession;
import plimsoll.server.session.SqlState;

/** One client, from the greeting to the end. */
final class ClientConnection implements PacketReader.Receiver {
  /*
   * The protocol takes turns, and so do the threads: the event loop owns sequence, writer and state until
   * it hands a message to a worker, and again when the worker hands back by done(). While a worker runs,
   * the event loop only takes in what is sent ahead (a little) and notices that the client is gone.
   */
  private static final Logger LOG = LoggerFactory.getLogger(ClientConnection.class);

  /** How long a client that sent too much is listened to, so that it reads why it is refused. */
  private static final Duration LINGER = Duration.ofSeconds(2);

  private static final String TOO_MANY = "Too many connections (qe_max_connection).";

  private final Shared shared;
  private final Channel channel;
  private final Sequence sequence = new Sequence();
  private final PacketWriter writer;
  private final PacketReader reader;
  private final int number;
  private final byte[] nonce = Login.newNonce();

  private volatile State state = State.GREETED;
  private volatile long since = System.nanoTime();
  private volatile boolean doomed;

  /** Only what a client makes us wait counts against its login: a busy server refuses nobody. */
  private boolean awaited;

  private long awaitedSince;
  private long awaitedNanos;
  private volatile @Nullable SqlSession session;
  private volatile String user = "";
  private @Nullable CommandRunner runner;
  private @Nullable Login login;
  private @Nullable HandshakeResponse response;
  private @Nullable ScheduledFuture<?> deadline;
  private volatile @Nullable ClientFile file;

  private enum State {
    GREETED,
    LOGIN,
    READY,
    RUNNING,
    CLOSED
  }

  ClientConnection(Shared shared, Channel channel) {
    this.shared = shared;
    this.channel = channel;
    this.writer = new PacketWriter(channel, sequence);
    this.reader = new PacketReader(this, sequence);
    this.number = shared.registry().newNumber();
  }

  PacketReader reader() {
    return reader;
  }

  PacketWriter writer() {
    return writer;
  }

  long number() {
    return number;
  }

  /** The client's address, without a port. */
  private String host() {
    SocketAddress address = channel.remoteAddress();
    return address instanceof InetSocketAddress inet
        ? inet.getAddress().getHostAddress()
        : String.valueOf(address);
  }

  // ---- greeting and TLS

  @Override
  public void opened() {
    if (shared.registry().isStopping() || !shared.registry().enter(this)) {
      refuse(WireError.TOO_MANY_CONNECTIONS, TOO_MANY);
      return;
    }
    Greeting greeting =
        new Greeting(shared.serverVersion(), number, Capability.SERVER, nonce, Login.NATIVE);
    greeting.write(writer.begin());
    sendAndWait();
  }

  private boolean overTls() {
    return channel.pipeline().get(SslHandler.class) != null;
  }

  private void greeted(ByteBuf message) {
    HandshakeResponse read = HandshakeResponse.read(message, overTls(), Capability.SERVER);
    if (read.wantsTls()) {
      onLoginWorker(() -> shared.tls().get(), this::startTls);
    } else {
      beginLogin(read);
    }
  }

  /** What the client sent behind its wish is TLS already: nothing of it is read as plain text. */
  private void startTls(SslContext context) {
    SslHandler handler = context.newHandler(channel.alloc(), shared.loginWorkers());
    handler.setHandshakeTimeoutMillis(0); // it is part of the login, which has one
    ByteBuf ahead = reader.takeRest();
    channel.pipeline().addFirst(handler);
    channel.pipeline().fireChannelRead(ahead);
    channel.pipeline().fireChannelReadComplete();
    awaitWord();
  }

  // ---- login

  /** One that failed too often is refused unseen. */
  private void beginLogin(HandshakeResponse read) {
    state = State.LOGIN;
    response = read;
    user = read.user();
    if (!overTls() && !isLoopback() && !shared.settings().clearTextBeyondLoopback()) {
      refuse(
          WireError.SECURE_TRANSPORT_REQUIRED,
          "Connections from other machines need TLS: --ssl-mode=REQUIRED, or sslMode=REQUIRED.");
      return;
    }
    ifNotTooMany(
        () -> shared.failures().check(user, host()),
        () -> {
          Login begun = new Login(shared.logins(), nonce, host(), overTls());
          login = begun;
          onLoginWorker(() -> begun.start(read), this::apply);
        });
  }

  private void ifNotTooMany(Runnable check, Runnable then) {
    try {
      check.run();
    } catch (PlimsollException e) {
      audit(e.code());
      refuse(WireError.ACCESS_DENIED, String.valueOf(e.getMessage()));
      return;
    }
    then.run();
  }

  private boolean isLoopback() {
    return channel.remoteAddress() instanceof InetSocketAddress inet
        && inet.getAddress().isLoopbackAddress();
  }

  private void audit(ErrorCode code) {
    shared
        .services()
        .audit()
        .write(
            new AuditEntry(
                Instant.now(), user, host(), "mysql", "(login)", List.of(), code.name(), 0, 0));
  }

  private void continueLogin(ByteBuf message) {
    byte[] bytes = ByteBufUtil.getBytes(message);
    Login running = login;
    if (running != null) {
      onLoginWorker(() -> running.next(bytes), this::apply);
    }
  }

  /** Runs something on a worker, then uses its result on the event loop. */
  private <T> void onLoginWorker(Callable<T> work, Consumer<T> then) {
    try {
      shared
          .loginWorkers()
          .execute(
              () -> {
                try {
                  T result = work.call();
                  channel.eventLoop().execute(() -> ifOpen(() -> then.accept(result)));
                } catch (Exception e) {
                  LOG.warn("A login from {} failed", host(), e);
                  channel.eventLoop().execute(() -> refuse(WireError.HANDSHAKE, "Bad handshake."));
                }
              });
    } catch (RejectedExecutionException e) {
      refuse(WireError.TOO_MANY_CONNECTIONS, "Too many clients log in at this moment.");
    }
  }

  private void ifOpen(Runnable action) {
    if (state != State.CLOSED) {
      action.run();
    }
  }

  private void apply(Login.Step step) {
    if (step instanceof Login.Send send) {
      writer.begin().writeBytes(send.payload());
      sendAndWait();
    } else if (step instanceof Login.Switch another) {
      Greeting.writeSwitch(writer.begin(), another.plugin(), another.nonce());
      sendAndWait();
    } else if (step instanceof Login.Accepted accepted) {
      ifNotTooMany(() -> shared.failures().succeeded(user, host()), () -> accepted(accepted));
    } else if (step instanceof Login.Refused refused) {
      ifNotTooMany(() -> shared.failures().failed(user, host()), () -> refused(refused));
    }
  }

  private void accepted(Login.Accepted accepted) {
    if (!shared.registry().logIn(this)) {
      refuse(WireError.TOO_MANY_CONNECTIONS, TOO_MANY);
      return;
    }
    if (accepted.payload() != null) {
      writer.begin().writeBytes(accepted.payload());
      writer.end();
    }
    onLoginWorker(() -> openSession(accepted.account().name()), this::entered);
  }

  private void refused(Login.Refused refused) {
    audit(ErrorCode.WRONG_PASSWORD);
    refuse(
        WireError.ACCESS_DENIED,
        "Access denied for user '"
            + user
            + "'@'"
            + host()
            + "' (using password: "
            + (refused.usingPassword() ? "YES" : "NO")
            + ")");
  }

  private void sendAndWait() {
    writer.end();
    writer.flush();
    awaitWord();
  }

  /** Before somebody is logged in. */
  private void awaitWord() {
    awaited = true;
    awaitedSince = System.nanoTime();
    closeAfter(shared.settings().loginTimeout().minusNanos(awaitedNanos));
    shared.registry().isSilent(this);
    reader.wantMessage(MySqlSettings.MOST_BEFORE_LOGIN);
  }

  private void spoke() {
    awaited = false;
    awaitedNanos += System.nanoTime() - awaitedSince;
    stopDeadline();
    shared.registry().spoke(this);
  }

  /** From any thread: it has been silent longest of too many. */
  void makeRoom() {
    onLoop(
        () -> {
          if (awaited) {
            refuse(WireError.TOO_MANY_CONNECTIONS, "Too many clients are logging in.");
          }
        });
  }

  /** The new session, or why its database cannot be used. */
  private record Opened(SqlSession session, @Nullable PlimsollException failure) {}

  private Opened openSession(UserName account) {
    HandshakeResponse begun = requireNonNull(response);
    Client client =
        new Client(
            account,
            String.valueOf(address()),
            "mysql",
            number,
            shared.registry(),
            path -> openFile(path));
    SqlSession opened = new SqlSession(shared.services(), client);
    String charset = CharacterSets.ofCollation(begun.collation()).text();
    opened.set("character_set_client", charset);
    opened.set("character_set_connection", charset);
    opened.set("character_set_results", charset);
    try {
      if (begun.database() != null) {
        opened.use(begun.database());
      }
      return new Opened(opened, null);
    } catch (PlimsollException e) {
      return new Opened(opened, e);
    }
  }

  private String address() {
    return channel.remoteAddress() instanceof InetSocketAddress inet
        ? host() + ":" + inet.getPort()
        : host();
  }

  private void entered(Opened opened) {
    PlimsollException failure = opened.failure();
    if (failure != null) {
      SqlState said = SqlState.of(failure.code());
      closeWith(said.number(), said.state(), String.valueOf(failure.getMessage()));
      return;
    }
    HandshakeResponse begun = requireNonNull(response);
    session = opened.session();
    runner =
        new CommandRunner(
            opened.session(),
            writer,
            shared.registry(),
            begun.capabilities(),
            shared.settings(),
            this::finishFile);
    login = null;
    Answers.ok(writer.begin(), 0, 0, ServerStatus.AUTOCOMMIT, 0, "");
    writer.end();
    writer.flush();
    ready();
  }

  // ---- commands

  private void ready() {
    state = State.READY;
    since = System.nanoTime();
    sequence.reset();
    SqlSession current = session;
    if (doomed || shared.registry().isStopping() || current == null) {
      hangUp();
      return;
    }
    closeAfter(current.waitTimeout());
    reader.wantMessage(shared.settings().maxAllowedPacket());
  }

  @Override
  public void message(ByteBuf message) {
    boolean passedOn = false;
    try {
      switch (state) {
        case GREETED -> {
          spoke();
          greeted(message);
        }
        case LOGIN -> {
          spoke();
          continueLogin(message);
        }
        case READY -> passedOn = command(message);
        case RUNNING, CLOSED -> {}
      }
    } finally {
      if (!passedOn) {
        message.release();
      }
    }
  }

  /** Whether a worker has the message now. */
  private boolean command(ByteBuf message) {
    stopDeadline();
    since = System.nanoTime();
    Optional<Command> command =
        message.isReadable() ? Command.of(message.readUnsignedByte()) : Optional.empty();
    if (command.isEmpty()) {
      error(WireError.UNKNOWN_COMMAND, "Unknown command.");
      writer.flush();
      ready();
      return false;
    }
    switch (command.get()) {
      case QUIT -> {
        hangUp();
        return false;
      }
      case CHANGE_USER -> {
        changeUser(message);
        return false;
      }
      default -> {
        return run(command.get(), message);
      }
    }
  }

  private void changeUser(ByteBuf message) {
    HandshakeResponse before = requireNonNull(response);
    session = null;
    runner = null;
    awaitedNanos = 0;
    beginLogin(ChangeUser.read(message, before.capabilities(), before.collation()));
  }

  private boolean run(Command command, ByteBuf message) {
    CommandRunner current = requireNonNull(runner);
    if (CommandRunner.isQuick(command)) {
      current.run(command, message);
      writer.flush();
      ready();
      return false;
    }
    state = State.RUNNING;
    try {
      shared.statementWorkers().execute(() -> work(current, command, message));
      return true;
    } catch (RejectedExecutionException e) {
      error(WireError.SHUTTING_DOWN, "Server shutdown in progress.");
      writer.flush();
      hangUp();
      return false;
    }
  }

  /** On a worker. */
  private void work(CommandRunner current, Command command, ByteBuf message) {
    boolean lost = false;
    try {
      current.run(command, message);
      writer.flush();
    } catch (ConnectionLostException e) {
      LOG.debug("Connection {} was lost", number, e);
      lost = true;
    } finally {
      message.release();
      boolean close = lost;
      channel.eventLoop().execute(() -> done(close));
    }
  }

  private void done(boolean lost) {
    if (state == State.CLOSED) {
      writer.discard();
    } else if (lost) {
      writer.discard();
      hangUp();
    } else {
      ready();
    }
  }

  // ---- a client's file

  /** On a worker: asks for the file; the event loop passes on what comes. */
  private ClientFile openFile(String path) {
    HandshakeResponse begun = requireNonNull(response);
    if ((begun.capabilities() & Capability.LOCAL_FILES) == 0) {
      throw ErrorCode.REFUSED.with(
          "The client does not send files. Allow it there, for example with --local-infile=1 or"
              + " allowLoadLocalInfile=true.");
    }
    ClientFile opened =
        new ClientFile(shared.settings().readTimeout(), () -> onLoop(reader::wantStream));
    file = opened;
    ByteBuf out = writer.begin();
    out.writeByte(0xfb);
    out.writeCharSequence(path, StandardCharsets.UTF_8);
    writer.end();
    writer.flush();
    onLoop(
        () -> {
          if (state == State.CLOSED) {
            opened.fail();
          } else {
            reader.wantStream();
          }
        });
    return opened;
  }

  /** On a worker: the client listens again only when it has sent its whole file. */
  private void finishFile() {
    ClientFile sent = file;
    if (sent != null) {
      sent.awaitOver();
      file = null;
    }
  }

  private void onLoop(Runnable action) {
    channel.eventLoop().execute(action);
  }

  @Override
  public void chunk(ByteBuf chunk) {
    ClientFile receiving = file;
    if (receiving == null) {
      chunk.release();
    } else if (receiving.add(chunk)) {
      reader.wantNothing();
    }
  }

  @Override
  public void streamEnded() {
    ClientFile receiving = file;
    if (receiving != null) {
      receiving.end();
    }
  }

  // ---- the end

  private void closeAfter(Duration time) {
    stopDeadline();
    deadline = channel.eventLoop().schedule(this::tooLate, time.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void stopDeadline() {
    if (deadline != null) {
      deadline.cancel(false);
      deadline = null;
    }
  }

  private void tooLate() {
    if (state == State.READY) {
      refuse(
          WireError.IDLE,
          "The client was disconnected by the server because of inactivity (wait_timeout).");
    } else if (state != State.RUNNING) {
      hangUp();
    }
  }

  @Override
  public void broken(WireException why) {
    if (state == State.RUNNING) {
      hangUp(); // it spoke while it was not its turn; a worker may be writing
      return;
    }
    state = State.LOGIN;
    error(why.error(), String.valueOf(why.getMessage()));
    writer.flush();
    closeAfter(LINGER);
    reader.drain();
  }

  private void hangUp() {
    var unused = channel.close(); // closed() tells when
  }

  private void refuse(WireError error, String message) {
    closeWith(error.number(), error.state(), message);
  }

  private void closeWith(int errorNumber, String sqlState, String message) {
    if (state != State.CLOSED) {
      Answers.error(writer.begin(), errorNumber, sqlState, message);
      writer.end();
      writer.flush();
      var unused =
          channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
    }
  }

  private void error(WireError error, String message) {
    Answers.error(writer.begin(), error.number(), error.state(), message);
    writer.end();
  }

  @Override
  public void closed() {
    boolean running = state == State.RUNNING;
    state = State.CLOSED;
    stopDeadline();
    shared.registry().leave(this);
    writer.writabilityChanged();
    ClientFile receiving = file;
    if (receiving != null) {
      receiving.fail();
    }
    SqlSession current = session;
    if (running && current != null) {
      current.cancel(ErrorCode.CANCELLED.with("The client is gone."));
    } else {
      writer.discard();
    }
  }

  /** From any thread: ends the connection, or what it runs. */
  void kill(boolean queryOnly) {
    doomed |= !queryOnly;
    SqlSession current = session;
    if (current != null && state == State.RUNNING) {
      current.cancel(ErrorCode.CANCELLED.with("Query execution was interrupted."));
    }
    if (!queryOnly) {
      writer.giveUp(); // else a client that does not read would keep its worker
      closeIfIdle();
    }
  }

  /** From any thread. One that runs something is closed when it is done. */
  void closeIfIdle() {
    onLoop(
        () -> {
          if (state != State.RUNNING) {
            hangUp();
          }
        });
  }

  /** What it does, if somebody is logged in. */
  Optional<Connections.Activity> activity() {
    SqlSession current = session;
    if (current == null) {
      return Optional.empty();
    }
    boolean running = state == State.RUNNING;
    return Optional.of(
        new Connections.Activity(
            number,
            user,
            address(),
            current.database(),
            running ? "Query" : "Sleep",
            TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - since),
            running ? current.statement() : null));
  }
}
