package plimsoll.query;

import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import plimsoll.error.ErrorCode;
import plimsoll.error.PlimsollException;

/** Turns DuckDB's failures into ours: no file paths, no internals, our names of types. */
final class QueryErrors {
  private static final Pattern KIND = Pattern.compile("^([A-Za-z ]+?) (?:Error|Exception): ");

  /** Kinds of failures that another value would not have. */
  private static final Set<String> OF_VALUES =
      Set.of("Conversion", "Out of Range", "Invalid Input");

  /** An appender does not say of which kind its failure is. */
  private static final Pattern NO_MEMORY =
      Pattern.compile("Failed to append: .*(allocate|pin|offload data) block");

  private static final Pattern PATH = Pattern.compile("[\"']?(?:file:)?/[^\\s\"',]+[\"']?");
  private static final Pattern TYPE =
      Pattern.compile("\\b(INT8|INT16|INT32|INT64|INT128|TIMESTAMP)\\b");

  private static final String DATA_FILE = "a data file of ";

  private static final Map<String, String> TYPE_NAMES =
      Map.of(
          "INT8", "TINYINT",
          "INT16", "SMALLINT",
          "INT32", "INT",
          "INT64", "BIGINT",
          "INT128", "DECIMAL(38, 0)",
          "TIMESTAMP", "DATETIME");

  private QueryErrors() {}

  /** Whether it is a value that is at fault, not the query, the machine or whoever stopped it. */
  static boolean isOfValues(PlimsollException failure) {
    return failure.code() == ErrorCode.QUERY_FAILED
        && failure.getCause() instanceof SQLException cause
        && OF_VALUES.contains(kind(cause));
  }

  /** DuckDB's word for the kind of failure; empty if it says none. */
  static String kind(SQLException failure) {
    Matcher kind = KIND.matcher(String.valueOf(failure.getMessage()));
    return kind.find() ? kind.group(1) : "";
  }

  /** What the client is told of a failure. */
  static PlimsollException explain(SQLException failure, Query query, QuerySettings settings) {
    String message = String.valueOf(failure.getMessage());
    Matcher kind = KIND.matcher(message);
    if (!kind.find()) {
      return NO_MEMORY.matcher(message).find()
          ? tooLarge(failure, settings)
          : ErrorCode.QUERY_FAILED.because(failure, clean(message, query));
    }
    String text = clean(message.substring(kind.end()), query);
    return switch (kind.group(1)) {
      case "Permission" -> forbidden(failure, text, query);
      case "Out of Memory" -> tooLarge(failure, settings);
      case "IO" -> ErrorCode.QUERY_IO.because(failure, withoutStop(text));
      case "INTERNAL", "FATAL" -> ErrorCode.BROKEN_INVARIANT.because(failure, withoutStop(text));
      case "Parser" ->
          text.contains("single SELECT statement")
              ? ErrorCode.REFUSED.because(failure, "Only one query can run here, nothing else.")
              : ErrorCode.QUERY_FAILED.because(failure, text);
      default -> ErrorCode.QUERY_FAILED.because(failure, text);
    };
  }

  private static PlimsollException tooLarge(SQLException failure, QuerySettings settings) {
    return ErrorCode.QUERY_TOO_LARGE.because(
        failure, settings.memoryBytes() >> 20, settings.spillBytes() >> 20);
  }

  /** A data file that is gone looks like a file that may not be read. */
  private static PlimsollException forbidden(SQLException failure, String text, Query query) {
    if (text.contains(DATA_FILE)) {
      return ErrorCode.FILE_UNREADABLE.because(failure, tables(query), "a file is missing");
    }
    return ErrorCode.REFUSED.because(
        failure, "A query reads the tables it names, and no files or other databases.");
  }

  /** The first paragraph; what follows quotes SQL that the client did not write. */
  private static String clean(String message, Query query) {
    int end = message.indexOf("\n\n");
    int line = message.indexOf("\nLINE ");
    int cut = line >= 0 && (end < 0 || line < end) ? line : end;
    String text = (cut < 0 ? message : message.substring(0, cut)).strip().replaceAll("\\s+", " ");
    return types(withoutPaths(text, query));
  }

  private static String withoutPaths(String message, Query query) {
    String text = message;
    for (ScanFiles scan : query.files()) {
      for (String file : scan.files()) {
        text = text.replace(file, DATA_FILE + scan.table());
      }
    }
    return PATH.matcher(text).replaceAll("a file");
  }

  private static String types(String text) {
    return TYPE.matcher(text).replaceAll(match -> TYPE_NAMES.getOrDefault(match.group(), ""));
  }

  private static String tables(Query query) {
    List<String> names = query.files().stream().map(scan -> scan.table().toString()).toList();
    return names.stream().collect(Collectors.joining(", ", "the data files of ", ""));
  }

  private static String withoutStop(String text) {
    return text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
  }
}
