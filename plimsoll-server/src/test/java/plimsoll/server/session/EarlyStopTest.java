package plimsoll.server.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import plimsoll.config.Settings;

/** Loads that have failed before their input ends, when their bad rows are no longer kept. */
class EarlyStopTest {
  /** 20 bytes; a good row of three columns has 3 at least. */
  private static final String GOOD = "1,22222222,33333333\n";

  private static final String BAD = "x,22222222,33333333\n";
  private static final int ROWS = 1_200_000;

  @TempDir Path directory;
  private SessionFixture fixture;

  @BeforeEach
  void start() {
    Settings settings = Settings.of(Map.of("rejected_rows_max_bytes", "1048576"));
    fixture = new SessionFixture(directory.resolve("data"), settings);
    fixture.run("CREATE DATABASE demo", "USE demo", "CREATE TABLE t (a INT, b INT, c INT)");
  }

  @AfterEach
  void stop() {
    fixture.close();
  }

  /** Bad rows first, then good ones. */
  private Path file(String name, int bad) throws IOException {
    Path path = directory.resolve(name);
    try (OutputStream file = Files.newOutputStream(path);
        OutputStream out = name.endsWith(".gz") ? new GZIPOutputStream(file) : file) {
      out.write(BAD.repeat(bad).getBytes(StandardCharsets.UTF_8));
      out.write(GOOD.repeat(ROWS - bad).getBytes(StandardCharsets.UTF_8));
    }
    return path;
  }

  private String load(Path file, String options) {
    return fixture
        .done(
            "LOAD DATA INFILE '"
                + file
                + "' INTO TABLE t OPTIONS (dialect='rfc4180', header=false, bad_values='reject', "
                + options
                + ")")
        .info();
  }

  private int filtered() {
    return Integer.parseInt(
        fixture.rows("SELECT filtered_rows FROM information_schema.loads").get(0).get(0));
  }

  @Test
  void loadThatCannotPassAnyMoreReadsNoFurther() throws IOException {
    Path file = file("plain.csv", ROWS);
    assertThatThrownBy(() -> load(file, "max_filter_ratio=0.2"))
        .hasMessageContaining("too many filtered rows")
        .hasMessageContaining("The load stopped early, at ")
        .hasMessageContaining(" bad rows: max_filter_ratio is 0.2, and ")
        .hasMessageMatching("(?s).* Only the first \\d+ bad rows are kept\\..*");
    // lost when bad > 0.2 * (bad + (bytes - 20 * bad) / 3): behind five eighths of the file
    assertThat(filtered()).isBetween(ROWS / 8 * 5 - 1, ROWS - 1);
  }

  @Test
  void loadThatComputesColumnsReadsNoFurtherEither() throws IOException {
    Path file = file("plain.csv", ROWS);
    assertThatThrownBy(
            () ->
                fixture.done(
                    "LOAD DATA INFILE '"
                        + file
                        + "' INTO TABLE t OPTIONS (bad_values='reject', max_filter_ratio=0.2)"
                        + " FIELDS TERMINATED BY ',' (a, b, @c) SET c = @c + 1"))
        .hasMessageContaining("The load stopped early, at ");
    assertThat(filtered()).isLessThan(ROWS);
  }

  @Test
  void loadThatExactlyPassesIsReadToItsEnd() throws IOException {
    assertThat(load(file("plain.csv", ROWS / 2), "max_filter_ratio=0.5")).isNotEmpty();
    assertThat(fixture.rows("SELECT count(*) FROM t").toString()).isEqualTo("[[600000]]");
    assertThat(filtered()).isEqualTo(ROWS / 2);
  }

  @Test
  void packedInputIsReadToItsEnd() throws IOException {
    Path file = file("packed.csv.gz", ROWS);
    assertThatThrownBy(() -> load(file, "max_filter_ratio=0.2"))
        .hasMessageContaining("too many filtered rows")
        .hasMessageNotContaining("early");
    assertThat(filtered()).isEqualTo(ROWS);
  }

  @Test
  void loadThatKeepsFewRowsCountsThemAll() throws IOException {
    Path file = file("plain.csv", ROWS);
    assertThatThrownBy(() -> load(file, "max_filter_ratio=0.2, log_rejected_record_num=10"))
        .hasMessageContaining("too many filtered rows")
        .hasMessageNotContaining("early");
    assertThat(filtered()).isEqualTo(ROWS);
  }

  @Test
  void loadWithMoreBadRowsThanTheirNumberAllowsSaysHowManyItFound() throws IOException {
    Path file = file("plain.csv", ROWS);
    assertThatThrownBy(() -> load(file, "max_error_number=3"))
        .hasMessageMatching(
            "(?s).*The load stopped early, at \\d+ bad rows:"
                + " more than 3 are bad \\(max_error_number\\)\\..*");
    assertThat(filtered()).isLessThan(ROWS);
  }
}
