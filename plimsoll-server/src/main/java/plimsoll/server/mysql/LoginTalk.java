package plimsoll.server.mysql;

import static java.util.Objects.requireNonNull;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.handler.ssl.SslContext;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import plimsoll.access.UserName;
import plimsoll.error.ErrorCode;
import plimsoll.error.PlimsollException;
import plimsoll.server.audit.AuditEntry;
import plimsoll.server.mysql.auth.Login;
import plimsoll.server.mysql.codec.Capability;
import plimsoll.server.mysql.codec.ChangeUser;
import plimsoll.server.mysql.codec.Greeting;
import plimsoll.server.mysql.codec.HandshakeResponse;
import plimsoll.server.mysql.codec.PacketReader;
import plimsoll.server.mysql.codec.WireError;
import plimsoll.server.schema.CharacterSet;
import plimsoll.server.session.Client;
import plimsoll.server.session.SqlSession;
import plimsoll.server.session.SqlState;

/**
 * From the greeting to an open session, and again when the client changes its user. Runs on the
 * connection's event loop; what takes long is done by login workers, of whom there is one at a time
 * for a connection.
 */
final class LoginTalk {
  private static final Logger LOG = LoggerFactory.getLogger(LoginTalk.class);
  private static final String TOO_MANY = "Too many connections (qe_max_connection).";

  private final Shared shared;
  private final Link link;
  private final PacketReader reader;
  private final ClientConnection connection;
  private final Function<UserName, Client> clients;
  private final Consumer<Entered> then;
  private final byte[] nonce = Login.newNonce();

  private final LoginTurn turn;

  private boolean begun;
  private volatile String user = "";
  private @Nullable Runnable onWorker;
  private @Nullable Login login;
  private @Nullable HandshakeResponse response;

  /**
   * Somebody is logged in.
   *
   * @param capabilities what client and server both speak
   */
  record Entered(SqlSession session, int capabilities) {}

  /**
   * Talks over that link.
   *
   * @param clients what a session knows of the client, by its account
   * @param then is told when somebody is logged in
   */
  LoginTalk(
      Shared shared,
      Link link,
      PacketReader reader,
      ClientConnection connection,
      Function<UserName, Client> clients,
      Consumer<Entered> then) {
    this.shared = shared;
    this.link = link;
    this.reader = reader;
    this.connection = connection;
    this.clients = clients;
    this.then = then;
    this.turn = new LoginTurn(shared, link, connection, this::phase);
  }

  /** The name that was given last, whether or not it was let in. */
  String user() {
    return user;
  }

  /** What client and server both speak. */
  int capabilities() {
    return requireNonNull(response).capabilities();
  }

  // ---- greeting and TLS

  /** Greets a client that has just come. */
  void greet() {
    if (shared.registry().isStopping() || !shared.registry().enter(connection)) {
      link.refuse(WireError.TOO_MANY_CONNECTIONS, TOO_MANY);
      return;
    }
    new Greeting(
            shared.serverVersion(),
            Math.toIntExact(connection.number()),
            Capability.SERVER,
            nonce,
            Login.NATIVE)
        .write(link.writer().begin());
    sendAndWait();
  }

  /** What the client says, until somebody is logged in. */
  void message(ByteBuf message) {
    turn.ours();
    if (begun) {
      continueLogin(message);
    } else {
      greeted(message);
    }
  }

  private void greeted(ByteBuf message) {
    HandshakeResponse read = HandshakeResponse.read(message, link.overTls(), Capability.SERVER);
    if (read.wantsTls()) {
      onWorker(() -> shared.tls().get(), this::startTls);
    } else {
      begin(read);
    }
  }

  /** What the client sent behind its wish is TLS already: nothing of it is read as plain text. */
  private void startTls(SslContext context) {
    ByteBuf ahead = reader.takeRest();
    TlsTurns.begin(link, context, turn, shared.loginWorkers());
    link.channel().pipeline().fireChannelRead(ahead);
    link.channel().pipeline().fireChannelReadComplete();
    reader.wantMessage(MySqlSettings.MOST_BEFORE_LOGIN);
  }

  private void sendAndWait() {
    link.send();
    turn.clientsAnew();
    reader.wantMessage(MySqlSettings.MOST_BEFORE_LOGIN);
  }

  /** It has been silent longest of too many. */
  void makeRoom() {
    if (turn.isClients()) {
      LOG.debug("{} makes room, {}", link.address(), phase());
      link.refuse(WireError.TOO_MANY_CONNECTIONS, "Too many clients are logging in.");
    }
  }

  private String phase() {
    if (link.inTlsHandshake()) {
      return "in its TLS handshake";
    }
    return begun ? "in its login" : "after the greeting";
  }

  /** The client is gone: what waits among statements makes room. */
  void closed() {
    if (onWorker != null) {
      shared.statementWorkers().remove(onWorker);
    }
  }

  // ---- who it is

  /** The client is to be somebody else. */
  void changeUser(ByteBuf message) {
    HandshakeResponse before = requireNonNull(response);
    begin(ChangeUser.read(message, before.capabilities(), before.collation()));
  }

