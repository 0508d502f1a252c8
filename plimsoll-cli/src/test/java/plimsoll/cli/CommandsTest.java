package plimsoll.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import plimsoll.error.ErrorCode;
import plimsoll.model.BadValuePolicy;
import plimsoll.model.Table;
import plimsoll.pipeline.parse.CsvOption;
import plimsoll.pipeline.parse.CsvOptions;

class CommandsTest {
  @TempDir Path directory;
  private final FakeClient client = new FakeClient();
  private final CommandLine cli = new CommandLine((data, settings) -> client);
  private String trips = "";

  @BeforeEach
  void writeFile() throws IOException {
    Path file = directory.resolve("trips.csv");
    Files.writeString(file, "id,city,Start Time\n1,Rome,2001-01-01 10:00:00\n2,Oslo,\n");
    trips = file.toString();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "frobnicate",
        "load",
        "load {trips} --no-such-option",
        "load {trips} --into nodot",
        "load {trips} --into a.b --label bad/label",
        "load {trips} --into a.b --max-filter-ratio 2",
        "load {trips} --into a.b --max-filter-ratio x",
        "load {trips} --into a.b --timeout 0",
        "load {trips} --into a.b --timeout -10",
        "load {trips} --into a.b --timeout 259201",
        "load {trips} --into a.b --quote xx",
        "load {trips} --into a.b --separator \\xZZ",
        "load {trips} --into a.b --dialect oracle",
        "load {trips} --into a.b --null-in city",
        "load {trips} --into a.b --null-in town=x",
        "guess {trips} --format xml",
        "load {trips} - --into a.b",
        "load - --into a.b",
        "rejects nodot",
        "sql a b",
      })
  void wrongArgumentsExitWithTwoAndSayWhy(String line) {
    assertThat(run(line)).isEqualTo(ExitCode.SENDER);
    assertThat(cli.err()).startsWith("plimsoll: ");
    assertThat(client.loaded).isNull();
  }

  @Test
  void unknownCommandNamesTheNearest() {
    run("laod x");
    assertThat(cli.err()).contains("Did you mean 'load'?");
  }

  @ParameterizedTest
  @CsvSource({
    "UNKNOWN_TABLE, 2",
    "WRONG_PASSWORD, 3",
    "TIMED_OUT, 4",
    "METASTORE_FAILED, 5",
    "BROKEN_INVARIANT, 70"
  })
  void exitCodeSaysWhoCanAct(String code, int exit) {
    assertThat(run("sql", "FAIL " + code)).isEqualTo(exit);
    assertThat(cli.err()).startsWith("plimsoll: it failed");
  }

  @Test
  void failureIsAnObjectForPrograms() {
    assertThat(run("sql", "FAIL UNKNOWN_TABLE", "--json")).isEqualTo(2);
    assertThat(cli.out())
        .isEqualTo(
            "{\"status\":\"FAILED\",\"code\":1002,\"error\":\"UNKNOWN_TABLE\","
                + "\"message\":\"it failed\"}\n");
  }

  @Test
  void missingFileExitsWithFive() {
    assertThat(run("load " + directory + "/none.csv --into a.b")).isEqualTo(ExitCode.OUTSIDE);
  }

  @Test
  void loadGoesByTheHeaderAndReportsCounts() {
    assertThat(run("load {trips} --into demo.trips --label t-1 --strict")).isZero();
    assertThat(client.loaded).isNotNull();
    assertThat(client.loaded.csv().header()).isEqualTo(CsvOptions.Header.BY_NAME);
    assertThat(client.loaded.fields()).isNull();
    assertThat(client.loaded.badValues()).isEqualTo(BadValuePolicy.REJECT);
    assertThat(cli.out())
        .isEqualTo("demo.trips  10 rows loaded, 0 filtered, 1.2 kB in 0.8 s, label t-1\n");
  }

  @Test
  void createMakesTheTableAndNamesTheFieldsAsItsColumns() {
    assertThat(run("load {trips} --into demo.trips --create")).isZero();
    assertThat(client.statements).containsExactly("CREATE DATABASE IF NOT EXISTS `demo`");
    assertThat(client.loaded).isNotNull();
    Table table = client.loaded.create();
    assertThat(table).isNotNull();
    assertThat(table.schema().columns())
        .extracting(column -> column.name() + " " + column.type().sql())
        .containsExactly("id INT", "city STRING", "Start_Time DATETIME");
    assertThat(client.loaded.csv().header()).isEqualTo(CsvOptions.Header.BY_NAME);
    assertThat(client.loaded.csv().columnOf()).isEqualTo(Map.of("Start Time", "Start_Time"));
    assertThat(client.loaded.fields()).isNull();
  }

  @Test
  void columnsNameTheFieldsOfTheHeader() {
    assertThat(run("load {trips} --into a.b --columns id,_,begin")).isZero();
    assertThat(client.loaded).isNotNull();
    assertThat(client.loaded.csv().header()).isEqualTo(CsvOptions.Header.BY_NAME);
    assertThat(client.loaded.csv().columnOf())
        .isEqualTo(Map.of("city", "_", "Start Time", "begin"));
  }

  @Test
  void columnsOfAnotherNumberThanTheHeaderAreRefused() {
    assertThat(run("load {trips} --into a.b --columns id,city")).isEqualTo(ExitCode.SENDER);
    assertThat(cli.err())
        .contains("--columns names 2 fields, the header has 3: id, city, Start Time");
  }

  @Test
  void headerThatNamesAColumnTwiceIsRefusedWithNamesToUse() throws IOException {
    Files.writeString(Path.of(trips), "id,,id\n1,Rome,2\n");
    assertThat(run("load {trips} --into a.b --create")).isEqualTo(ExitCode.SENDER);
    assertThat(cli.err()).contains("Field 2 of the header has no name.", "--columns id,c2,id_3");
    assertThat(client.statements).isEmpty();
    assertThat(run("load {trips} --into a.b --columns id,c2,id_3")).isZero();
    assertThat(client.loaded).isNotNull();
    assertThat(client.loaded.fields()).containsExactly("id", "c2", "id_3");
  }

  @Test
  void dryRunChangesNothing() {
    assertThat(run("load {trips} --into demo.trips --create --dry-run")).isZero();
    assertThat(client.statements).isEmpty();
    assertThat(client.loaded).isNull();
    assertThat(client.dry).isNotNull();
    assertThat(client.dry.dry()).isTrue();
    assertThat(cli.out()).contains("demo.trips  dry run: 0 rows would be loaded", "CREATE TABLE");
  }

  @Test
  void wordsForNullAreNamedForOneColumn() {
    assertThat(run("load {trips} --into a.b --null-in city=Oslo --null-in 1=none")).isZero();
    assertThat(client.loaded).isNotNull();
    assertThat(client.loaded.csv().nullWordsAt())
        .isEqualTo(Map.of(0, List.of("none"), 1, List.of("Oslo")));
  }

  @Test
  void utf16IsToldAndNotLoaded() throws IOException {
    Files.write(Path.of(trips), "\uFEFFid,city\n1,Rome\n".getBytes(StandardCharsets.UTF_16LE));
    assertThat(run("guess {trips}")).isZero();
    assertThat(cli.out()).contains("CSV in UTF-16LE", "`city` STRING");
    assertThat(run("load {trips} --into a.b --create")).isEqualTo(ExitCode.SENDER);
    assertThat(cli.err()).contains("--encoding utf-16le");
  }

  @Test
  void filesAreOneLoadAndStandardInputIsOne() throws IOException {
    Files.writeString(directory.resolve("trips2.csv"), "id,city,Start Time\n3,Bern,\n");
    assertThat(run("load " + directory + "/trips*.csv --into a.b")).isZero();
    assertThat(client.loaded).isNotNull();
    assertThat(client.loaded.source().describe()).endsWith("1 more");

    cli.input("1;2\n3;4\n");
    assertThat(run("load - --into a.b")).isZero();
    assertThat(client.loaded.source().describe()).isEqualTo("standard input");
    assertThat(client.loaded.csv().separator()).containsExactly(';');
    assertThat(client.loaded.csv().header()).isEqualTo(CsvOptions.Header.NONE);
  }

  @Test
  void flagsWinOverTheGuess() {
    run("load {trips} --into a.b --no-header --separator \\t --quote '' --null NA --skip 1");
    assertThat(client.loaded).isNotNull();
    CsvOptions csv = client.loaded.csv();
    assertThat(csv.separator()).containsExactly('\t');
    assertThat(csv.header()).isEqualTo(CsvOptions.Header.NONE);
    assertThat(csv.enclose()).isNull();
    assertThat(csv.nullMarkers()).containsExactly("NA");
    assertThat(csv.skipHeader()).isEqualTo(1);
  }

  @Test
  void failedLoadSaysWhyAndWhereItsRejectsAre() {
    client.failure = ErrorCode.TOO_MANY_FILTERED.with();
    client.errorLog = "error_log_1_2";
    client.filtered = 3;
    assertThat(run("load {trips} --into demo.trips --label t-1")).isEqualTo(2);
    assertThat(cli.err())
        .startsWith("plimsoll: too many filtered rows\n")
        .contains("\n  The log of bad rows cannot be shown: No file matches 'error_log_1_2'.")
        .endsWith(
            "\n  3 bad rows: plimsoll rejects demo.t-1\n"
                + "  Nothing was loaded into demo.trips; label t-1 is free.\n");
  }

  @Test
  void loadIsAnObjectForPrograms() {
    run("load {trips} --into demo.trips --label t-1 --json");
    assertThat(cli.out())
        .startsWith("{\"status\":\"OK\",\"table\":\"demo.trips\",\"label\":\"t-1\",\"loaded\":10,");
  }

  @Test
  void scriptRunsItsStatementsInTheDatabaseItUses() {
    cli.input("SHOW TABLES; USE demo; SELECT 1;\n");
    client.answer("SELECT 1", List.of("1"), List.of(1L));
    assertThat(run("sql --db first --csv")).isZero();
    assertThat(client.statements)
        .containsExactly("first: SHOW TABLES", "first: USE demo", "demo: SELECT 1");
    assertThat(cli.out()).endsWith("1\n1\n");
  }

  @Test
  void loadsShowsEveryDatabase() {
    client.answer("SHOW DATABASES", List.of("Database"), List.of("demo"), List.of("x`y"));
    client.answer(
        "SHOW LOAD FROM `demo` ORDER BY JobId DESC",
        List.of("JobId", "Label", "State", "EtlInfo", "TaskInfo", "JobDetails", "ErrorMsg"),
        Arrays.asList(
            7L,
            "t-1",
            "CANCELLED",
            "unselected.rows=0; dpp.abnorm.ALL=2; dpp.norm.ALL=10",
            "tables:demo.trips",
            "{\"FileSize\":99}",
            "type:LOAD_RUN_FAIL; msg:too many filtered rows"));
    assertThat(run("loads --json")).isZero();
    assertThat(client.statements).contains("SHOW LOAD FROM `x``y` ORDER BY JobId DESC");
    assertThat(cli.out())
        .contains("\"load\":\"demo.t-1\",\"table\":\"demo.trips\",\"state\":\"CANCELLED\"")
        .contains("\"rows\":10,\"filtered\":2,\"bytes\":99")
        .contains("\"reason\":\"too many filtered rows\"");
  }

  @Test
  void rejectsReadsTheLogOfTheLatestLoadWithThatLabel() throws IOException {
    client.rejected =
        "{\"source\":\"trips.csv\",\"line\":2,\"byte_offset\":19,\"column\":\"id\",\"value\":\"x\","
            + "\"error\":\"BAD_VALUE\",\"reason\":\"no number\",\"hint\":\"do this\","
            + "\"value_start\":0,\"value_end\":1,\"raw\":\"x,Rome\"}\n";
    client.answer(
        "SHOW LOAD FROM `demo` WHERE LABEL = 't-1'",
        List.of("JobId", "URL"),
        List.of(1L, "http://h/api/_load_error_log?file=error_log_1_ab"));
    assertThat(run("rejects demo.t-1")).isZero();
    assertThat(client.statements).contains("rejects error_log_1_ab");
    assertThat(cli.out()).containsPattern("trips.csv +2 +19 +id +x +BAD_VALUE +no number +x,Rome");
    assertThat(run("rejects demo.t-1 --format csv")).isZero();
    assertThat(cli.out()).isEqualTo("x,Rome\n");
    assertThat(run("rejects demo.t-1 --json")).isZero();
    assertThat(cli.out())
        .isEqualTo(
            "{\"source\":\"trips.csv\",\"line\":2,\"byte_offset\":19,\"column\":\"id\","
                + "\"value\":\"x\",\"error\":\"BAD_VALUE\",\"reason\":\"no number\","
                + "\"hint\":\"do this\",\"raw\":\"x,Rome\",\"raw_base64\":null}\n");
    assertThat(run("rejects demo.t-1 --format text --limit 1")).isZero();
    assertThat(cli.out())
        .isEqualTo("trips.csv:2:1 (byte 19): no number\n  2 | x,Rome\n    | ^\n  do this\n");
    assertThat(run("rejects demo.t-1 --format TEXT --limit 0")).isZero();
    assertThat(cli.out()).isEmpty();
  }

  @Test
  void rejectsOfAnUnknownLabelExitsWithTwo() {
    client.answer("SHOW LOAD FROM `demo` WHERE LABEL = 'none'", List.of("JobId", "URL"));
    assertThat(run("rejects demo.none")).isEqualTo(2);
  }

  @Test
  void guessPrintsStatementsThatCanBeRun() {
    assertThat(run("guess {trips} --into demo.trips")).isZero();
    assertThat(cli.out())
        .contains("CREATE TABLE IF NOT EXISTS `demo`.`trips` (", "-- plimsoll load ")
        .contains("--columns id,city,Start_Time", "separated by ',', quoted by '\"', with header");
  }

  @Test
  void fileWhoseLinesEndWithCrIsReadSo() throws IOException {
    Files.writeString(Path.of(trips), "id,city\r1,Rome\r2,Oslo\r");
    assertThat(run("guess {trips}")).isZero();
    assertThat(cli.out())
        .contains("`id` INT", "--separator , --line-end any --header", "-- CR alone ends rows");
    assertThat(run("guess {trips} --json")).isZero();
    assertThat(cli.out()).contains("\"line_end\":\"any\"");
    assertThat(run("guess {trips} --row-delimiter ;")).isZero();
    assertThat(cli.out()).contains("--row-delimiter ';'");

    assertThat(run("load {trips} --into a.b --create")).isZero();
    assertThat(client.loaded).isNotNull();
    assertThat(CsvOption.lineEnd(client.loaded.csv())).hasValue("any");
    assertThat(run("guess {trips} --line-end auto")).isZero();
    assertThat(cli.out()).contains("--line-end auto");
    assertThat(run("load {trips} --into a.b --line-end auto")).isZero();
    assertThat(CsvOption.lineEnd(client.loaded.csv())).hasValue("auto");
  }

  @Test
  void backslashBeforeQuotesIsFoundAndOthersStay() throws IOException {
    Files.writeString(
        Path.of(trips), "id,text\n1,\"a \\\"b\\\"\"\n2,C:\\new\n3,\"c, \\\"d\\\"\"\n");
    assertThat(run("guess {trips}")).isZero();
    assertThat(cli.out()).contains("escaped by '\\'", "--separator , --quote-escape '\\' --header");
    assertThat(run("guess {trips} --format json")).isZero();
    assertThat(cli.out()).contains("\"escape\":null,\"quote_escape\":\"\\\\\"");
    assertThat(run("guess {trips} --escape-letters")).isZero();
    assertThat(cli.out()).contains("--escape '\\'", "--escape-letters true");
    assertThat(run("guess {trips} --quote-escape ! --escape ~ --format json")).isZero();
    assertThat(cli.out()).contains("\"escape\":\"~\",\"quote_escape\":null");

    assertThat(run("load {trips} --into a.b --create")).isZero();
    assertThat(client.loaded).isNotNull();
    assertThat(client.loaded.csv().quoteEscape()).isEqualTo((byte) '\\');
    assertThat(client.loaded.csv().escape()).isNull();
    assertThat(run("load {trips} --into a.b --quote-escape !")).isZero();
    assertThat(client.loaded.csv().quoteEscape()).isEqualTo((byte) '!');
  }

  @Test
  void guessIsAnObjectForPrograms() throws IOException {
    Files.writeString(Path.of(trips), "id;n\n1;NA\n2;'x;y'\n3;5\n".replace("'", "\""));
    assertThat(run("guess {trips} --format json")).isZero();
    assertThat(cli.out())
        .contains(
            "\"encoding\":\"UTF-8\",\"separator\":\";\",\"quote\":\"\\\"\"",
            "\"confidence\":{\"encoding\":1.0,",
            "{\"name\":\"id\",\"type\":\"INT\",\"confidence\":1.0,\"values\":3,");
  }

  private int run(String line) {
    return run(line.replace("{trips}", trips).replace(" ''", " \0").split(" "));
  }

  private int run(String... args) {
    String[] given =
        Arrays.stream(args).map(arg -> arg.equals("\0") ? "" : arg).toArray(String[]::new);
    return cli.run(given);
  }
}
