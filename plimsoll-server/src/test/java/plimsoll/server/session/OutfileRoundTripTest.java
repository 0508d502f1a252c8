package plimsoll.server.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What INTO OUTFILE writes LOAD DATA reads, with the same options: rows, types, every byte. */
class OutfileRoundTripTest {
  private static final int ROWS = 300;

  private static final String COLUMNS =
      "id INT, `b 1` BOOLEAN, `1st` TINYINT, `a.b-c` SMALLINT, `é,\"` INT, l BIGINT, h LARGEINT, f FLOAT, d DOUBLE,"
          + " n DECIMAL(9, 3), w DECIMAL(38, 10), day DATE, at DATETIME, v VARCHAR(200), x STRING,"
          + " c CHAR(10), bin VARBINARY, j JSON, ai ARRAY<INT>, ab ARRAY<BOOLEAN>,"
          + " ad ARRAY<DOUBLE>, ax ARRAY<STRING>, at2 ARRAY<DATETIME>, ae ARRAY<DATE>, me MAP<DATE, DATETIME>, av ARRAY<VARBINARY>,"
          + " m MAP<STRING, DECIMAL(9, 2)>, st STRUCT<a DATE, b ARRAY<STRING>>";

  @TempDir Path directory;
  private SessionFixture sql;

  @BeforeEach
  void open() {
    sql = new SessionFixture(directory.resolve("data")).run("CREATE DATABASE d", "USE d");
    sql.run("CREATE TABLE t (" + COLUMNS + ")", "CREATE TABLE u LIKE t");
  }

  @AfterEach
  void close() {
    sql.close();
  }

  /** OPTIONS, and whether any text and any bytes can be told by them. */
  record Written(String options, boolean anyText, boolean nul) {
    /** Without quotes an empty text is NULL. */
    boolean emptyText() {
      return !options.startsWith("quote=''");
    }

    @Override
    public String toString() {
      return options;
    }
  }

  static Stream<Written> dialects() {
    return Stream.of(
        new Written("header=true", true, false),
        new Written("header=false", true, false),
        new Written("null_value=''", true, false),
        new Written("delimiter='\\t', null_value='\\\\N', header=false", true, false),
        new Written("delimiter='aa', quote='n', null_value='e'", true, false),
        new Written("delimiter='--|', quote='''', quote_escape=''", true, false),
        new Written("delimiter='|', quote='''', quote_escape='!'", true, false),
        new Written("quote='', escape='\\\\', null_value='NA'", true, false),
        new Written("quote='', escape='\\\\', delimiter='\\x01', header=false", true, false),
        new Written("quote='', delimiter='\\x01', null_value='-'", false, false),
        new Written("escape='e'", true, false),
        new Written("dialect='rfc4180'", true, true),
        new Written("dialect='rfc4180', header=false, delimiter=';'", true, true),
        new Written("dialect='mysql'", true, true),
        new Written("dialect='mysql', quote='\"'", true, true),
        new Written("dialect='starrocks', escape='\\\\', header=true", true, true),
        new Written("format='parquet'", true, true));
  }

  @ParameterizedTest
  @MethodSource("dialects")
  void rowsComeBackAndTheFileWithThem(Written written) throws IOException {
    load(new Random(written.options().hashCode()), written);
    Path first = directory.resolve("first");
    Path second = directory.resolve("second");
    assertThat(export("t", first, written)).isEqualTo(ROWS);
    StatementResult.Done loaded =
        sql.done(
            "LOAD DATA INFILE '"
                + first
                + "' INTO TABLE u OPTIONS ("
                + written.options()
                + ", mode='append', bad_values='abort')");
    assertThat(loaded.affectedRows()).isEqualTo(ROWS);
    export("u", second, written);
    assertThat(sql.rows("SELECT * FROM u ORDER BY id"))
        .isEqualTo(sql.rows("SELECT * FROM t ORDER BY id"));
    assertThat(Files.mismatch(first, second)).isEqualTo(-1);
  }

  private long export(String table, Path file, Written written) {
    return sql.done(
            "SELECT * FROM "
                + table
                + " ORDER BY id INTO OUTFILE '"
                + file
                + "' OPTIONS ("
                + written.options()
                + ")")
        .affectedRows();
  }

  // ---- random rows, by a writer of the test's own: every field in quotes, NULL is nothing

  private void load(Random random, Written written) throws IOException {
    List<String> lines = new ArrayList<>();
    for (int id = 0; id < ROWS; id++) {
      lines.add(row(id, random, written));
    }
    Path file = Files.writeString(directory.resolve("in.csv"), String.join("\n", lines) + "\n");
    sql.run(
        "LOAD DATA INFILE '"
            + file
            + "' INTO TABLE t OPTIONS (dialect='rfc4180', header=false, mode='append',"
            + " bad_values='abort')");
  }

