package plimsoll.server.http;

import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import plimsoll.load.LoadBounds;
import plimsoll.model.BadValuePolicy;
import plimsoll.model.Target;
import plimsoll.pipeline.parse.CsvOptions;

/** Reads the headers of a Stream Load: texts in, typed options out. */
@FunctionalInterface
public interface StreamLoadHeaders {
  /**
   * Checks every value.
   *
   * @param headers by lower-case name; those that HTTP itself defines are left out, except {@code
   *     content-encoding}
   * @throws plimsoll.error.PlimsollException with the exact text of the reference
   */
  Options read(Map<String, String> headers);

  /**
   * What the headers said. The label is not among them: it is checked before.
   *
   * @param csv how the bytes are read
   * @param fields names of the source's fields, null for table order
   * @param badValues what a value that does not convert does
   * @param bounds what the load may take and bears
   * @param zone the load's time zone
   * @param stores which stores the rows go to
   * @param ignored headers without effect here and other remarks, for the load's record
   */
  record Options(
      CsvOptions csv,
      @Nullable List<String> fields,
      BadValuePolicy badValues,
      LoadBounds bounds,
      ZoneId zone,
      Target stores,
      List<String> ignored) {}
}
