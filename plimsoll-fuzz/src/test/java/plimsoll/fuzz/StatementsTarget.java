package plimsoll.fuzz;

import java.nio.charset.StandardCharsets;
import plimsoll.error.PlimsollException;
import plimsoll.formats.csv.CsvFormats;
import plimsoll.model.OfflineContents;
import plimsoll.model.SoftLinks;
import plimsoll.model.TableFacts;
import plimsoll.pipeline.parse.Formats;
import plimsoll.sql.parse.PreparedText;
import plimsoll.sql.parse.Secrets;
import plimsoll.sql.parse.SqlParser;
import plimsoll.sql.plan.AlterPlanner;
import plimsoll.sql.plan.LoadDataOptions;
import plimsoll.sql.plan.TablePlanner;
import plimsoll.sql.tree.AlterTable;
import plimsoll.sql.tree.CreateTable;
import plimsoll.sql.tree.LoadData;
import plimsoll.sql.tree.Statement;

/**
 * The parser of our own statements: any text is statements, or is refused. What needs no table and
 * no file is planned as well; secrets can be hidden in any text.
 */
public final class StatementsTarget {
  private static final Formats FORMATS = new CsvFormats();
  private static final TableFacts FACTS =
      new TableFacts(Demo.TABLE.schema().size(), new OfflineContents(true, SoftLinks.NONE));

  private StatementsTarget() {}

  /** Called by the fuzzer once: classes are loaded before anything is timed. */
  public static void fuzzerInitialize() {
    run("ALTER TABLE t ADD COLUMN c INT DEFAULT 1; CREATE TABLE t (a DATE); SET x = ?; SHOW");
  }

  /** Called by the fuzzer. */
  public static void fuzzerTestOneInput(byte[] input) {
    String text = new String(input, StandardCharsets.UTF_8);
    Allocation.bounded(input.length, 64 << 10, () -> run(text));
  }

  private static void run(String text) {
    Secrets.hide(text);
    try {
      SqlParser.parse(text).forEach(StatementsTarget::plan);
      requireNoParameters(PreparedText.of(text).unbound());
    } catch (PlimsollException refusal) {
      Refusals.check(refusal);
    }
  }

  private static void plan(Statement statement) {
    try {
      if (statement instanceof CreateTable create) {
        TablePlanner.plan(create, Demo.DATABASE, FORMATS);
      } else if (statement instanceof AlterTable alter && !isRename(alter)) {
        AlterPlanner.plan(alter, Demo.TABLE, FACTS, FORMATS);
      } else if (statement instanceof LoadData load) {
        LoadDataOptions.of(load, false);
      }
    } catch (PlimsollException refusal) {
      Refusals.check(refusal);
    }
  }

  private static boolean isRename(AlterTable statement) {
    return statement.alterations().get(0) instanceof AlterTable.Alteration.RenameTable;
  }

  private static void requireNoParameters(String unbound) {
    if (PreparedText.of(unbound).parameters() != 0) {
      throw new AssertionError("parameters are left in " + unbound);
    }
  }
}
