package plimsoll.convert;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import plimsoll.model.DataType;
import plimsoll.model.DataTypes;
import plimsoll.model.Vector;

class CheckedReaderTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "INT|0 7 -7 2147483647|00 007 +7 -0 1.0 2147483648 1e3 x - 1x",
        "TINYINT|127 -128|128 1.5",
        "BIGINT|9223372036854775807 -9223372036854775808|9223372036854775808 01",
        "BOOLEAN|true FALSE|1 0 yes t",
        "DOUBLE|0 1.5 -.5 5. 1e10 2.5E-7 nan -inf 0.12345678901234567 123456789012345 -0.0"
            + "|01.5 +1 1234567890123456 0.123456789012345678 1e300 1e-400 x 1,5",
        "DECIMAL(5, 2)|1.5 -123.45 1.500 0|1.505 01 +1 1e2 1234 x",
        "DATE|2024-02-29 2024/1/5 2024.12.31|20240229 24-02-29 2024-02-30 2024-02-29T00:00:00 x",
        "DATETIME|2024-02-29 2024-02-29T10:00 2024-02-29T10:00:00.123456Z"
            + " 2024-02-29T10:00:00.123456000+02:00"
            + "|20240229100000 2024-02-29T10:00:00.1234567 1709200800000",
        "STRING|x 007|"
      })
  void takesOnlyWhatTheTypeHoldsAsItIs(String type, String taken, String refused) {
    DataType read = DataTypes.parse(type);
    for (String text : taken.split(" ")) {
      assertThat(reads(read, text)).as(text).isTrue();
    }
    for (String text : refused == null ? new String[0] : refused.split(" ")) {
      assertThat(reads(read, text)).as(text).isFalse();
    }
  }

  /** The loop that a load runs finds the same. */
  @Test
  void rowsThatLoseSomethingAreReportedOnceInOrder() {
    byte[] data = ",1,007,x,8,+5,2.5,9,".getBytes(StandardCharsets.UTF_8);
    int[] cuts = new int[9];
    int[] firsts = new int[8];
    int found = 0;
    for (int i = 0; i < data.length; i++) {
      if (data[i] == ',') {
        cuts[found] = i;
        if (found < firsts.length) {
          firsts[found] = found;
        }
        found++;
      }
    }
    Fields fields = new Fields();
    fields.set(data, cuts, firsts, 0, 0);
    Vector out = Vector.allocate(DataType.Scalar.INT, 8);
    int[] failed = new int[8];
    ValueReader reader = ValueReaders.forType(DataType.Scalar.INT, Conversions.EXACT);
    int failures = reader.readAll(fields, 7, out, failed);
    assertThat(java.util.Arrays.copyOf(failed, failures)).containsExactly(1, 2, 4, 5);
  }

  private static boolean reads(DataType type, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    Vector out = Vector.allocate(type, 1);
    return ValueReaders.forType(type, Conversions.EXACT).read(bytes, 0, bytes.length, out, 0);
  }
}
