package plimsoll.formats.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.parquet.schema.MessageTypeParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import plimsoll.error.ErrorCode;
import plimsoll.error.PlimsollException;
import plimsoll.model.Schema;

class ParquetColumnsTest {
  private static byte[] file(String columns) {
    return Files.write(
        MessageTypeParser.parseMessageType("message m { " + columns + " }"), List.of());
  }

  private static String columns(Files files) {
    Schema schema = ParquetColumns.of(files.input());
    return schema.columns().stream()
        .map(c -> c.name() + " " + c.type().sql() + (c.nullable() ? "" : " NOT NULL"))
        .collect(Collectors.joining(", "));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          optional boolean c                                | BOOLEAN
          required boolean c                                | BOOLEAN
          optional int32 c                                  | INT
          optional int64 c                                  | BIGINT
          optional int32 c (INTEGER(8, true))               | TINYINT
          optional int32 c (INTEGER(16, true))              | SMALLINT
          optional int32 c (INTEGER(32, true))              | INT
          optional int64 c (INTEGER(64, true))              | BIGINT
          optional int32 c (INTEGER(8, false))              | SMALLINT
          optional int32 c (INTEGER(16, false))             | INT
          optional int32 c (INTEGER(32, false))             | BIGINT
          optional int64 c (INTEGER(64, false))             | LARGEINT
          optional int32 c (DECIMAL(9, 2))                  | DECIMAL(9, 2)
          optional int64 c (DECIMAL(18, 0))                 | DECIMAL(18, 0)
          optional fixed_len_byte_array(16) c (DECIMAL(38, 38)) | DECIMAL(38, 38)
          optional float c                                  | FLOAT
          optional double c                                 | DOUBLE
          optional int32 c (DATE)                           | DATE
          optional int32 c (TIME(MILLIS, true))             | STRING
          optional int64 c (TIMESTAMP(MILLIS, true))        | DATETIME
          optional int64 c (TIMESTAMP(NANOS, false))        | DATETIME
          optional int96 c                                  | DATETIME
          optional binary c (STRING)                        | STRING
          optional binary c (ENUM)                          | STRING
          optional binary c (JSON)                          | JSON
          optional binary c                                 | VARBINARY
          optional binary c (BSON)                          | VARBINARY
          optional fixed_len_byte_array(4) c                | VARBINARY
          optional fixed_len_byte_array(16) c (UUID)        | VARCHAR(36)
          """)
  void eachTypeHasOneThatHoldsItsValues(String column, String type) {
    assertThat(columns(Files.of(file(column + ";")))).isEqualTo("c " + type);
  }

  @Test
  void namesStayAndOursAreLeftOut() {
    assertThat(
            columns(
                Files.of(
                    file("required int32 Id; optional int64 _plimsoll_load; optional float b;"))))
        .isEqualTo("Id INT, b FLOAT");
  }

  @Test
  void filesMayDifferInTheOrderOfTheirColumns() {
    Files files =
        Files.of(file("optional int32 a; optional float b;"))
            .with("/other", file("required float B; optional int32 a;"));
    assertThat(columns(files)).isEqualTo("a INT, b FLOAT");
  }

  private static void assertRefused(Files files, ErrorCode code, String why) {
    assertThatThrownBy(() -> ParquetColumns.of(files.input()))
        .isInstanceOfSatisfying(PlimsollException.class, e -> assertThat(e.code()).isEqualTo(code))
        .hasMessageContaining(why);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          optional group c { optional int32 d; }            | UNSUPPORTED      | Column 'c' of '/in.parquet' is nested, and loading groups
          optional group c (LIST) { repeated group list { optional int32 element; } } | UNSUPPORTED | loading LIST
          repeated int32 c;                                 | UNSUPPORTED      | 'c'
          optional fixed_len_byte_array(12) c (INTERVAL);   | COLUMN_TYPE      | INTERVAL
          optional fixed_len_byte_array(20) c (DECIMAL(40, 2)); | COLUMN_TYPE  | DECIMAL(40,2)
          optional int32 c; optional int32 C;               | DUPLICATE_COLUMN | 'C'
          optional int32 _plimsoll_load;                    | BAD_PARQUET      | no columns
          """)
  void whatNoColumnTakesIsRefusedByName(String columns, ErrorCode code, String why) {
    assertRefused(Files.of(file(columns)), code, why);
  }

  @Test
  void filesThatDifferAreNamed() {
    Files files = Files.of(file("optional int32 a;")).with("/other", file("optional int64 a;"));
    assertRefused(
        files,
        ErrorCode.HEADER_MISMATCH,
        "'/other' has other columns than '/in.parquet': a BIGINT, there a INT");
  }

  @Test
  void whatIsNoParquetSaysSo() {
    assertRefused(
        Files.of("k,s\n1,a\n2,b\n".getBytes(StandardCharsets.UTF_8)),
        ErrorCode.BAD_PARQUET,
        "neither its first nor its last bytes are PAR1");
  }
}
