package plimsoll.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import plimsoll.storage.local.LocalStorage;

/**
 * The peer MariaDB: {@code LOAD DATA LOCAL INFILE} into InnoDB. One thread loads; an empty field is
 * zero or empty text there, with a warning, and not NULL.
 */
final class MariaDb implements Way {
  private static final int MOST_VARCHAR = 300; // a row's columns share 65,535 bytes

  private final Path directory;
  private final Path log;
  private final List<String> client;
  private final Process server;

  private MariaDb(Path directory, Path client, Process server) {
    this.directory = directory;
    this.log = directory.resolve("log");
    this.client =
        List.of(
            client.toString(),
            "--no-defaults",
            "--socket=" + socket(directory),
            "--user=root",
            "--local-infile=1",
            "--default-character-set=utf8mb4");
    this.server = server;
  }

  private static Path socket(Path directory) {
    return directory.resolve("socket");
  }

  /** Starts a server of its own; empty if MariaDB is not installed. */
  static Optional<Way> start() throws IOException {
    List<Path> places = List.of(Path.of("/usr/sbin"), Path.of("/usr/local/sbin"));
    Optional<Path> server = Programs.find(places, "mariadbd");
    Optional<Path> install = Programs.find(places, "mariadb-install-db", "mysql_install_db");
    Optional<Path> client = Programs.find(places, "mariadb", "mysql");
    if (server.isEmpty() || install.isEmpty() || client.isEmpty()) {
      return Optional.empty();
    }
    Path directory = Files.createTempDirectory("plimsoll-bench-maria");
    Path log = directory.resolve("log");
    String data = "--datadir=" + directory.resolve("data");
    String user = "--user=" + System.getProperty("user.name");
    Programs.run(
        log,
        List.of(
            install.get().toString(),
            "--no-defaults",
            data,
            user,
            "--auth-root-authentication-method=normal",
            "--skip-test-db"));
    Process process =
        Programs.start(
            log,
            List.of(
                server.get().toString(),
                "--no-defaults",
                data,
                user,
                "--socket=" + socket(directory),
                "--pid-file=" + directory.resolve("pid"),
                "--skip-networking",
                "--local-infile=1",
                "--skip-log-bin",
                "--innodb-buffer-pool-size=512M",
                "--innodb-log-file-size=1G"));
    MariaDb started = new MariaDb(directory, client.get(), process);
    try {
      Programs.awaitAnswer(process, log, started.with("-e", "SELECT 1"));
      started.run("CREATE DATABASE bench");
    } catch (IOException e) {
      started.close();
      throw e;
    }
    return Optional.of(started);
  }

  private List<String> with(String... rest) {
    List<String> all = new ArrayList<>(client);
    all.addAll(List.of(rest));
    return all;
  }

  private void run(String sql) throws IOException {
    Programs.run(log, with("-e", sql));
  }

  @Override
  public String name() {
    return "MariaDB, LOAD DATA";
  }

  @Override
  public void prepare(CsvFile file) throws IOException {
    String columns =
        file.columns().stream()
            .map(column -> column.name() + " " + type(column.type()))
            .collect(Collectors.joining(", "));
    run("DROP TABLE IF EXISTS bench.t; CREATE TABLE bench.t (" + columns + ") CHARSET utf8mb4");
  }

  private static String type(String type) {
    boolean isLong =
        type.startsWith("VARCHAR") && Integer.parseInt(type.replaceAll("\\D", "")) > MOST_VARCHAR;
    return isLong ? "TEXT" : type;
  }

  @Override
  public void load(CsvFile file) throws IOException {
    run(
        "SET sql_mode = '', unique_checks = 0; LOAD DATA LOCAL INFILE '"
            + file.path()
            + "' INTO TABLE bench.t FIELDS TERMINATED BY '"
            + file.separator()
            + "' OPTIONALLY ENCLOSED BY '\"' ESCAPED BY ''");
  }

  @Override
  public long bytes() throws IOException {
    try (Stream<Path> files = Files.list(directory.resolve("data").resolve("bench"))) {
      return files
          .filter(file -> file.toString().endsWith(".ibd"))
          .mapToLong(file -> file.toFile().length())
          .sum();
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
