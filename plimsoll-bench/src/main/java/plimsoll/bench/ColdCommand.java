package plimsoll.bench;

import java.io.IOException;
import java.nio.file.Files;
import org.jspecify.annotations.Nullable;

/** {@code plimsoll load} in a fresh process, its start included. */
final class ColdCommand implements Way {
  private final Scratch scratch;
  private final String data;
  private int loads;
  private @Nullable Double cpuSeconds;
  private @Nullable Long peakBytes;

  ColdCommand(Scratch scratch) throws IOException {
    this.scratch = scratch;
    data = Files.createDirectories(scratch.at("cold")).toString();
    run("sql", "--data", data, "CREATE DATABASE bench");
  }

  @Override
  public String name() {
    return "Plimsoll, command line, cold";
  }

  @Override
  public void prepare(CsvFile file) throws IOException {
    run("sql", "--data", data, "DROP TABLE IF EXISTS " + WarmServer.table());
    run("sql", "--data", data, WarmServer.createTable(file));
  }

  @Override
  public void load(CsvFile file) throws IOException {
    run(
        "load",
        file.path().toString(),
        "--into",
        WarmServer.table(),
        "--data",
        data,
        "--label",
        "cold-" + ++loads,
        "--separator",
        String.valueOf(file.separator()),
        "--no-header",
        "--null",
        "");
  }

  private void run(String... arguments) throws IOException {
    Double before = Usage.cpuSecondsOfEnded();
    try (PlimsollProcess process = PlimsollProcess.command(scratch.at("log"), arguments)) {
      while (!process.endsSoon()) {
        Long peak = Usage.peakBytes(process.handle());
        peakBytes = peak == null ? peakBytes : peak;
      }
      if (process.await() != 0) {
        throw new IOException("plimsoll " + arguments[0] + " failed; see " + scratch.keep());
      }
    }
    Double after = Usage.cpuSecondsOfEnded();
    cpuSeconds = before == null || after == null ? null : Double.valueOf(after - before);
  }

  @Override
  public long bytes() throws IOException {
    return scratch.bytes("cold", ".parquet");
  }

  @Override
  public @Nullable ProcessHandle process() {
    return null;
  }

  @Override
  public @Nullable Double lastCpuSeconds() {
    return cpuSeconds;
  }

  @Override
  public @Nullable Long lastPeakBytes() {
    return peakBytes;
  }
}
