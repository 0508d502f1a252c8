package plimsoll.fuzz;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import plimsoll.convert.Conversions;
import plimsoll.convert.Fields;
import plimsoll.convert.ValueReader;
import plimsoll.convert.ValueReaders;
import plimsoll.model.DataType;
import plimsoll.model.DataType.Decimal;
import plimsoll.model.DataType.Scalar;
import plimsoll.model.DataType.Varchar;
import plimsoll.model.DataTypes;
import plimsoll.model.Vector;

/**
 * From text to typed values: any bytes are a value of a type or are none, whatever lies around
 * them, alone or in a batch. What is plainly written must be the value that Java reads.
 *
 * <p>An input is one byte, which says type and rules, and the text.
 */
public final class ConversionsTarget {
  private static final List<DataType> TYPES =
      List.of(
          Scalar.BOOLEAN,
          Scalar.TINYINT,
          Scalar.SMALLINT,
          Scalar.INT,
          Scalar.BIGINT,
          Scalar.FLOAT,
          Scalar.DOUBLE,
          Scalar.DATE,
          Scalar.DATETIME,
          Scalar.STRING,
          new Varchar(5, false),
          new Decimal(4, 0),
          new Decimal(12, 3),
          new Decimal(18, 18),
          new Decimal(38, 5),
          Scalar.LARGEINT,
          Scalar.JSON,
          DataTypes.parse("VARBINARY(5)"),
          DataTypes.parse("ARRAY<INT>"),
          DataTypes.parse("MAP<VARCHAR(5), ARRAY<DATE>>"),
          DataTypes.parse("STRUCT<a INT, b ARRAY<STRING>>"));

  private static final List<Case> CASES = cases();

  /** One type by one set of rules. */
  private record Case(
      DataType type, Conversions rules, ValueReader reader, Vector alone, Vector batch) {}

  private ConversionsTarget() {}

  private static List<Case> cases() {
    List<Case> cases = new ArrayList<>();
    for (Conversions rules : Conversions.values()) {
      for (DataType type : TYPES) {
        ValueReader reader = ValueReaders.forType(type, rules);
        Vector alone = Vector.allocate(type, 1);
        Vector batch = Vector.allocate(type, 2);
        cases.add(new Case(type, rules, reader, alone, batch));
      }
    }
    return cases;
  }

  /** The first bytes of inputs for the types of that name. */
  static List<Integer> casesOf(String type) {
    String name = type.replaceAll("\\(.*", "");
    List<Integer> numbers = new ArrayList<>();
    for (int i = 0; i < CASES.size(); i++) {
      if (CASES.get(i).type().sql().startsWith(name)) {
        numbers.add(i);
      }
    }
    return numbers;
  }

  /** Called by the fuzzer. */
  public static void fuzzerTestOneInput(byte[] input) {
    if (input.length >= 1) {
      Case chosen = CASES.get((input[0] & 0xff) % CASES.size());
      byte[] text = Arrays.copyOfRange(input, 1, input.length);
      Allocation.bounded(input.length, 4 << 10, () -> run(chosen, text));
    }
  }

  private static void run(Case chosen, byte[] text) {
    String alone = alone(chosen, text, (byte) '7');
    requireSame(chosen, text, alone, alone(chosen, text, (byte) ' '), "among other bytes");
    requireSame(chosen, text, alone, inBatch(chosen, text), "in a batch");
    if (alone == null && takesLess(chosen.rules())) {
      return;
    }
    JavaValues.read(chosen.type(), text)
        .ifPresent(java -> requireSame(chosen, text, alone, java.text(), "in Java"));
  }

  /** Rules that refuse texts whose meaning is clear. */
  private static boolean takesLess(Conversions rules) {
    return rules == Conversions.EXACT || rules == Conversions.OPENMLDB_LOCAL;
  }

  private static void requireSame(
      Case chosen, byte[] text, @Nullable String value, @Nullable String other, String where) {
    if (!Objects.equals(value, other)) {
      throw new AssertionError(
          String.join(
              " ",
              chosen.type().sql(),
              chosen.rules().toString(),
              "'" + new String(text, StandardCharsets.ISO_8859_1) + "'",
              "is",
              String.valueOf(value),
              where,
              String.valueOf(other)));
    }
  }

  private static @Nullable String alone(Case chosen, byte[] text, byte around) {
    byte[] data = surrounded(text, around);
    chosen.alone().reset();
    return chosen.reader().read(data, 1, 1 + text.length, chosen.alone(), 0)
        ? JavaValues.text(chosen.alone(), chosen.type(), 0)
        : null;
  }

  private static byte[] surrounded(byte[] text, byte around) {
    byte[] data = new byte[text.length + 10];
    Arrays.fill(data, around);
    System.arraycopy(text, 0, data, 1, text.length);
    return data;
  }

  /** Twice, as the fields of two rows. */
  private static @Nullable String inBatch(Case chosen, byte[] text) {
    int stride = text.length + 1;
    byte[] data = new byte[2 * stride + 10];
    Arrays.fill(data, (byte) ',');
    System.arraycopy(text, 0, data, 0, text.length);
    System.arraycopy(text, 0, data, stride, text.length);
    Fields fields = new Fields();
    fields.set(data, new int[] {-1, text.length, text.length + stride}, new int[] {0, 1}, 0, 0);
    Vector out = chosen.batch();
    out.reset();
    if (out instanceof Vector.Bytes bytes) {
      bytes.data(data);
    }
    int[] failed = new int[2];
    int failures = chosen.reader().readAll(fields, 2, out, failed);
    if (failures == 1) {
      throw new AssertionError("one of two equal texts is no value");
    }
    if (failures == 2) {
      return null;
    }
    String first = JavaValues.text(out, chosen.type(), 0);
    requireSame(chosen, text, first, JavaValues.text(out, chosen.type(), 1), "in the second row");
    return first;
  }
}
