package plimsoll.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import plimsoll.storage.local.LocalStorage;

/**
 * The peer PostgreSQL: {@code COPY} from its own client, in the transaction that creates the table,
 * with {@code wal_level = minimal}, so that rows are not logged. One process loads.
 */
final class PostgreSql implements Way {
  private static final String USER = "postgres"; // it does not run as root

  private final Path directory;
  private final Path log;
  private final List<String> psql;
  private final Process server;

  private PostgreSql(Path directory, Path psql, Process server) {
    this.directory = directory;
    this.log = directory.resolve("log");
    this.psql = psql(psql, directory);
    this.server = server;
  }

  /** Starts a server of its own; empty if PostgreSQL is not installed. */
  static Optional<Way> start() throws IOException {
    List<Path> places = Programs.versions(Path.of("/usr/lib/postgresql"));
    Optional<Path> initdb = Programs.find(places, "initdb");
    Optional<Path> psql = Programs.find(places, "psql");
    Optional<Path> runuser = Programs.find(List.of(Path.of("/usr/sbin")), "runuser");
    if (initdb.isEmpty() || psql.isEmpty() || (Programs.isRoot() && runuser.isEmpty())) {
      return Optional.empty();
    }
    Path directory = Files.createTempDirectory("plimsoll-bench-pg");
    Path log = directory.resolve("log");
    List<String> as = new ArrayList<>();
    if (Programs.isRoot()) {
      as.addAll(List.of(runuser.get().toString(), "-u", USER, "--"));
      Programs.run(log, List.of("chown", USER, directory.toString()));
    }
    String data = directory.resolve("data").toString();
    Programs.run(
        log,
        with(as, initdb.get().toString(), "-D", data, "-A", "trust", "-U", USER, "-E", "UTF8"));
    List<String> command = with(as, initdb.get().resolveSibling("postgres").toString(), "-D", data);
    command.addAll(List.of("-k", directory.toString(), "-c", "listen_addresses="));
    for (String setting :
        List.of(
            "shared_buffers=512MB",
            "wal_level=minimal",
            "max_wal_senders=0",
            "max_wal_size=4GB",
            "maintenance_work_mem=256MB")) {
      command.addAll(List.of("-c", setting));
    }
    Process server = Programs.start(log, command);
    PostgreSql started = new PostgreSql(directory, psql.get(), server);
    try {
      Programs.awaitAnswer(server, log, with(started.psql, "-c", "SELECT 1"));
    } catch (IOException e) {
      started.close();
      throw e;
    }
    return Optional.of(started);
  }

  private static List<String> with(List<String> first, String... rest) {
    List<String> all = new ArrayList<>(first);
    all.addAll(List.of(rest));
    return all;
  }

  private static List<String> psql(Path psql, Path directory) {
    return List.of(
        psql.toString(),
        "-X",
        "-q",
        "-t",
        "-A",
        "-v",
        "ON_ERROR_STOP=1",
        "-h",
        directory.toString(),
        "-U",
        USER,
        "-d",
        "postgres");
  }

  @Override
  public String name() {
    return "PostgreSQL, COPY";
  }

  @Override
  public void prepare(CsvFile file) throws IOException {
    Programs.run(log, with(psql, "-c", "DROP TABLE IF EXISTS t"));
  }

  @Override
  public void load(CsvFile file) throws IOException {
    String columns =
        file.columns().stream()
            .map(column -> column.name() + " " + type(column.type()))
            .collect(Collectors.joining(", "));
    Programs.run(
        log,
        psql,
        "BEGIN;\nCREATE TABLE t ("
            + columns
            + ");\n\\copy t FROM '"
            + file.path()
            + "' WITH (FORMAT csv, DELIMITER '"
            + file.separator()
            + "', NULL '')\nCOMMIT;\n");
  }

  private static String type(String type) {
    return switch (type) {
      case "DOUBLE" -> "DOUBLE PRECISION";
      case "DATETIME" -> "TIMESTAMP";
      default -> type;
    };
  }

  @Override
  public long bytes() throws IOException {
    Path answer = Files.createTempFile("plimsoll-bench", ".size");
    try {
      Programs.run(answer, with(psql, "-c", "SELECT pg_total_relation_size('t')"));
      return Long.parseLong(Files.readString(answer).strip());
    } finally {
      Files.delete(answer);
    }
  }

  @Override
  public ProcessHandle process() {
    return server.toHandle();
  }

  @Override
  public void close() throws IOException {
    server.destroy();
    Programs.await(server);
    new LocalStorage().deleteTree(directory.toString());
  }
}
