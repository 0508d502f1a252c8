package plimsoll.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import plimsoll.cli.client.Client;
import plimsoll.cli.client.LoadOutcome;
import plimsoll.cli.terminal.ProgressLine;
import plimsoll.cli.terminal.Terminal;
import plimsoll.error.ErrorCode;
import plimsoll.error.PlimsollException;
import plimsoll.formats.csv.guess.CsvGuess;
import plimsoll.load.LoadRequest;
import plimsoll.model.Label;
import plimsoll.model.TableName;
import plimsoll.pipeline.parse.InputFormat;
import plimsoll.pipeline.read.Source;
import plimsoll.sql.parse.SqlParser;
import plimsoll.sql.tree.CreateTable;
import plimsoll.storage.FileStatus;

/**
 * {@code plimsoll import}: many files into a table, each as a load of its own, so that an import
 * that was cut off goes on where it was. Option names are those of OpenMLDB's tool.
 */
@Command(
    name = "import",
    description = {
      "Loads many files into a table's rows by key and time, or with --target into its files: each file whole or"
          + " not at all, once per import. The same command with the same --label goes on where an"
          + " import was cut off.",
      "  plimsoll import --db demo --table trips --files /data/2026/ --label history",
    })
final class ImportCommand extends LoadingCommand {
  private static final Set<String> MODES = Set.of("bulkload", "insert");
  private static final int MOST_THREADS = 64;
  private static final String LOADED_BEFORE = "was loaded before";

  @Option(
      names = "--files",
      paramLabel = "FILE,...",
      required = true,
      description =
          "Files, directories or patterns, with commas between them; may be given more than once.")
  List<String> files = List.of();

  @Option(
      names = "--db",
      paramLabel = "DB",
      required = true,
      description = "Database; with --create-ddl made if absent.")
  String database = "";

  @Option(names = "--table", paramLabel = "TABLE", required = true, description = "Table.")
  String table = "";

  @Option(
      names = {"--create-ddl", "--create_ddl"},
      paramLabel = "SQL",
      description = "CREATE TABLE statement, run first unless the table is there.")
  @Nullable String createTable;

  @Option(
      names = {"-f", "--force-recreate-table", "--force_recreate_table"},
      description = "Drop the table first; needs --create-ddl.")
  boolean recreate;

  @Option(
      names = "--label",
      paramLabel = "LABEL",
      description = "Names the import: a file loads once under it; default: a new one.")
  @Nullable String label;

  @Option(
      names = "--together",
      description = "All files are one load under the label: all of them or none.")
  boolean together;

  @Option(
      names = "--thread",
      paramLabel = "N",
      description = "Files that are loaded at a time; default: 1. More help where files are small.")
  @Nullable Integer threads;

  @Option(
      names = {"--importer-mode", "--importer_mode"},
      paramLabel = "BulkLoad|Insert",
      description = "Taken, and without effect: rows are always sorted and ingested whole.")
  @Nullable String mode;

  @Option(
      names = {
        "--zk_cluster",
        "-z",
        "--zk_root_path",
        "--rpc_size_limit",
        "--rpc_write_timeout",
        "--rpc_read_timeout"
      },
      paramLabel = "VALUE",
      hidden = true)
  List<String> ofAnotherCluster = List.of();

  ImportCommand(Terminal terminal, Connector connector) {
    super(terminal, connector);
  }

  @Override
  int run(Client client) {
    check();
    if (flags.csv.header == null) {
      flags.csv.header = true; // a file may have nothing else
    }
    TableName target = new TableName(database, table);
    String name = label == null ? Label.generate("import-").text() : label;
    String goal = target + "\n" + flags.stores().word();
    List<ImportPart> parts =
        LoadInput.files(files.stream().flatMap(ImportCommand::split).toList()).stream()
            .map(file -> ImportPart.of(name, goal, file))
            .filter(distinct())
            .toList();
    ImportHistory history = new ImportHistory(client, database, name, parts);
    history.requireSameWay(name, together);
    makeTable(client, name, history.hasBegun());
    if (label == null) {
      terminal
          .err()
          .println("plimsoll: this import goes on, if it is cut off, with --label " + name);
    }
    return together
        ? together(client, target, Label.given(name), parts)
        : each(client, target, name, parts, history);
  }

