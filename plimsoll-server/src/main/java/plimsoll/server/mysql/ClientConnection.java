package plimsoll.server.mysql;

import static java.util.Objects.requireNonNull;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import plimsoll.access.UserName;
import plimsoll.error.ErrorCode;
import plimsoll.server.mysql.codec.Answers;
import plimsoll.server.mysql.codec.Command;
import plimsoll.server.mysql.codec.ConnectionLostException;
import plimsoll.server.mysql.codec.PacketReader;
import plimsoll.server.mysql.codec.PacketWriter;
import plimsoll.server.mysql.codec.ServerStatus;
import plimsoll.server.mysql.codec.WireError;
import plimsoll.server.mysql.codec.WireException;
import plimsoll.server.session.Client;
import plimsoll.server.session.Connections;
import plimsoll.server.session.SqlSession;

/** One client, from the greeting to the end: whose turn it is, and which part of us answers. */
final class ClientConnection implements PacketReader.Receiver {
  /*
   * The protocol takes turns, and so do the threads: the event loop owns link, writer and state until
   * it hands a message to a worker, and again when the worker hands back by done(). While a worker runs,
   * the event loop only takes in what is sent ahead (a little) and notices that the client is gone.
   */
  private static final Logger LOG = LoggerFactory.getLogger(ClientConnection.class);

  private final Shared shared;
  private final Link link;
  private final PacketReader reader;
  private final LoginTalk login;
  private final SentFiles files;
  private final int number;

  private volatile State state = State.LOGIN;
  private volatile long since = System.nanoTime();
  private volatile boolean doomed;
  private volatile @Nullable SqlSession session;
  private @Nullable CommandRunner runner;
  private @Nullable Work work;

  private enum State {
    LOGIN,
    READY,
    RUNNING,
    CLOSED
  }

  ClientConnection(Shared shared, Channel channel) {
    this.shared = shared;
    this.link = new Link(channel);
    this.reader = new PacketReader(this, link.sequence());
    this.number = shared.registry().newNumber();
    this.login = new LoginTalk(shared, link, reader, this, this::client, this::entered);
    this.files = new SentFiles(link, reader, shared.settings().readTimeout(), login::capabilities);
  }

  PacketReader reader() {
    return reader;
  }

  PacketWriter writer() {
    return link.writer();
  }

  long number() {
    return number;
  }

  // ---- login

  @Override
  public void opened() {
    login.greet();
  }

  /** From any thread: it has been silent longest of too many that are not logged in. */
  void makeRoom() {
    link.onLoop(login::makeRoom);
  }

  private Client client(UserName account) {
    return new Client(
        account, link.address(), "mysql", number, shared.registry(), path -> files.open(path));
  }

  private void entered(LoginTalk.Entered entered) {
    session = entered.session();
    runner =
        new CommandRunner(
            entered.session(),
            link.writer(),
            shared.registry(),
            entered.capabilities(),
            shared.settings(),
            files::finish);
    Answers.ok(link.writer().begin(), 0, 0, ServerStatus.AUTOCOMMIT, 0, "");
    link.send();
    ready();
  }

  private void changeUser(ByteBuf message) {
    state = State.LOGIN;
    session = null;
    runner = null;
    login.changeUser(message);
  }

  // ---- commands

  private void ready() {
    state = State.READY;
    since = System.nanoTime();
    link.sequence().reset();
    SqlSession current = session;
    if (doomed || shared.registry().isStopping() || current == null) {
      link.hangUp();
      return;
    }
    link.after(current.waitTimeout(), this::idleTooLong);
    reader.wantMessage(shared.settings().maxAllowedPacket());
  }

  private void idleTooLong() {
    link.refuse(
        WireError.IDLE,
        "The client was disconnected by the server because of inactivity (wait_timeout).");
  }

