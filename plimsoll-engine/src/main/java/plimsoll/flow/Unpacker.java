package plimsoll.flow;

import java.io.IOException;
import java.io.InputStream;
import plimsoll.model.Compression;

/** Opens compressed streams; plimsoll-formats implements it, wiring hands it to the planner. */
public interface Unpacker {
  /**
   * The unpacked bytes of a stream. Members that follow each other are one stream; what is cut off,
   * damaged or followed by other bytes ends with an {@link IOException}, never with an early end.
   *
   * @param kind neither {@code NONE} nor {@code BY_NAME}
   * @param packed read as far as needed; {@code available()} is above 0 exactly while bytes follow
   */
  InputStream open(Compression kind, InputStream packed) throws IOException;
}
