package plimsoll.sql.query;

import org.apache.calcite.sql.parser.SqlParserPos;
import plimsoll.error.PlimsollException;

/** A function was called wrongly; on its way through Calcite, which does not know our catalogue. */
final class MisuseException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient SqlParserPos place;
  private final PlimsollException failure;

  MisuseException(SqlParserPos place, PlimsollException failure) {
    super(failure);
    this.place = place;
    this.failure = failure;
  }

  SqlParserPos place() {
    return place;
  }

  PlimsollException failure() {
    return failure;
  }
}
