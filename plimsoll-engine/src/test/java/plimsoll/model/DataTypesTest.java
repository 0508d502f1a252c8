package plimsoll.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class DataTypesTest {
  static List<DataType> everyType() {
    List<DataType> types = new ArrayList<>(List.of(DataType.Scalar.values()));
    types.add(new DataType.Decimal(1, 0));
    types.add(new DataType.Decimal(38, 38));
    types.add(new DataType.Varchar(1, false));
    types.add(new DataType.Varchar(DataType.Varchar.MAX_BYTES, false));
    types.add(new DataType.Varchar(255, true));
    return types;
  }

  @ParameterizedTest
  @MethodSource("everyType")
  void whatATypeWritesIsReadBack(DataType type) {
    assertThat(DataTypes.parse(type.sql())).isEqualTo(type);
  }

  @Test
  void caseAndSpacesDoNotMatter() {
    assertThat(DataTypes.parse(" decimal ( 10 ,2 ) ")).isEqualTo(new DataType.Decimal(10, 2));
    assertThat(DataTypes.parse("bigint")).isEqualTo(DataType.Scalar.BIGINT);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "POINT",
        "INT(11)",
        "DECIMAL",
        "DECIMAL(5)",
        "VARCHAR",
        "VARCHAR(1,2)",
        "INT;"
      })
  void textThatNamesNoTypeIsRefused(String text) {
    assertThatThrownBy(() -> DataTypes.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("No data type is written '" + text + "'.");
  }
}
