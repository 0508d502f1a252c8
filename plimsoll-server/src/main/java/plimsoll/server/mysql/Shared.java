package plimsoll.server.mysql;

import io.netty.handler.ssl.SslContext;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.function.Supplier;
import plimsoll.server.auth.LoginFailures;
import plimsoll.server.mysql.auth.Login;
import plimsoll.server.session.SqlServices;
import plimsoll.server.session.SqlSession;

/**
 * What all connections use.
 *
 * @param services what their sessions need
 * @param logins what their logins need
 * @param failures those of every front end
 * @param tls keys, made or read when the first client wants them; slow then
 * @param loginWorkers runs logins, so that they never wait for statements
 * @param statementWorkers runs statements; what waits for a worker can be taken back
 */
record Shared(
    MySqlSettings settings,
    SqlServices services,
    Login.Services logins,
    LoginFailures failures,
    ConnectionRegistry registry,
    Supplier<SslContext> tls,
    ExecutorService loginWorkers,
    ThreadPoolExecutor statementWorkers) {
  /** The version that drivers read. */
  String serverVersion() {
    return SqlSession.VERSION;
  }
}
