package plimsoll.server.http;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import plimsoll.model.Batch;
import plimsoll.model.Column;
import plimsoll.model.Schema;
import plimsoll.online.store.OnlineRows;
import plimsoll.server.online.PointReads;

/** The answer to a point read, while it is written: columns, then rows of a key or of many. */
final class PointReadAnswer implements Closeable {
  private static final int FIRST_BYTES = 1 << 10;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream(FIRST_BYTES);
  private final JsonGenerator json;
  private final Schema schema;
  private final Batch batch;

  private PointReadAnswer(PointReads.Opened opened, String member, int rowsOfABatch)
      throws IOException {
    json = Json.MAPPER.createGenerator(out);
    json.enable(JsonGenerator.Feature.WRITE_BIGDECIMAL_AS_PLAIN);
    schema = opened.table().schema();
    batch = Batch.allocate(schema, (int) Math.min(opened.limit(), rowsOfABatch));
    json.writeStartObject();
    columns();
    json.writeArrayFieldStart(member);
  }

  /** Its rows are those of one key. */
  static PointReadAnswer ofKey(PointReads.Opened opened, int rowsOfABatch) throws IOException {
    return new PointReadAnswer(opened, "rows", rowsOfABatch);
  }

  /** Has a list of rows for each key. */
  static PointReadAnswer ofKeys(PointReads.Opened opened, int rowsOfABatch) throws IOException {
    return new PointReadAnswer(opened, "results", rowsOfABatch);
  }

  private void columns() throws IOException {
    json.writeArrayFieldStart("columns");
    for (Column column : schema.columns()) {
      json.writeStartObject();
      json.writeStringField("name", column.name());
      json.writeStringField("type", column.type().sql());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  void beginKey() throws IOException {
    json.writeStartArray();
  }

  void endKey() throws IOException {
    json.writeEndArray();
  }

  /**
   * Adds all rows.
   *
   * @param mostBytes of the whole answer
   * @return false if it became longer; it is not to be used then
   */
  boolean add(OnlineRows rows, int mostBytes) throws IOException {
    while (rows.next(batch)) {
      for (int row = 0; row < batch.rows(); row++) {
        json.writeStartArray();
        for (int column = 0; column < schema.size(); column++) {
          VectorJson.write(json, schema.column(column).type(), batch.column(column), row);
        }
        json.writeEndArray();
      }
      json.flush();
      if (out.size() > mostBytes) {
        return false;
      }
    }
    return true;
  }

  /** All of it. */
  byte[] end() throws IOException {
    json.writeEndArray();
    json.writeEndObject();
    json.close();
    return out.toByteArray();
  }

  @Override
  public void close() throws IOException {
    json.close();
  }
}
