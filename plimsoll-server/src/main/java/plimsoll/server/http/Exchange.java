package plimsoll.server.http;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpHeaderValue;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.Fields;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import plimsoll.error.ErrorCode;
import plimsoll.server.auth.Guard;

/** One request and its one answer. */
final class Exchange {
  private static final Logger LOG = LoggerFactory.getLogger(Exchange.class);

  static final String JSON = "application/json";
  static final String CODE_HEADER = "X-Plimsoll-Error";
  static final String TEXT = "text/plain;charset=utf-8";

  private final Request request;
  private final Response response;
  private final Callback callback;
  private final HttpSettings settings;
  private final RequestBody body;
  private Map<String, String> path = Map.of();
  private @Nullable Guard guard;
  private @Nullable ErrorCode code;
  private Runnable beforeAnswer = () -> {};
  private boolean ended;

  Exchange(Request request, Response response, Callback callback, HttpSettings settings) {
    this.request = request;
    this.response = response;
    this.callback = callback;
    this.settings = settings;
    this.body = new RequestBody(request);
  }

  Request request() {
    return request;
  }

  /** The one reader of the request's body. */
  RequestBody body() {
    return body;
  }

  void path(Map<String, String> parameters) {
    path = parameters;
  }

  /** A decoded part of the path, by its name in the route. */
  String path(String name) {
    return path.getOrDefault(name, "");
  }

  void guard(Guard known) {
    guard = known;
  }

  /** The rights of who sent the request. */
  Guard guard() {
    Guard known = guard;
    if (known == null) {
      throw ErrorCode.NEED_AUTH.with();
    }
    return known;
  }

  /** Who sent the request. */
  String user() {
    return guard().user();
  }

  /** A query parameter, or null. */
  @Nullable String query(String name) {
    Fields.Field field = Request.extractQueryParameters(request).get(name);
    return field == null ? null : field.getValue();
  }

  /** All values of a query parameter, in their order. */
  List<String> queries(String name) {
    return Request.extractQueryParameters(request).getValuesOrEmpty(name);
  }

  /** The value of a request header as UTF-8 text, or null. */
  @Nullable String header(String name) {
    String value = request.getHeaders().get(name);
    return value == null ? null : utf8(value);
  }

  /** Address of the client, without its port. */
  String origin() {
    return Request.getRemoteAddr(request);
  }

  /** Host and port as the client addressed us. */
  String authority() {
    return request.getHeaders().contains(HttpHeader.HOST)
        ? request.getHeaders().get(HttpHeader.HOST)
        : Request.getServerName(request) + ":" + Request.getServerPort(request);
  }

  /** Names the failure's code beside StarRocks' words, for our own command line. */
  void code(ErrorCode code) {
    this.code = code;
    response.getHeaders().put(CODE_HEADER, code.number());
  }

  /** What was named so; null if nothing failed. */
  @Nullable ErrorCode code() {
    return code;
  }

  HttpFields.Mutable responseHeaders() {
    return response.getHeaders();
  }

  /**
   * Runs that once: before the answer is sent, or behind one that is streamed. The last one wins.
   */
  void beforeAnswer(Runnable work) {
    beforeAnswer = work;
  }

  private void ending() {
    if (ended) {
      return;
    }
    ended = true;
    try {
      beforeAnswer.run();
    } catch (RuntimeException e) {
      LOG.error(
          "{} {} is answered, but leaves no line in the audit log",
          request.getMethod(),
          request.getHttpURI().getPath(),
          e);
    }
  }

  /** Sends an answer of known length; the request is done then. */
  void answer(int status, String contentType, byte[] content) {
    ending();
    boolean whole = body.consumed();
    response.setStatus(status);
    HttpFields.Mutable headers = response.getHeaders();
    headers.put(HttpHeader.CONTENT_TYPE, contentType);
    headers.put(HttpHeader.CONTENT_LENGTH, content.length);
    headers.put("X-Content-Type-Options", "nosniff");
    if (!whole) {
      headers.put(HttpHeader.CONNECTION, HttpHeaderValue.CLOSE);
    }
    Callback after = whole ? callback : Callback.from(this::drain, callback::failed);
    response.write(true, ByteBuffer.wrap(content), after);
  }

  void json(int status, JsonNode answer) {
    answer(status, JSON, Json.compact(answer));
  }

  void text(int status, String content) {
    answer(status, TEXT, content.getBytes(StandardCharsets.UTF_8));
  }

  /** Starts an answer of unknown length; writes wait for the client. Closing the stream ends it. */
  OutputStream stream(int status, String contentType) {
    response.setStatus(status);
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, contentType);
    response.getHeaders().put("X-Content-Type-Options", "nosniff");
    return Content.Sink.asOutputStream(response);
  }

  /** After {@link #stream} was closed: the request is done. */
  void streamed() {
    ending();
    callback.succeeded();
  }

  /** After {@link #stream} broke: the connection is cut, so that the client sees it. */
  void broken(Throwable cause) {
    try {
      ending();
    } finally {
      callback.failed(cause);
    }
  }

  /** Whether part of an answer is out already. */
  boolean committed() {
    return response.isCommitted();
  }

  private void drain() {
    body.drain(
        settings.drainBytes(),
        settings.drainTime(),
        whole -> {
          if (whole) {
            callback.succeeded();
          } else {
            callback.failed(new IOException("The client did not finish a refused request."));
          }
        });
  }

  /**
   * Header bytes arrive as Latin-1; clients write UTF-8. What is not valid UTF-8 stays as it is.
   */
  static String utf8(String latin1) {
    if (latin1.chars().allMatch(c -> c < 0x80) || latin1.chars().anyMatch(c -> c > 0xFF)) {
      return latin1;
    }
    byte[] bytes = latin1.getBytes(StandardCharsets.ISO_8859_1);
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      return latin1;
    }
  }

  /** Names of the request's headers, lower case, in the order sent. */
  List<String> headerNames() {
    return request.getHeaders().getFieldNamesCollection().stream()
        .map(name -> name.toLowerCase(java.util.Locale.ROOT))
        .distinct()
        .toList();
  }
}
