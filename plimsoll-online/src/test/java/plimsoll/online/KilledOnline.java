package plimsoll.online;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import plimsoll.model.Table;
import plimsoll.model.TableName;
import plimsoll.model.Ttl;
import plimsoll.online.store.OnlineStore;
import plimsoll.online.table.OnlineIndex;
import plimsoll.online.table.OnlineTable;
import plimsoll.online.write.StagedLoad;

/** The process that {@link OnlineKillTest} kills: publishes loads until it dies. */
final class KilledOnline {
  static final OnlineStore.Sizes SIZES = new OnlineStore.Sizes(1 << 18, 1 << 14, 1 << 10);

  private KilledOnline() {}

  static OnlineTable table() {
    Table table = Table.of(new UUID(1, 2), new TableName("db", "t"), Online.SCHEMA);
    return new OnlineTable(
        table,
        List.of(
            OnlineIndex.declared(Online.SCHEMA, List.of("c1"), "c3", Ttl.NONE),
            OnlineIndex.declared(Online.SCHEMA, List.of("c2"), null, Ttl.NONE)));
  }

  /** Few rows go by batch, many as files. */
  static int rows(long commit) {
    return commit % 2 == 0 ? 7 : 6_000;
  }

  static Path record(Path directory, long commit) {
    return directory.resolve("commit-" + commit);
  }

  /** Arguments: directory, first commit, a number that no earlier life had. */
  public static void main(String[] arguments) throws IOException {
    Path directory = Path.of(arguments[0]);
    Online online =
        new Online(directory.resolve("online"), SIZES, 1_000_000 * Long.parseLong(arguments[2]));
    System.out.println("ready");
    for (long commit = Long.parseLong(arguments[1]); ; commit++) {
      List<List<Object>> rows = new ArrayList<>();
      for (int i = 0; i < rows(commit); i++) {
        rows.add(Arrays.asList("key " + i % 50, i % 7 == 0 ? null : i % 9, (long) i, "c" + commit));
      }
      StagedLoad staged = online.stage(table(), rows, 2, commit, commit % 3 == 0);
      Path draft = directory.resolve("draft");
      Files.writeString(draft, staged.text());
      Files.move(draft, record(directory, commit), StandardCopyOption.ATOMIC_MOVE);
      online.store.publish(commit, List.of(staged));
      Files.createFile(directory.resolve("visible-" + commit));
    }
  }
}