  @Override
  public void message(ByteBuf message) {
    boolean passedOn = false;
    try {
      switch (state) {
        case LOGIN -> login.message(message);
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
    link.stopDeadline();
    since = System.nanoTime();
    Optional<Command> command =
        message.isReadable() ? Command.of(message.readUnsignedByte()) : Optional.empty();
    if (command.isEmpty()) {
      link.error(WireError.UNKNOWN_COMMAND, "Unknown command.");
      link.writer().flush();
      ready();
      return false;
    }
    switch (command.get()) {
      case QUIT -> {
        link.hangUp();
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

  private boolean run(Command command, ByteBuf message) {
    CommandRunner current = requireNonNull(runner);
    if (CommandRunner.isQuick(command)) {
      current.run(command, message);
      link.writer().flush();
      ready();
      return false;
    }
    requireNonNull(session).beginCommand(); // it can be cancelled while it waits for a worker, too
    state = State.RUNNING;
    Work begun = new Work(current, command, message);
    work = begun;
    try {
      shared.statementWorkers().execute(begun);
      return true;
    } catch (RejectedExecutionException e) {
      refuseStatement();
      return false;
    }
  }

  private void refuseStatement() {
    state = State.READY;
    if (shared.registry().isStopping()) {
      link.refuse(WireError.SHUTTING_DOWN, "Server shutdown in progress.");
    } else {
      link.error(
          WireError.TOO_MANY_STATEMENTS,
          "Too many statements wait (max_mysql_service_task_threads_num run at a time); try again.");
      link.writer().flush();
      ready();
    }
  }

  /** A command in a worker's hands, or waiting for one. */
  private final class Work implements Runnable {
    private final CommandRunner current;
    private final Command command;
    private final ByteBuf message;

    Work(CommandRunner current, Command command, ByteBuf message) {
      this.current = current;
      this.command = command;
      this.message = message;
    }

    @Override
    public void run() {
      boolean lost = false;
      try {
        current.run(command, message);
        link.writer().flush();
      } catch (ConnectionLostException e) {
        LOG.debug("Connection {} was lost", number, e);
        lost = true;
      } finally {
        message.release();
        boolean close = lost;
        link.onLoop(() -> done(close));
      }
    }

    /** Whether no worker had it yet; none will. */
    boolean takeBack() {
      boolean waited = shared.statementWorkers().remove(this);
      if (waited) {
        message.release();
      }
      return waited;
    }
  }

  private void done(boolean lost) {
    if (state == State.CLOSED) {
      link.writer().discard();
    } else if (lost) {
      link.writer().discard();
      link.hangUp();
    } else {
      ready();
    }
  }

  @Override
  public void chunk(ByteBuf chunk) {
    files.chunk(chunk);
  }

  @Override
  public void streamEnded() {
    files.ended();
  }

  // ---- the end

  @Override
  public void broken(WireException why) {
    if (state == State.RUNNING) {
      link.hangUp(); // it spoke while it was not its turn; a worker may be writing
      return;
    }
    state = State.LOGIN;
    link.error(why.error(), String.valueOf(why.getMessage()));
    link.writer().flush();
    link.after(Link.LINGER, link::hangUp); // it is listened to, so that it reads why
    reader.drain();
  }

  @Override
  public void closed() {
    boolean running = state == State.RUNNING;
    state = State.CLOSED;
    link.closed();
    login.closed();
    shared.registry().leave(this);
    link.writer().writabilityChanged();
    files.fail();
    if (running && !requireNonNull(work).takeBack()) {
      requireNonNull(session).cancel(ErrorCode.CANCELLED.with("The client is gone."));
    } else {
      link.writer().discard();
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
      link.writer().giveUp(); // else a client that does not read would keep its worker
      closeIfIdle();
    }
  }

  /** From any thread. One that runs something is closed when it is done. */
  void closeIfIdle() {
    link.onLoop(
        () -> {
          if (state != State.RUNNING) {
            link.hangUp();
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
            login.user(),
            link.address(),
            current.database(),
            running ? "Query" : "Sleep",
            TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - since),
            running ? current.statement() : null));
  }
}
