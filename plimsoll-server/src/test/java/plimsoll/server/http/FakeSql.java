package plimsoll.server.http;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import plimsoll.access.UserName;
import plimsoll.error.ErrorCode;

/** Knows a few statements by heart. */
final class FakeSql implements SqlDesk {
  volatile String lastDatabase;
  volatile Map<String, String> lastVariables = Map.of();
  volatile boolean closed;
  long produced;

  @Override
  public Answer run(
      UserName account,
      String origin,
      String database,
      Map<String, String> variables,
      String statement) {
    lastDatabase = database;
    lastVariables = variables;
    closed = false;
    produced = 0;
    return switch (statement) {
      case "TYPES" -> rows(1, List.of(new Column("a", "INT"), new Column("b", "DECIMAL(10, 2)")));
      case "NOTHING" -> rows(0, List.of(new Column("a", "INT")));
      case "MANY" -> rows(50_000_000, List.of(new Column("a", "INT")));
      case "BREAKS" -> rows(-3, List.of(new Column("a", "INT")));
      case "FULL" -> throw ErrorCode.TOO_MANY_LOADS.with("demo", 1, 1);
      case "CRASH" -> throw new IllegalStateException("oops");
      default -> throw ErrorCode.SYNTAX.with("Line 1, column 1: what is '" + statement + "'?");
    };
  }

  /** So many rows; a negative number: so many, then a failure. */
  private Answer rows(int count, List<Column> columns) {
    return new Answer() {
      @Override
      public List<Column> columns() {
        return columns;
      }

      @Override
      public List<Object> next() {
        if (count < 0 && produced == -count) {
          throw ErrorCode.QUERY_FAILED.with("Row 4 cannot be computed.");
        }
        if (produced >= Math.abs(count)) {
          return null;
        }
        produced++;
        return Arrays.asList(
            1,
            new BigDecimal("12345678.90"),
            null,
            true,
            0.1,
            Double.NaN,
            "é\n",
            Long.MAX_VALUE,
            LocalDate.of(2024, 2, 29),
            LocalDateTime.of(2024, 2, 29, 1, 2, 3),
            LocalDateTime.of(2024, 2, 29, 1, 2, 3, 4000),
            new byte[] {1, 2});
      }

      @Override
      public long scanRows() {
        return 7;
      }

      @Override
      public long scanBytes() {
        return 70;
      }

      @Override
      public void close() {
        closed = true;
      }
    };
  }
}
