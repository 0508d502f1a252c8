package plimsoll.convert;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import plimsoll.model.DataType.Scalar;
import plimsoll.model.Vector;

/** Times that say where they are become times of the load's zone, whatever the JVM's. */
class TimeZonesTest {
  private static String read(String text, String zone, Conversions rules) {
    ValueReader reader =
        ValueReaders.forType(Scalar.DATETIME, rules, TimeZones.parse(zone).orElseThrow());
    Vector vector = Vector.allocate(Scalar.DATETIME, 1);
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return reader.read(bytes, 0, bytes.length, vector, 0)
        ? Values.text(vector, Scalar.DATETIME, 0)
        : "BAD";
  }

  @ParameterizedTest
  @CsvSource({
    "2020-01-01 00:00:00, Asia/Shanghai, 2020-01-01T00:00",
    "2020-01-01 00:00:00Z, Asia/Shanghai, 2020-01-01T08:00",
    "2020-01-01 00:00:00+08:00, Asia/Shanghai, 2020-01-01T00:00",
    "2020-01-01 00:00:00+08:00, CST, 2020-01-01T00:00",
    "2020-01-01 00:00:00Z, +05:30, 2020-01-01T05:30",
    "2020-01-01 00:00:00Z, -8:00, 2019-12-31T16:00",
    "2020-03-29T00:59:59Z, Europe/Berlin, 2020-03-29T01:59:59",
    "2020-03-29T01:00:00Z, Europe/Berlin, 2020-03-29T03:00",
    "2020-10-25T00:30:00Z, Europe/Berlin, 2020-10-25T02:30",
    "2020-10-25T01:30:00Z, Europe/Berlin, 2020-10-25T02:30",
    "9999-12-31 23:59:59Z, +08:00, BAD",
    "0000-01-01 00:00:00Z, -08:00, BAD",
  })
  void instantsBecomeLocalTimes(String text, String zone, String expected) {
    assertThat(read(text, zone, Conversions.STARROCKS)).isEqualTo(expected);
  }

  @Test
  void millisecondsAreInstantsToo() {
    assertThat(read("0", "Asia/Tokyo", Conversions.OPENMLDB_CLUSTER)).isEqualTo("1970-01-01T09:00");
  }

  @Test
  void anyOrderOfInstantsGivesWhatJavaTimeGives() {
    Random random = new Random(4);
    for (String zone : List.of("America/New_York", "Asia/Kathmandu", "Australia/Lord_Howe")) {
      ValueReader reader =
          ValueReaders.forType(Scalar.DATETIME, Conversions.STARROCKS, ZoneId.of(zone));
      Vector vector = Vector.allocate(Scalar.DATETIME, 1);
      for (int i = 0; i < 5_000; i++) {
        Instant instant = Instant.ofEpochSecond((long) (random.nextDouble() * 4_000_000_000L));
        byte[] text = instant.toString().getBytes(StandardCharsets.UTF_8);
        assertThat(reader.read(text, 0, text.length, vector, 0)).isTrue();
        assertThat(Values.text(vector, Scalar.DATETIME, 0))
            .isEqualTo(LocalDateTime.ofInstant(instant, ZoneId.of(zone)).toString());
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Asia/Nowhere", "+15:00", "-13:00", "+08:60", "8"})
  void whatNamesNoZoneIsNone(String text) {
    assertThat(TimeZones.parse(text)).isEmpty();
  }
}
