package plimsoll.cli.render;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class OutputFormatTest {
  @Test
  void tableAlignsNumbersRightAndTextLeft() throws IOException {
    assertThat(
            write(
                OutputFormat.TABLE,
                List.of("origin", "n"),
                Arrays.asList("ORD", 12L),
                Arrays.asList("ATLANTA", 3L)))
        .isEqualTo(
            """
            origin    n
            -------  --
            ORD      12
            ATLANTA   3
            (2 rows)
            """);
  }

  @Test
  void tableShowsNullAndKeepsControlCharactersFromTheTerminal() throws IOException {
    assertThat(write(OutputFormat.TABLE, List.of("a", "b"), Arrays.asList(null, "x\ny\033[31m")))
        .contains("NULL  x\\ny\\x1b[31m")
        .endsWith("(1 row)\n");
  }

  @Test
  void tableWithoutRowsShowsItsColumns() throws IOException {
    assertThat(write(OutputFormat.TABLE, List.of("a"))).isEqualTo("a\n-\n(0 rows)\n");
  }

  @Test
  void statementWithoutColumnsPrintsNothing() throws IOException {
    assertThat(write(OutputFormat.TABLE, List.of())).isEmpty();
  }

  @Test
  void tableOfManyRowsStreamsThemAll() throws IOException {
    List<?>[] rows = new List<?>[2500];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = List.of(i);
    }
    assertThat(write(OutputFormat.TABLE, List.of("n"), rows).lines())
        .hasSize(2503)
        .endsWith("2499", "(2,500 rows)");
  }

  @Test
  void csvTellsNullFromEmptyTextAndQuotesWhatNeedsIt() throws IOException {
    assertThat(
            write(
                OutputFormat.CSV,
                List.of("a", "b,c"),
                Arrays.asList(null, ""),
                Arrays.asList("say \"x\"", "two\nlines")))
        .isEqualTo("a,\"b,c\"\n,\"\"\n\"say \"\"x\"\"\",\"two\nlines\"\n");
  }

  @Test
  void jsonWritesOneObjectALineWithAllDigits() throws IOException {
    assertThat(
            write(
                OutputFormat.JSON,
                List.of("n", "d", "t", "x"),
                Arrays.asList(
                    Long.MAX_VALUE,
                    new BigDecimal("0.10"),
                    LocalDateTime.of(2001, 1, 1, 0, 1),
                    Double.NaN),
                Arrays.asList(1.5, true, LocalDate.of(2001, 2, 3), null)))
        .isEqualTo(
            """
            {"n":9223372036854775807,"d":0.10,"t":"2001-01-01 00:01:00","x":"NaN"}
            {"n":1.5,"d":true,"t":"2001-02-03","x":null}
            """);
  }

  @Test
  void jsonWithoutRowsIsEmpty() throws IOException {
    assertThat(write(OutputFormat.JSON, List.of("a"))).isEmpty();
  }

  private static String write(OutputFormat format, List<String> columns, List<?>... rows)
      throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    RowWriter writer = format.writer(new PrintStream(bytes, false, StandardCharsets.UTF_8));
    writer.begin(columns);
    for (List<?> row : rows) {
      writer.row(row);
    }
    writer.end();
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
