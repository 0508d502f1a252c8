package plimsoll.online.key;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import plimsoll.flow.ByteSink;
import plimsoll.model.Batch;
import plimsoll.model.DataType;
import plimsoll.model.DataTypes;
import plimsoll.model.Schema;
import plimsoll.online.Online;
import plimsoll.online.Rows;

/** Keys as bytes compare as the values they were made of. */
class KeyOrderTest {
  private static final int KEYS = 300;
  private static final BigInteger MOST = BigInteger.TEN.pow(38).subtract(BigInteger.ONE);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "BOOLEAN",
        "TINYINT",
        "INT",
        "DATE",
        "BIGINT",
        "DATETIME",
        "LARGEINT",
        "DECIMAL(9, 2)",
        "DECIMAL(38, 4)",
        "STRING",
        "VARCHAR(20)",
        "VARBINARY",
        "STRING|STRING",
        "STRING|INT|STRING",
        "VARBINARY|BOOLEAN|DECIMAL(30, 0)",
        "BIGINT|STRING|DATE",
      })
  void bytesCompareAsValues(String types) {
    Random random = new Random(types.hashCode());
    Schema schema =
        Online.schema(
            Arrays.stream(types.split("\\|")).map(DataTypes::parse).toArray(DataType[]::new));
    List<List<Object>> keys = new ArrayList<>();
    for (int i = 0; i < KEYS / schema.size(); i++) {
      keys.add(schema.columns().stream().map(column -> value(column.type(), random)).toList());
    }
    compareAll(schema, keys);
  }

  private static void compareAll(Schema schema, List<List<Object>> keys) {
    Batch batch = Online.batch(schema, keys);
    List<byte[]> bytes = new ArrayList<>();
    for (int row = 0; row < keys.size(); row++) {
      bytes.add(IndexKey.of(batch, row).after(new byte[0]));
    }
    for (int a = 0; a < keys.size(); a++) {
      for (int b = 0; b < keys.size(); b++) {
        assertThat(Integer.signum(Arrays.compareUnsigned(bytes.get(a), bytes.get(b))))
            .as("%s and %s", keys.get(a), keys.get(b))
            .isEqualTo(Integer.signum(compare(keys.get(a), keys.get(b))));
      }
    }
  }

  /** NULL first; text by its bytes. */
  @SuppressWarnings("unchecked")
  private static int compare(List<Object> a, List<Object> b) {
    for (int i = 0; i < a.size(); i++) {
      Object x = a.get(i);
      Object y = b.get(i);
      int order =
          x == null || y == null
              ? Boolean.compare(x != null, y != null)
              : x instanceof byte[] bytes
                  ? Arrays.compareUnsigned(bytes, (byte[]) y)
                  : ((Comparable<Object>) x).compareTo(y);
      if (order != 0) {
        return order;
      }
    }
    return 0;
  }

  private static Object value(DataType type, Random random) {
    if (random.nextInt(6) == 0) {
      return null;
    }
    return switch (type.layout()) {
      case BOOLEAN -> random.nextBoolean();
      case INT -> random.nextBoolean() ? random.nextInt(5) - 2 : edge(random.nextInt());
      case LONG -> random.nextBoolean() ? random.nextInt(5) - 2L : random.nextLong();
      case INT128 -> {
        BigInteger wide = new BigInteger(126, random).mod(MOST);
        BigInteger value = random.nextBoolean() ? wide : BigInteger.valueOf(random.nextInt(3));
        yield random.nextBoolean() ? value : value.negate();
      }
      default -> text(random);
    };
  }

  private static int edge(int value) {
    return value % 7 == 0 ? Integer.MIN_VALUE : value % 5 == 0 ? Integer.MAX_VALUE : value;
  }

  /** Short, and mostly of bytes that mean something in keys. */
  private static byte[] text(Random random) {
    byte[] bytes = new byte[random.nextInt(5)];
    byte[] signs = {0, 1, (byte) 0xFF, 'a', (byte) 0xFE};
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = signs[random.nextInt(signs.length)];
    }
    return bytes;
  }

  @Test
  void noKeyBeginsAnother() {
    Schema schema = Online.schema(DataType.Scalar.STRING);
    List<List<Object>> texts = List.of(List.of(""), List.of("a"), List.of("a\0"), List.of("ab"));
    Batch batch = Online.batch(schema, texts);
    List<String> keys = new ArrayList<>();
    for (int row = 0; row < texts.size(); row++) {
      byte[] key = IndexKey.of(batch, row).after(new byte[0]);
      keys.add(new String(key, StandardCharsets.ISO_8859_1));
    }
    for (String a : keys) {
      assertThat(keys.stream().filter(b -> b.startsWith(a))).containsExactly(a);
    }
  }

  @Test
  void newerTimesComeFirst() {
    long[] times = {Long.MIN_VALUE, -1, 0, 1, Long.MAX_VALUE};
    for (int i = 1; i < times.length; i++) {
      byte[] older = new byte[Long.BYTES];
      byte[] newer = new byte[Long.BYTES];
      KeyLayout.setLong(older, 0, KeyLayout.inverted(times[i - 1]));
      KeyLayout.setLong(newer, 0, KeyLayout.inverted(times[i]));
      assertThat(Arrays.compareUnsigned(newer, older)).isNegative();
      assertThat(KeyLayout.inverted(KeyLayout.longAt(newer, 0))).isEqualTo(times[i]);
    }
  }

  @Test
  void whatIsBehindAPrefixIsTheNextOne() {
    assertThat(KeyLayout.behind(new byte[] {1, 2})).containsExactly(1, 3);
    assertThat(KeyLayout.behind(new byte[] {1, (byte) 0xFF})).containsExactly(2);
  }

  @Test
  void keysAreThoseOfTheRows() {
    Schema schema = Online.schema(DataType.Scalar.STRING, DataType.Scalar.BIGINT);
    Batch batch = Rows.batch(schema, List.<Object[]>of(new Object[] {"a", 5L}));
    ByteSink out = new ByteSink();
    KeyColumns.write(batch, List.of(1, 0), 0, out);
    Schema turned = Online.schema(DataType.Scalar.BIGINT, DataType.Scalar.STRING);
    Batch key = Rows.batch(turned, List.<Object[]>of(new Object[] {5L, "a"}));
    assertThat(IndexKey.of(key, 0).after(new byte[0])).isEqualTo(Arrays.copyOf(out.data, out.size));
  }
}