  private static String row(int id, Random random, Written written) {
    List<@Nullable String> fields = new ArrayList<>();
    fields.add(Integer.toString(id));
    fields.add(Boolean.toString(random.nextBoolean()));
    fields.add(Integer.toString((byte) random.nextInt()));
    fields.add(Integer.toString((short) random.nextInt()));
    fields.add(Integer.toString(random.nextInt()));
    fields.add(Long.toString(random.nextLong()));
    fields.add(digits(random, 38));
    fields.add(number(Float.toString(Float.intBitsToFloat(random.nextInt())), random));
    fields.add(number(Double.toString(Double.longBitsToDouble(random.nextLong())), random));
    fields.add(digits(random, 6) + "." + random.nextInt(1000));
    fields.add(digits(random, 28) + "." + random.nextInt(Integer.MAX_VALUE));
    fields.add(day(random));
    fields.add(time(random));
    fields.add(text(random, written, 20));
    fields.add(text(random, written, 60));
    fields.add(text(random, written, 2));
    fields.add(base64(random, written));
    fields.add(pick(random, "null", "{}", "[1, null, \"a,\\\"b\\\\\"]", "{\"x\": -1.5e10}"));
    fields.add(list(random, () -> Integer.toString(random.nextInt())));
    fields.add(list(random, () -> Boolean.toString(random.nextBoolean())));
    fields.add(list(random, () -> number(Double.toString(random.nextGaussian()), random)));
    fields.add(list(random, () -> quoted(text(random, written, 5))));
    fields.add(list(random, () -> quoted(time(random))));
    fields.add(list(random, () -> quoted(day(random))));
    fields.add("{" + quoted(day(random)) + ":" + quoted(time(random)) + "}");
    fields.add(list(random, () -> quoted(base64(random, written))));
    fields.add("{" + quoted(text(random, written, 3)) + ":1.25,\"k\":null}");
    fields.add("{\"a\":" + quoted(day(random)) + ",\"b\":[" + quoted("q") + ",null]}");
    return fields.stream()
        .map(field -> random.nextInt(8) == 0 ? "" : quoted(field))
        .collect(Collectors.joining(","))
        .replaceFirst("^(\"\\d+\"|),", quoted(Integer.toString(id)) + ",");
  }

  private static String quoted(String text) {
    return '"' + text.replace("\"", "\"\"") + '"';
  }

  private static String list(Random random, java.util.function.Supplier<String> element) {
    return Stream.generate(() -> random.nextInt(5) == 0 ? "null" : element.get())
        .limit(random.nextInt(4))
        .collect(Collectors.joining(",", "[", "]"));
  }

  private static String digits(Random random, int most) {
    String digits =
        random
            .ints(1 + random.nextInt(most), 0, 10)
            .mapToObj(Integer::toString)
            .collect(Collectors.joining());
    return (random.nextBoolean() ? "-" : "") + digits;
  }

  private static String number(String plain, Random random) {
    return random.nextInt(6) == 0
        ? pick(random, "NaN", "inf", "-inf", "-0.0", "0", "1e-7", "123456789.5")
        : plain;
  }

  /** First and last years, leap days, and what lies before and in the gap of other calendars. */
  private static final String[] CORNERS = {
    "0000-01-01",
    "0000-02-29",
    "0000-12-31",
    "0001-01-01",
    "0999-03-01",
    "1500-02-28",
    "1582-10-04",
    "1582-10-10",
    "1582-10-15",
    "9999-12-31"
  };

  private static String day(Random random) {
    return random.nextInt(4) == 0
        ? pick(random, CORNERS)
        : LocalDate.ofEpochDay(random.nextInt(3_000_000) - 100_000).toString();
  }

  private static String time(Random random) {
    if (random.nextInt(4) == 0) {
      return pick(random, CORNERS) + pick(random, " 00:00:00", " 23:59:59.999999", " 01:02:03.5");
    }
    return LocalDateTime.ofEpochSecond(
            random.nextInt(), random.nextInt(1_000_000) * 1000, ZoneOffset.UTC)
        .toString()
        .replace('T', ' ');
  }

  private static String base64(Random random, Written written) {
    byte[] bytes = new byte[written.emptyText() ? random.nextInt(12) : 1 + random.nextInt(11)];
    random.nextBytes(bytes);
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = bytes[i] == 0 && !written.nul() ? 1 : bytes[i];
      bytes[i] = written.anyText() ? bytes[i] : (byte) ('a' + (bytes[i] & 15));
    }
    return Base64.getEncoder().encodeToString(bytes);
  }

  private static final String[] PIECES = {
    "a",
    "aa",
    "e",
    "n",
    "null",
    "NA",
    "\\N",
    "N",
    "é",
    "日本",
    "\uD83D\uDE00",
    " ",
    ",",
    ";",
    "\t",
    "\u0001",
    "--|",
    "-",
    "|",
    "'",
    "\"",
    "\"\"",
    "\\",
    "\\\\",
    "\n",
    "\r",
    "\r\n",
    "\uFEFF",
    "0"
  };

  private static String text(Random random, Written written, int most) {
    if (!written.anyText()) {
      return "x" + random.nextInt(10);
    }
    StringBuilder text = new StringBuilder(written.emptyText() ? "" : "q");
    int pieces = random.nextInt(4);
    for (int i = 0; i < pieces; i++) {
      String piece = PIECES[random.nextInt(PIECES.length)];
      int bytes = (text + piece).getBytes(StandardCharsets.UTF_8).length;
      text.append(bytes <= most ? piece : "");
    }
    return text.toString();
  }

  private static String pick(Random random, String... values) {
    return values[random.nextInt(values.length)];
  }
}
