package plimsoll.server.mysql;

import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.util.function.Supplier;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import plimsoll.error.ErrorCode;
import plimsoll.server.tls.ServerKeys;

/** What TLS connections begin with: made when the first client wants it. */
final class Tls implements Supplier<SslContext> {
  private final Supplier<ServerKeys> keys;
  private @Nullable SslContext context;

  Tls(Supplier<ServerKeys> keys) {
    this.keys = keys;
  }

  @Override
  public synchronized SslContext get() {
    if (context == null) {
      context = make();
    }
    return context;
  }

  private SslContext make() {
    try {
      return SslContextBuilder.forServer(keys.get().load())
          .sslProvider(SslProvider.JDK)
          .protocols("TLSv1.3", "TLSv1.2")
          .build();
    } catch (SSLException e) {
      throw ErrorCode.FILE_UNREADABLE.because(e, "the TLS key", String.valueOf(e.getMessage()));
    }
  }
}
