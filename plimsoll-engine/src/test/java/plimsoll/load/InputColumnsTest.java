package plimsoll.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import plimsoll.model.Column;
import plimsoll.model.DataType.Decimal;
import plimsoll.model.DataType.Scalar;
import plimsoll.model.DataType.Varbinary;
import plimsoll.model.DataType.Varchar;
import plimsoll.model.Schema;
import plimsoll.model.Table;
import plimsoll.model.TableName;
import plimsoll.pipeline.parse.CsvOptions;

/** What columns an input has for a query. */
class InputColumnsTest {
  private static final InputColumns COLUMNS =
      new InputColumns(
          new TableName("d", "file"),
          new Schema(
              List.of(
                  Column.of(7, "id", Scalar.INT).required(),
                  Column.of(3, "name", new Varchar(5, false)),
                  Column.of(9, "price", new Decimal(9, 2)),
                  Column.of(8, "bytes", new Varbinary(4)))));

  private static String text(Table table) {
    return table.schema().columns().stream()
        .map(
            column ->
                column.fieldId()
                    + " "
                    + column.name()
                    + " "
                    + column.type().sql()
                    + (column.nullable() ? "" : " NOT NULL"))
        .collect(Collectors.joining(", "));
  }

  /** Renamed: w is id, x is nothing. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '!',
      textBlock =
          """
          id name         ! 1 id INT, 2 name STRING
          name other ID   ! 1 name STRING, 2 other STRING, 3 ID INT
          w x price bytes ! 1 id INT, 2 price DECIMAL(9, 2), 3 bytes VARBINARY
          _               ! 1 _ STRING
          """)
  void headerNamesThem(String header, String expected) {
    CsvOptions csv =
        CsvOptions.openmldbCluster().toBuilder().columnOf(Map.of("w", "id", "x", "_")).build();
    assertThat(text(COLUMNS.of(List.of(header.split(" ")), csv))).isEqualTo(expected);
  }

  @Test
  void withoutNamesTheyAreTheTables() {
    assertThat(text(COLUMNS.byPosition()))
        .isEqualTo("1 id INT, 2 name STRING, 3 price DECIMAL(9, 2), 4 bytes VARBINARY");
  }

  @Test
  void namesThatBecomeTheSameAreRefused() {
    CsvOptions csv = CsvOptions.openmldbCluster().toBuilder().columnOf(Map.of("w", "id")).build();
    assertThatThrownBy(() -> COLUMNS.of(List.of("w", "id"), csv))
        .hasMessageContaining("Duplicate column 'id'");
  }
}
