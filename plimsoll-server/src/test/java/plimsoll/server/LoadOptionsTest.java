package plimsoll.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.DeflaterOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import plimsoll.error.ErrorCode;
import plimsoll.error.PlimsollException;

/** Options of loads do the same from a header and from a statement. */
class LoadOptionsTest {
  @TempDir static Path directory;
  private static TestServer server;

  @BeforeAll
  static void start() {
    server = new TestServer(directory.resolve("data"));
    server.rows("CREATE DATABASE demo");
    server.rows("CREATE TABLE demo.t (a INT, b VARCHAR(10))");
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @BeforeEach
  void empty() {
    server.rows("TRUNCATE TABLE demo.t");
  }

  private static String rows() {
    return String.join(" ", server.rows("SELECT a, b FROM demo.t ORDER BY a, b"));
  }

  private static void write(String name, byte[] bytes) throws IOException {
    Files.write(directory.resolve(name), bytes);
  }

  private static void write(String name, String text) throws IOException {
    write(name, text.getBytes(StandardCharsets.UTF_8));
  }

  private static String loadData(String file, String rest) {
    return "LOAD DATA INFILE '" + directory.resolve(file) + "' INTO TABLE demo.t " + rest;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          comment          | #    | #x\\n1,a\\n          | 1:a
          line_end         | any  | 1,a\\r2,b\\r\\n3,c   | 1:a 2:b 3:c
          short_rows       | pad  | 1\\n2,b              | 1:null 2:b
          long_rows        | drop | 1,a,x\\n2,b          | 1:a 2:b
          trim_space       | true | 1, a \\n             | 1:a
          null_value       | ["-","?"] | 1,-\\n2,?\\n3,x | 1:null 2:null 3:x
          quoted_null      | true | 1,"\\N"              | 1:null
          empty_is_null    | true | 1,                   | 1:null
          skip_header      | 1    | a,b\\n1,a            | 1:a
          header           | names | b,a\\nx,1           | 1:x
          escape           | \\   | 1,a\\,b              | 1:a,b
          quote_escape     | \\   | 1,"a\\"b\\c"          | 1:a"b\\c
          max_error_number | 1    | 1,a\\n2\\n           | 1:a
          """)
  void anOptionMeansTheSameEverywhere(String word, String value, String csv, String expected)
      throws IOException {
    String text = csv.replace("\\n", "\n").replace("\\r", "\r");
    JsonNode answer =
        server.load("demo.t", text, "column_separator", ",", "enclose", "\"", word, value);
    assertThat(answer.path("Status").asText()).as(answer.toString()).isEqualTo("Success");
    String streamed = rows();
    server.rows("TRUNCATE TABLE demo.t");
    write("option.csv", text);
    server.rows(
        loadData(
            "option.csv",
            "OPTIONS (dialect='starrocks', column_separator=',', enclose='\"', mode='append', "
                + word
                + "='"
                + value.replace("\\", "\\\\")
                + "')"));
    assertThat(rows()).isEqualTo(streamed);
    assertThat(streamed).isEqualTo(expected.replace(':', '|'));
  }

  @Test
  void backslashesStayWhereTheyAreNoEscapes() throws IOException {
    write("paths.csv", "a,b\n1,C:\\new\n2,\"D:\\t, \\\"x\\\"\"\n");
    server.rows(loadData("paths.csv", "OPTIONS (mode='append')"));
    assertThat(rows()).isEqualTo("1|C:\\new 2|D:\\t, \"x\"");
  }

  @Test
  void aHeaderMayNameMoreThanTheTableHasIfAsked() throws IOException {
    write("more.csv", "x,b,a,y\n1,t,2,3\n");
    String load = "OPTIONS (dialect='rfc4180', mode='append'";
    assertThatThrownBy(() -> server.rows(loadData("more.csv", load + ")")))
        .hasMessageContaining("unknown_columns=ignore");
    server.rows(loadData("more.csv", load + ", unknown_columns='ignore')"));
    assertThat(rows()).isEqualTo("2|t");
  }

  @ParameterizedTest
  @CsvSource({"gbk", "utf-16le", "utf-16", "shift_jis"})
  void textInOtherEncodingsIsRead(String encoding) throws IOException {
    write("text.csv", "1,漢字\n".getBytes(Charset.forName(encoding)));
    server.rows(
        loadData("text.csv", "OPTIONS (header=false, mode='append', encoding='" + encoding + "')"));
    assertThat(server.value("SELECT b FROM demo.t")).isEqualTo("漢字");
  }

  @Test
  void bytesThatAreNoTextRejectTheirRowAlone() throws IOException {
    byte[] bytes = {'1', ',', (byte) 0xFF, '\n', '2', ',', 'b', '\n'};
    write("gbk.csv", bytes);
    server.rows(
        loadData(
            "gbk.csv",
            "OPTIONS (header=false, mode='append', encoding='gbk', max_filter_ratio=0.5)"));
    assertThat(server.value("SELECT b FROM demo.t")).isEqualTo("b");
  }

  @Test
  void theEndingOfAFileTellsItsCompression() throws IOException {
    var packed = new java.io.ByteArrayOutputStream();
    try (var out = new DeflaterOutputStream(packed)) {
      out.write("1,a\n".getBytes(StandardCharsets.UTF_8));
    }
    write("x.csv.zz", packed.toByteArray());
    server.rows(loadData("x.csv.zz", "OPTIONS (header=false, mode='append')"));
    assertThat(server.value("SELECT b FROM demo.t")).isEqualTo("a");
  }

  @Test
  void mySqlsClausesAreObeyed() throws IOException {
    write("my.txt", "id;text;x\r\n1;'a;b\\n';y\r\n2;\\N;y\r\n3;NULL;y\r\n");
    server.rows(
        loadData(
            "my.txt",
            "FIELDS TERMINATED BY ';' OPTIONALLY ENCLOSED BY '\\'' LINES TERMINATED BY '\\r\\n'"
                + " IGNORE 1 LINES (a, b, @rest)"));
    assertThat(server.rows("SELECT a, b IS NULL FROM demo.t ORDER BY a")).hasSize(3);
    assertThat(server.value("SELECT b FROM demo.t WHERE a = 1")).isEqualTo("a;b\n");
    assertThat(server.value("SELECT count(*) FROM demo.t WHERE b IS NULL")).isEqualTo("2");
  }

  @Test
  void mySqlStopsAtABadValueUnlessToldToIgnoreIt() throws IOException {
    write("bad.txt", "1\ta\nx\tb\n3\n4\td\te\n");
    PlimsollException failure =
        server.failure("demo", loadData("bad.txt", "FIELDS TERMINATED BY '\\t'"));
    assertThat(failure.code()).isEqualTo(ErrorCode.BAD_ROW);
    assertThat(server.value("SELECT count(*) FROM demo.t")).isEqualTo("0");
    server.rows(
        "LOAD DATA INFILE '"
            + directory.resolve("bad.txt")
            + "' IGNORE INTO TABLE demo.t FIELDS TERMINATED BY '\\t'");
    assertThat(server.value("SELECT count(*) FROM demo.t")).isEqualTo("4");
    assertThat(server.value("SELECT count(*) FROM demo.t WHERE a IS NULL")).isEqualTo("1");
  }

  @Test
  void anUnknownColumnInMySqlsListIsNamed() throws IOException {
    write("one.txt", "1\n");
    assertThat(server.failure("demo", loadData("one.txt", "(aa)")).code())
        .isEqualTo(ErrorCode.UNKNOWN_COLUMN);
  }

  @Test
  void whatWasLetPassIsCountedByColumn() {
    JsonNode answer =
        server.load(
            "demo.t",
            "x,a\ny,b\n3\n4,d,e\n5,f\n",
            "column_separator",
            ",",
            "short_rows",
            "pad",
            "long_rows",
            "drop");
    assertThat(answer.path("NumberLoadedRows").asLong()).as(answer.toString()).isEqualTo(5);
    assertThat(answer.path("NulledValues").toString()).isEqualTo("{\"a\":2}");
    assertThat(answer.path("NumberPaddedRows").asLong()).isEqualTo(1);
    assertThat(answer.path("NumberCutRows").asLong()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({"2, Success", "1, Fail"})
  void theNumberOfErrorsDecidesExactly(String most, String status) {
    JsonNode answer =
        server.load(
            "demo.t", "1,a\n2\n3,c\n4\n", "column_separator", ",", "max_error_number", most);
    assertThat(answer.path("Status").asText()).as(answer.toString()).isEqualTo(status);
  }

  @Test
  void wrongValuesOfHeadersAreRefusedWithAHint() {
    JsonNode answer = server.load("demo.t", "1,a\n", "compression", "gzp");
    assertThat(answer.path("Message").asText()).contains("Did you mean 'gzip'?");
    answer = server.load("demo.t", "1,a\n", "dialect", "mysql2");
    assertThat(answer.path("Message").asText()).contains("Did you mean 'mysql'?");
  }
}
