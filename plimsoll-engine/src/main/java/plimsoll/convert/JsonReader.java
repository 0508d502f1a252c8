package plimsoll.convert;

import plimsoll.model.Vector;

/** JSON, checked and brought to one spacing in the vector's own storage. */
final class JsonReader implements ValueReader {
  private final JsonText text = new JsonText();

  @Override
  public boolean read(byte[] data, int start, int end, Vector out, int row) {
    Vector.Bytes bytes = (Vector.Bytes) out;
    if (end - start > JsonText.MAX_BYTES) {
      return false;
    }
    // Every comma and colon may get a blank behind it.
    byte[] to = bytes.reserve((end - start) * 2);
    int length = text.copy(data, start, end, to, bytes.used());
    if (length < 0) {
      return false;
    }
    bytes.append(row, length);
    return true;
  }
}