  /** One that failed too often is refused unseen. */
  private void begin(HandshakeResponse read) {
    begun = true;
    response = read;
    user = read.user();
    if (!link.overTls() && !link.isLoopback() && !shared.settings().clearTextBeyondLoopback()) {
      link.refuse(
          WireError.SECURE_TRANSPORT_REQUIRED,
          "Connections from other machines need TLS: --ssl-mode=REQUIRED, or sslMode=REQUIRED.");
      return;
    }
    ifNotTooMany(
        () -> shared.failures().check(user, link.host()),
        () -> {
          Login begins = new Login(shared.logins(), nonce, link.host(), link.overTls());
          login = begins;
          onWorker(() -> begins.start(read), this::apply);
        });
  }

  private void ifNotTooMany(Runnable check, Runnable action) {
    try {
      check.run();
    } catch (PlimsollException e) {
      audit(e.code());
      link.refuse(WireError.ACCESS_DENIED, String.valueOf(e.getMessage()));
      return;
    }
    action.run();
  }

  private void audit(ErrorCode code) {
    shared
        .services()
        .audit()
        .write(
            new AuditEntry(
                Instant.now(),
                user,
                link.host(),
                "mysql",
                "(login)",
                List.of(),
                code.name(),
                0,
                0));
  }

  private void continueLogin(ByteBuf message) {
    byte[] bytes = ByteBufUtil.getBytes(message);
    Login running = login;
    if (running != null) {
      onWorker(() -> running.next(bytes), this::apply);
    }
  }

  /** Runs something on a login worker, then uses its result on the event loop. */
  private <T> void onWorker(Callable<T> work, Consumer<T> use) {
    onWorker(shared.loginWorkers(), work, use);
  }

  /** Nobody watches a connection meanwhile: whatever goes wrong must end it. */
  private <T> void onWorker(Executor workers, Callable<T> work, Consumer<T> use) {
    Runnable task = () -> link.ifOpen(() -> run(work, use));
    onWorker = task;
    try {
      workers.execute(task);
    } catch (RejectedExecutionException e) {
      link.refuse(WireError.TOO_MANY_CONNECTIONS, "Too many clients log in at this moment.");
    }
  }

  private <T> void run(Callable<T> work, Consumer<T> use) {
    try {
      T result = work.call();
      link.onLoop(() -> link.ifOpen(() -> use(result, use)));
    } catch (Exception | Error e) {
      LOG.warn("A login from {} failed", link.host(), e);
      link.onLoop(() -> link.refuse(WireError.HANDSHAKE, "Bad handshake."));
    }
  }

  private <T> void use(T result, Consumer<T> use) {
    onWorker = null; // it knows what the client sent
    try {
      use.accept(result);
    } catch (RuntimeException | Error e) {
      LOG.error("A login from {} could not go on", link.host(), e);
      link.hangUp();
    }
  }

  private void apply(Login.Step step) {
    if (step instanceof Login.Send send) {
      link.writer().begin().writeBytes(send.payload());
      sendAndWait();
    } else if (step instanceof Login.Switch another) {
      Greeting.writeSwitch(link.writer().begin(), another.plugin(), another.nonce());
      sendAndWait();
    } else if (step instanceof Login.Accepted accepted) {
      ifNotTooMany(() -> shared.failures().succeeded(user, link.host()), () -> accepted(accepted));
    } else if (step instanceof Login.Refused refused) {
      ifNotTooMany(() -> shared.failures().failed(user, link.host()), () -> refused(refused));
    }
  }

  private void accepted(Login.Accepted accepted) {
    if (!shared.registry().logIn(connection)) {
      link.refuse(WireError.TOO_MANY_CONNECTIONS, TOO_MANY);
      return;
    }
    if (accepted.payload() != null) {
      link.writer().begin().writeBytes(accepted.payload());
      link.writer().end();
    }
    // Whether there is such a database, the metastore may take long to say: logins do not wait.
    boolean looksUp = requireNonNull(response).database() != null;
    onWorker(
        looksUp ? shared.statementWorkers() : shared.loginWorkers(),
        () -> open(accepted.account().name()),
        this::opened);
  }

  private void refused(Login.Refused refused) {
    audit(ErrorCode.WRONG_PASSWORD);
    link.refuse(
        WireError.ACCESS_DENIED,
        "Access denied for user '"
            + user
            + "'@'"
            + link.host()
            + "' (using password: "
            + (refused.usingPassword() ? "YES" : "NO")
            + ")");
  }

  // ---- the session

  /** The new session, or why its database cannot be used. */
  private record Opened(SqlSession session, @Nullable PlimsollException failure) {}

  private Opened open(UserName account) {
    HandshakeResponse given = requireNonNull(response);
    SqlSession session = new SqlSession(shared.services(), clients.apply(account));
    String charset = CharacterSet.ofCollation(given.collation()).text();
    session.set("character_set_client", charset);
    session.set("character_set_connection", charset);
    session.set("character_set_results", charset);
    try {
      if (given.database() != null) {
        session.use(given.database());
      }
      return new Opened(session, null);
    } catch (PlimsollException e) {
      return new Opened(session, e);
    }
  }

  private void opened(Opened opened) {
    PlimsollException failure = opened.failure();
    if (failure != null) {
      SqlState said = SqlState.of(failure.code());
      link.refuse(said.number(), said.state(), String.valueOf(failure.getMessage()));
      return;
    }
    login = null;
    then.accept(new Entered(opened.session(), capabilities()));
  }
}
