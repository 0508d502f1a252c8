package plimsoll.formats.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Collectors;
import org.apache.parquet.schema.MessageTypeParser;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import plimsoll.convert.Conversions;
import plimsoll.model.Column;
import plimsoll.model.DataType;
import plimsoll.model.DataType.Scalar;
import plimsoll.model.Schema;

/** What columns files have by themselves. */
class FileColumnsTest {
  private static final Schema TABLE =
      new Schema(
          List.of(
              Column.of(1, "name", Scalar.STRING),
              Column.of(2, "at", Scalar.DATETIME),
              Column.of(3, "n", Scalar.INT),
              Column.of(4, "short", new DataType.Varchar(3, false)),
              Column.of(5, "list", DataType.Array.of(Scalar.INT))));

  private static String columns(Conversions rules, String... messages) {
    Files files = new Files();
    for (String message : messages) {
      files.with(
          "/" + files.input().files().size() + ".parquet",
          Files.write(
              MessageTypeParser.parseMessageType("message m { " + message + " }"), List.of()));
    }
    return FileColumns.of(files.input(), rules, TABLE).columns().stream()
        .map(
            column ->
                column.name() + " " + column.type().sql() + (column.nullable() ? "" : " NOT NULL"))
        .collect(Collectors.joining(", "));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '!',
      textBlock =
          """
          required boolean a;                         ! a BOOLEAN
          optional int32 a;                           ! a INT
          optional int32 a (INTEGER(8,true));         ! a TINYINT
          optional int32 a (INTEGER(32,false));       ! a BIGINT
          optional int64 a;                           ! a BIGINT
          optional int64 a (INTEGER(64,false));       ! a LARGEINT
          optional int64 a (DECIMAL(10,2));           ! a DECIMAL(10, 2)
          optional fixed_len_byte_array(16) a (DECIMAL(38,0)); ! a DECIMAL(38, 0)
          optional float a;                           ! a FLOAT
          optional double a;                          ! a DOUBLE
          optional int32 a (DATE);                    ! a DATE
          optional int64 a (TIMESTAMP(NANOS,false));  ! a DATETIME
          optional int96 a;                           ! a DATETIME
          optional int64 a (TIME(MICROS,false));      ! a STRING
          optional binary a (STRING);                 ! a STRING
          optional binary a (ENUM);                   ! a STRING
          optional fixed_len_byte_array(16) a (UUID); ! a STRING
          optional binary a (JSON);                   ! a JSON
          optional binary a;                          ! a VARBINARY
          optional binary name;                       ! name STRING
          optional binary SHORT;                      ! SHORT STRING
          optional binary list (JSON);                ! list ARRAY<INT>
          optional binary list (STRING);              ! list ARRAY<INT>
          optional int64 list;                        ! list BIGINT
          optional int64 at;                          ! at DATETIME
          optional int32 at;                          ! at INT
          optional int64 n;                           ! n BIGINT
          optional int32 n; optional binary _plimsoll_x; ! n INT
          optional int32 n; optional group g { optional int32 a; } ! n INT
          optional int32 n; repeated int32 g;         ! n INT
          """)
  void typesAreWhatTheFilesSayUnlessOnlyTheTableKnows(String message, String expected) {
    assertThat(columns(Conversions.OPENMLDB_CLUSTER, message)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '!',
      textBlock =
          """
          optional int32 a; ! optional int64 A; optional int32 b; ! a BIGINT, b INT
          optional int32 a (INTEGER(8,true)); ! optional int32 a (INTEGER(16,true)); ! a SMALLINT
          optional int64 a; ! optional int32 a;                   ! a BIGINT
          optional float a; ! optional double a;                  ! a DOUBLE
          optional int64 a (INTEGER(64,false)); ! optional int64 a; ! a LARGEINT
          """)
  void widerTypeOfSeveralFilesCounts(String first, String second, String expected) {
    assertThat(columns(Conversions.OPENMLDB_CLUSTER, first, second)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '!',
      textBlock =
          """
          optional int32 a;   ! optional double a;          ! Column 'a' of '/1.parquet' is DOUBLE, but INT in the files before it.
          optional int32 a;   ! optional binary a (STRING); ! Column 'a' of '/1.parquet' is STRING, but INT in the files before it.
          optional int32 a;   ! optional group name { optional int32 x; } ! Column 'name' of '/1.parquet' is nested
          repeated int32 a;   ! repeated int32 a;           ! has no column of a type that can be read
          """)
  void filesThatAreNoOneTableAreRefused(String first, String second, String message) {
    assertThatThrownBy(() -> columns(Conversions.OPENMLDB_CLUSTER, first, second))
        .hasMessageContaining(message);
  }

  @ParameterizedTest
  @CsvSource({"STARROCKS, at BIGINT", "OPENMLDB_LOCAL, at DATETIME"})
  void numbersAreTimesWhereALoadTakesThemForTimes(Conversions rules, String expected) {
    assertThat(columns(rules, "optional int64 at;")).isEqualTo(expected);
  }
}
