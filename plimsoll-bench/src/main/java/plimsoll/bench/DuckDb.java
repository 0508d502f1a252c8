package plimsoll.bench;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The peer: DuckDB with all its threads and the types given, so it need not guess. As a way of
 * loading it runs in a process of its own, so that its CPU time and memory can be told.
 */
final class DuckDb implements Closeable {
  private final Connection connection;

  DuckDb(Path temporary) throws IOException {
    try {
      connection = DriverManager.getConnection("jdbc:duckdb:");
      run("SET preserve_insertion_order = false"); // its faster setting for this
      run("SET memory_limit = '2GB'");
      run("SET threads = " + Runtime.getRuntime().availableProcessors());
      run("SET temp_directory = '" + temporary + "'");
    } catch (SQLException e) {
      throw new IOException(e);
    }
  }

  /** CSV to Parquet, ZSTD level 1. */
  static String copy(CsvFile csv, Path parquet) {
    return "COPY (SELECT * FROM "
        + readCsv(csv)
        + ") TO '"
        + parquet
        + "' (FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 1)";
  }

  /** The file as a table expression. */
  static String readCsv(CsvFile csv) {
    String columns =
        csv.columns().stream()
            .map(column -> "'" + column.name() + "': '" + column.type() + "'")
            .collect(Collectors.joining(", "));
    return "read_csv('"
        + csv.path()
        + "', delim = '"
        + csv.separator()
        + "', quote = '\"', escape = '\"', header = false, columns = {"
        + columns
        + "})";
  }

  private void run(String sql) throws IOException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IOException(e);
    }
  }

  /** Rows as text, NULL as {@code "NULL"}. */
  List<List<String>> query(String sql) throws IOException {
    List<List<String>> rows = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      int width = result.getMetaData().getColumnCount();
      while (result.next()) {
        List<String> row = new ArrayList<>();
        for (int i = 1; i <= width; i++) {
          row.add(String.valueOf(result.getString(i)).replaceFirst("^null$", "NULL"));
        }
        rows.add(row);
      }
    } catch (SQLException e) {
      throw new IOException(e);
    }
    return rows;
  }

  @Override
  public void close() throws IOException {
    try {
      connection.close();
    } catch (SQLException e) {
      throw new IOException(e);
    }
  }

  /** Runs each line of standard input as a statement, and answers each with a line. */
  public static void main(String[] args) throws IOException {
    PrintStream out = System.out;
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    try (DuckDb duck = new DuckDb(Path.of(args[0]))) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        String answer = "ok";
        try {
          duck.run(line);
        } catch (IOException e) {
          answer = String.valueOf(e.getMessage()).replace('\n', ' ');
        }
        out.println(answer);
        out.flush();
      }
    }
  }

  /** CSV to Parquet, in a process of its own. */
  static final class Way implements plimsoll.bench.Way {
    private final Path parquet;
    private final Process process;
    private final BufferedReader answers;

    Way(Scratch scratch) throws IOException {
      parquet = scratch.at("duckdb.parquet");
      process =
          PlimsollProcess.java(
                  scratch.at("log"),
                  List.of(),
                  DuckDb.class.getName(),
                  scratch.at("duckdb-tmp").toString())
              .redirectOutput(ProcessBuilder.Redirect.PIPE)
              .start();
      answers = process.inputReader(StandardCharsets.UTF_8);
    }

    @Override
    public String name() {
      return "DuckDB, CSV to Parquet";
    }

    @Override
    public void prepare(CsvFile file) throws IOException {
      Files.deleteIfExists(parquet);
    }

    @Override
    public void load(CsvFile file) throws IOException {
      process.outputWriter(StandardCharsets.UTF_8).append(copy(file, parquet)).append('\n').flush();
      String answer = answers.readLine();
      if (!"ok".equals(answer)) {
        throw new IOException("DuckDB: " + answer);
      }
    }

    @Override
    public long bytes() throws IOException {
      return Files.size(parquet);
    }

    @Override
    public ProcessHandle process() {
      return process.toHandle();
    }

    /** The end of its input ends it. */
    @Override
    public void close() throws IOException {
      process.getOutputStream().close();
      try {
        process.waitFor();
      } catch (InterruptedException e) {
        process.destroyForcibly();
        Thread.currentThread().interrupt();
      }
    }
  }
}
