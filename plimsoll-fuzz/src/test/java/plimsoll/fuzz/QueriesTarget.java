package plimsoll.fuzz;

import java.nio.charset.StandardCharsets;
import java.util.List;
import plimsoll.error.PlimsollException;
import plimsoll.sql.query.CompiledQuery;
import plimsoll.sql.query.ConstantSelect;
import plimsoll.sql.query.QueryCompiler;
import plimsoll.sql.tree.SqlText;

/**
 * The query compiler: any text compiles for the query engine, or is refused. What compiles has
 * columns, and with as many as a table has it can be inserted there, or is refused.
 */
public final class QueriesTarget {
  private static final QueryCompiler COMPILER = new QueryCompiler(Demo.catalog(), Demo.SESSION);

  private QueriesTarget() {}

  /** Called by the fuzzer once: classes are loaded before anything is timed. */
  public static void fuzzerInitialize() {
    run(SqlText.of("SELECT count(*), d + INTERVAL 1 DAY FROM t WHERE a IN (1, 2) GROUP BY d"));
    run(SqlText.of("SELECT a, b, s, d, ts, dec, f, r, bool, ti FROM t ORDER BY 1 LIMIT 1, 2"));
  }

  /** Called by the fuzzer. */
  public static void fuzzerTestOneInput(byte[] input) {
    SqlText query = SqlText.of(new String(input, StandardCharsets.UTF_8));
    Allocation.bounded(input.length, 256 << 10, () -> run(query));
  }

  private static void run(SqlText query) {
    try {
      ConstantSelect.of(query, Demo.SESSION);
      CompiledQuery compiled = COMPILER.compile(query, Demo.DATABASE);
      if (compiled.sql().isBlank() || compiled.columns().isEmpty()) {
        throw new AssertionError("compiled to nothing: " + compiled);
      }
      if (compiled.columns().size() == Demo.TABLE.schema().size()) {
        COMPILER.compileInsert(query, Demo.TABLE, List.of(), Demo.DATABASE);
      }
    } catch (PlimsollException refusal) {
      Refusals.check(refusal);
    }
  }
}