  /** A file that is named twice is one. */
  private static Predicate<ImportPart> distinct() {
    Set<Label> seen = new HashSet<>();
    return part -> seen.add(part.label());
  }

  private void check() {
    flags.check();
    if (flags.target == null) {
      flags.target = "online";
    }
    flags.requireWords();
    requireTable();
    if (recreate && createTable == null) {
      throw ErrorCode.BAD_OPTION.with(
          "--force-recreate-table drops the table, and needs --create-ddl to make it again.");
    }
    checkThreads();
    if (mode != null && !MODES.contains(mode.toLowerCase(Locale.ROOT))) {
      throw ErrorCode.BAD_OPTION.with(
          "--importer-mode is '" + mode + "', must be BulkLoad or Insert.");
    }
    if (!ofAnotherCluster.isEmpty()) {
      terminal
          .err()
          .println(
              "plimsoll: options of ZooKeeper and RPC have no effect here: a server is named by"
                  + " --host and --port, else --data is worked on");
    }
  }

  private void checkThreads() {
    if (threads == null) {
      return;
    }
    if (threads < 1 || threads > MOST_THREADS) {
      throw ErrorCode.BAD_SETTING.with("--thread", threads, "1 to " + MOST_THREADS);
    }
    if (together) {
      throw ErrorCode.BAD_OPTION.with(
          "--thread says how many files are loaded at a time; with --together all are one load."
              + " Leave one of them out.");
    }
  }

  /** Before anything is dropped. */
  private void requireTable() {
    if (createTable == null) {
      return;
    }
    if (!(SqlParser.parseOne(createTable) instanceof CreateTable made)
        || !made.table().in(database).equals(new TableName(database, table))) {
      throw ErrorCode.BAD_OPTION.with(
          "--create-ddl must be CREATE TABLE of table " + table + ", the one that --table names.");
    }
  }

  private static Stream<String> split(String list) {
    return Arrays.stream(list.split(",", -1)).map(String::strip).filter(name -> !name.isEmpty());
  }

  /** An import that goes on finds its table as it left it. */
  private void makeTable(Client client, String name, boolean begun) {
    boolean isThere = exists(client);
    if (begun && (recreate || !isThere)) {
      throw ErrorCode.BAD_OPTION.with(
          "Import "
              + name
              + (isThere
                  ? " has begun, and --force-recreate-table would drop what it loaded. Leave it out"
                      + " to go on, or take another --label."
                  : " has begun, and the table that it loaded is gone. Take another --label."));
    }
    if (createTable == null) {
      return;
    }
    if (recreate) {
      run(client, "DROP TABLE IF EXISTS " + Names.quoted(database) + "." + Names.quoted(table));
    }
    if (recreate || !isThere) {
      run(client, "CREATE DATABASE IF NOT EXISTS " + Names.quoted(database));
      client.sql(database, createTable).close();
    }
  }

  private boolean exists(Client client) {
    return !LoadsCommand.rows(
            client,
            "SELECT TABLE_NAME FROM information_schema.tables WHERE TABLE_SCHEMA = "
                + Names.text(database)
                + " AND TABLE_NAME = "
                + Names.text(table))
        .isEmpty();
  }

  private int together(Client client, TableName target, Label name, List<ImportPart> parts) {
    List<FileStatus> all = parts.stream().map(ImportPart::file).toList();
    LoadOutcome outcome = load(client, request(target, name, all));
    if (wasLoaded(outcome)) {
      if (json) {
        terminal.out().println(skipped(name));
      } else {
        terminal.out().println(target + "  was loaded before, label " + name);
      }
      return ExitCode.OK;
    }
    return report(client, outcome, new NewColumns());
  }

