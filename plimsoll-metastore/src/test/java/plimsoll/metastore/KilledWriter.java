package plimsoll.metastore;

import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import plimsoll.commit.Metastore;
import plimsoll.model.PointerChange;
import plimsoll.model.Table;
import plimsoll.testkit.Samples;

/**
 * A process that commits until it is killed, and prints the number of each commit it was told of.
 */
final class KilledWriter {
  private KilledWriter() {}

  /** Arguments: the metastore's file; perhaps a place, and the transaction to die in. */
  public static void main(String[] arguments) {
    Path file = Path.of(arguments[0]);
    SqlDialect dialect = new SqliteDialect(file);
    if (arguments.length > 1) {
      DyingDialect.Place place = DyingDialect.Place.valueOf(arguments[1]);
      dialect = new DyingDialect(dialect, place, Integer.parseInt(arguments[2]));
    }
    Metastore metastore =
        Metastores.sqlite(SqliteSource.writer(file), file, Clock.systemUTC(), dialect);
    metastore.createDatabase("demo", Map.of());
    Table table = Samples.table("demo", "t");
    metastore.createTable(table, new PointerChange(table, null, "0"));
    for (int i = 1; ; i++) {
      metastore.commit(
          List.of(new PointerChange(table, String.valueOf(i - 1), String.valueOf(i))),
          List.of(Samples.load(i, "demo", "l" + i, table.name())));
      System.out.println(i);
    }
  }
}
