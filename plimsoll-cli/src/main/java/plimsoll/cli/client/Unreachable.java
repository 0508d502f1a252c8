package plimsoll.cli.client;

import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.ProtocolException;
import java.net.URI;
import java.net.http.HttpConnectTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.util.Locale;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import plimsoll.error.ErrorCode;
import plimsoll.error.PlimsollException;

/** Why a server could not be spoken to, and what that probably means. */
final class Unreachable {
  private Unreachable() {}

  /** SERVER_UNREACHABLE, with the likely reason. */
  static PlimsollException failure(IOException e, URI base) {
    return ErrorCode.SERVER_UNREACHABLE.because(e, base, reason(e, base));
  }

  /** Whether it failed before anything could be sent: the load cannot have begun. */
  static boolean beforeRequest(IOException e) {
    return e instanceof ConnectException
        || e instanceof HttpConnectTimeoutException
        || e instanceof SSLHandshakeException
        || unencrypted(e);
  }

  private static boolean unencrypted(IOException e) {
    return e instanceof SSLException && message(e).contains("unrecognized ssl message");
  }

  /** What is wrong and what to try: whole sentences. */
  static String reason(IOException e, URI base) {
    if (causes(e).anyMatch(UnresolvedAddressException.class::isInstance)) {
      return "the name '" + base.getHost() + "' has no address. Is it spelt right?";
    }
    if (e instanceof ConnectException) {
      return "nobody listens there. Is the server running, and is that its HTTP port?";
    }
    if (e instanceof HttpConnectTimeoutException) {
      return "nobody answers there. Is the address right, and does a firewall let it through?";
    }
    return e instanceof SSLException ? ofTls(e) : ofHttp(e);
  }

  private static String ofTls(IOException e) {
    if (unencrypted(e)) {
      return "that port does not speak TLS. Leave out --tls and --certificate, or name another port.";
    }
    if (causes(e).anyMatch(CertPathBuilderException.class::isInstance)) {
      return "nobody whom this machine trusts has signed its certificate. If the server made its"
          + " own, name that by --certificate FILE; docs/users.md says where it comes from.";
    }
    return causes(e)
        .filter(CertificateException.class::isInstance)
        .findFirst()
        .map(certificate -> certificate.getMessage() + ". Is --certificate that of this server?")
        .orElseGet(() -> "TLS failed: " + e.getMessage() + ".");
  }

  private static String ofHttp(IOException e) {
    if (e instanceof ProtocolException || message(e).contains("invalid status line")) {
      return "what listens there does not speak HTTP. Is that the server's HTTP port?";
    }
    boolean broken =
        causes(e).anyMatch(EOFException.class::isInstance)
            || message(e).contains("no bytes")
            || message(e).contains("connection reset");
    if (broken) {
      return "the connection ended without an answer. Is it stopping, or does that port speak"
          + " something else than HTTP, TLS for example (--tls)?";
    }
    return (e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage()) + ".";
  }

  private static String message(IOException e) {
    return String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
  }

  private static Stream<Throwable> causes(Throwable e) {
    return Stream.iterate(e, cause -> cause != null, Throwable::getCause);
  }
}