  /** File by file; once one has failed no other is begun, and those that are loaded stay. */
  private int each(
      Client client, TableName target, String name, List<ImportPart> parts, ImportHistory history) {
    ImportSum sum = new ImportSum(parts.size());
    List<ImportPart> left = new ArrayList<>();
    for (ImportPart part : parts) {
      if (history.has(part)) {
        tell(sum.skipped(), part, "SKIPPED", LOADED_BEFORE);
      } else {
        left.add(part);
      }
    }
    List<Integer> failures = new ArrayList<>();
    ImportMeter meter = new ImportMeter(left);
    try (ProgressLine line = progress(target.toString(), meter)) {
      new ImportRun(threads == null ? 1 : threads)
          .run(
              left,
              part -> load(client, target, part, meter),
              (part, outcome) -> {
                line.above(() -> ended(client, sum, part, outcome, failures));
                return failures.isEmpty();
              });
    }
    if (!json) {
      tellEnd(target, name, sum, !failures.isEmpty());
    }
    return failures.isEmpty() ? ExitCode.OK : failures.get(0);
  }

  private void ended(
      Client client, ImportSum sum, ImportPart part, LoadOutcome outcome, List<Integer> failures) {
    tell(client, sum, part, outcome, failures);
    terminal.out().flush(); // before the line of progress comes back
  }

  private void tell(
      Client client, ImportSum sum, ImportPart part, LoadOutcome outcome, List<Integer> failures) {
    PlimsollException failure = outcome.failure();
    if (wasLoaded(outcome)) {
      tell(sum.skipped(), part, "SKIPPED", LOADED_BEFORE);
    } else if (failure == null) {
      sum.add(outcome);
      tell(client, sum, part, outcome);
    } else if (failure.code() == ErrorCode.NOTHING_LOADED && outcome.filtered() == 0) {
      tell(sum.empty(), part, "EMPTY", "has no rows");
    } else {
      failures.add(ExitCode.of(failure.code().blame()));
      tellFailed(client, part, outcome);
    }
  }

  private void tellEnd(TableName target, String name, ImportSum sum, boolean hasFailed) {
    if (hasFailed) {
      terminal
          .err()
          .println(
              "  Files that were loaded stay. To go on, repeat the command with --label "
                  + name
                  + ".");
    } else {
      terminal.out().println(target + "  " + sum.text() + ", label " + name);
    }
  }

  private static boolean wasLoaded(LoadOutcome outcome) {
    PlimsollException failure = outcome.failure();
    return failure != null
        && failure.code() == ErrorCode.LABEL_USED
        && "FINISHED".equals(outcome.existing());
  }

  private LoadOutcome load(Client client, TableName target, ImportPart part, ImportMeter meter) {
    try (ImportMeter.Part progress = meter.begin(part)) {
      return load(client, request(target, part.label(), List.of(part.file())), progress::started);
    } catch (PlimsollException e) { // its first bytes are no text, or there are none
      return new LoadOutcome(target, part.label().text(), 0, 0, 0, 0, 0, null, null, e);
    }
  }

  private LoadRequest request(TableName target, Label name, List<FileStatus> of) {
    String words = "plimsoll import " + String.join(",", files);
    Source named = LoadInput.of(of);
    if (flags.format(named) == InputFormat.PARQUET) {
      return flags.parquet(words, target, name, named);
    }
    LoadInput input = LoadInput.open(named, flags.csv.base());
    CsvGuess guess = guess(input, flags.csv.known().withTypes());
    return flags.request(words, target, name, input.source(), flags.byName(guess, false));
  }

  private static ObjectNode skipped(Label label) {
    return JsonText.object().put("status", "SKIPPED").put("label", label.text());
  }

  private void tell(ImportSum sum, ImportPart part, String status, String words) {
    if (json) {
      terminal
          .out()
          .println(skipped(part.label()).put("status", status).put("file", part.file().path()));
    } else {
      terminal.out().println(sum.place() + part.file().path() + "  " + words);
    }
  }

  private void tell(Client client, ImportSum sum, ImportPart part, LoadOutcome outcome) {
    if (json) {
      terminal.out().println(object(client, outcome).put("file", part.file().path()));
    } else {
      terminal.out().println(sum.place() + part.file().path() + "  " + counts(outcome));
    }
  }

  private void tellFailed(Client client, ImportPart part, LoadOutcome outcome) {
    if (json) {
      terminal.out().println(object(client, outcome).put("file", part.file().path()));
    } else {
      terminal.err().println("plimsoll: " + part.file().path() + ":");
      int unused = report(client, outcome, new NewColumns());
    }
  }
}
