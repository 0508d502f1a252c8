package plimsoll.cli.client;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import plimsoll.error.ErrorCode;
import plimsoll.server.http.SqlDesk;

/** Rows of SQL over HTTP: newline-delimited JSON, read as it arrives. */
final class ServerAnswer implements SqlDesk.Answer {
  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  private final MappingIterator<JsonNode> lines;
  private final List<SqlDesk.Column> columns = new ArrayList<>();
  private @Nullable JsonNode ahead;
  private long scanRows = -1;
  private long scanBytes = -1;

  private ServerAnswer(MappingIterator<JsonNode> lines) {
    this.lines = lines;
  }

  /** Reads up to the first row, so that the columns are known. */
  static ServerAnswer of(InputStream body) {
    try {
      ServerAnswer answer = new ServerAnswer(JSON.readerFor(JsonNode.class).readValues(body));
      answer.advance();
      return answer;
    } catch (IOException e) {
      throw broken(e);
    }
  }

  /** To the next row or the end; what comes between is kept. */
  private void advance() throws IOException {
    ahead = null;
    while (ahead == null && lines.hasNextValue()) {
      JsonNode line = lines.nextValue();
      if (line.has("data")) {
        ahead = line.get("data");
      } else if (line.has("meta")) {
        line.get("meta").forEach(this::column);
      } else if (line.has("statistics")) {
        scanRows = line.at("/statistics/scanRows").asLong(-1);
        scanBytes = line.at("/statistics/scanBytes").asLong(-1);
      } else if (line.has("status")) {
        throw ErrorCode.QUERY_FAILED.reported(line.path("msg").asText());
      }
    }
  }

  private void column(JsonNode meta) {
    columns.add(new SqlDesk.Column(meta.path("name").asText(), meta.path("type").asText()));
  }

  @Override
  public List<SqlDesk.Column> columns() {
    return columns;
  }

  @Override
  public @Nullable List<@Nullable Object> next() {
    JsonNode row = ahead;
    if (row == null) {
      return null;
    }
    List<@Nullable Object> values = new ArrayList<>(row.size());
    for (int i = 0; i < row.size(); i++) {
      values.add(value(row.get(i), i));
    }
    try {
      advance();
    } catch (IOException e) {
      throw broken(e);
    }
    return values;
  }

  private @Nullable Object value(JsonNode node, int column) {
    if (node.isNull()) {
      return null;
    }
    if (node.isBoolean()) {
      return node.booleanValue();
    }
    String type =
        column < columns.size() ? columns.get(column).type().toUpperCase(Locale.ROOT) : "";
    if (node.isNumber()) {
      boolean floating = type.startsWith("DOUBLE") || type.startsWith("FLOAT");
      return floating ? (Number) node.doubleValue() : node.numberValue();
    }
    return type.contains("BINARY") ? binary(node) : node.asText();
  }

  private static byte[] binary(JsonNode node) {
    try {
      return node.binaryValue();
    } catch (IOException e) {
      throw broken(e);
    }
  }

  private static RuntimeException broken(IOException cause) {
    return ErrorCode.SERVER_UNREACHABLE.because(
        cause,
        "its HTTP port",
        "the answer broke off (" + cause.getMessage() + "). Is it stopping?");
  }

  @Override
  public long scanRows() {
    return scanRows;
  }

  @Override
  public long scanBytes() {
    return scanBytes;
  }

  @Override
  public void close() {
    try {
      lines.close();
    } catch (IOException e) {
      throw broken(e);
    }
  }
}
