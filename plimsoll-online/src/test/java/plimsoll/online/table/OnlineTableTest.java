package plimsoll.online.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import plimsoll.model.DataType;
import plimsoll.model.Schema;
import plimsoll.model.Ttl;
import plimsoll.model.Ttl.Kind;
import plimsoll.online.Online;

class OnlineTableTest {
  private static final Schema SCHEMA =
      Online.schema(
          DataType.Scalar.DOUBLE,
          DataType.Scalar.BIGINT,
          DataType.Scalar.STRING,
          DataType.Scalar.DATETIME,
          DataType.Scalar.DATE,
          DataType.Scalar.JSON);

  private static OnlineIndex index(String keys, String time) {
    List<String> names = keys == null ? List.of() : List.of(keys.split(" "));
    return OnlineIndex.declared(SCHEMA, names, time, Ttl.NONE);
  }

  @Test
  void withoutAnIndexTheFirstPossibleColumnIsTheKey() {
    OnlineTable table = Online.table(SCHEMA);
    assertThat(table.indexes())
        .containsExactly(
            new OnlineIndex(List.of(1), OnlineIndex.ARRIVAL, TimeUnit.MICROSECONDS, Ttl.NONE));
  }

  @Test
  void withoutAKeyTheFirstPossibleColumnBesideTheTimeIs() {
    assertThat(index(null, "c2").keys()).containsExactly(2);
    assertThat(index(null, "C4").keys()).containsExactly(1);
  }

  @ParameterizedTest
  @CsvSource({"c2, MILLISECONDS", "c4, MICROSECONDS", "c5, DAYS"})
  void timesHaveTheUnitOfTheirType(String time, TimeUnit unit) {
    assertThat(index("c3", time).unit()).isEqualTo(unit);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        "-     | -  | An index needs KEY = (column, ...) or TS = column.",
        "c1    | c2 | Column 'c1' is DOUBLE and cannot be KEY",
        "c6    | c2 | Column 'c6' is JSON and cannot be KEY",
        "c2    | c3 | Column 'c3' is STRING and cannot be TS",
        "c2    | c1 | Column 'c1' is DOUBLE and cannot be TS",
        "c9    | c2 | Unknown column 'c9' in INDEX (KEY = ...)",
        "c3    | cc | Unknown column 'cc' in INDEX (TS = ...)",
        "c3 c3 | c2 | Duplicate column 'c3'",
      })
  void indexThatCannotBeIsRefusedByName(String keys, String time, String message) {
    assertThatThrownBy(() -> index(keys, time)).hasMessageContaining(message);
  }

  @Test
  void tableWithoutAnyPossibleKeyIsRefused() {
    assertThatThrownBy(() -> OnlineIndex.byDefault(Online.schema(DataType.Scalar.FLOAT)))
        .hasMessageContaining("No column can be the key");
  }

  @Test
  void twoIndexesOfOneOrderAreRefused() {
    OnlineIndex a = index("c3", "c2");
    OnlineIndex b = OnlineIndex.declared(SCHEMA, List.of("c3"), "c2", Ttl.latest(3));
    assertThatThrownBy(() -> Online.table(SCHEMA, a, b))
        .hasMessageContaining("Indexes 1 and 2 of table")
        .hasMessageContaining("have the same KEY and TS");
  }

  @Test
  void timesAreCheckedAsNotNull() {
    Schema checked = Online.table(SCHEMA, index("c3", "c2"), index("c3", null)).checkedSchema();
    assertThat(checked.column(1).nullable()).isFalse();
    assertThat(checked.column(2).nullable()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    // kind, minutes, newest, old, place, expired
    "ABSOLUTE, 5, 0, true, 0, true",
    "ABSOLUTE, 5, 0, false, 9, false",
    "ABSOLUTE, 0, 0, true, 9, false",
    "LATEST, 0, 2, true, 1, false",
    "LATEST, 0, 2, false, 2, true",
    "LATEST, 0, 0, true, 99, false",
    "ABSANDLAT, 5, 2, true, 1, false",
    "ABSANDLAT, 5, 2, false, 2, false",
    "ABSANDLAT, 5, 2, true, 2, true",
    "ABSANDLAT, 0, 2, true, 2, false",
    "ABSANDLAT, 5, 0, true, 2, false",
    "ABSORLAT, 5, 2, true, 0, true",
    "ABSORLAT, 5, 2, false, 2, true",
    "ABSORLAT, 5, 2, false, 1, false",
    "ABSORLAT, 0, 2, true, 1, false",
    "ABSORLAT, 5, 0, false, 9, false",
  })
  void rowsExpireByAgeAndPlace(
      Kind kind, long minutes, int newest, boolean old, long place, boolean expired) {
    assertThat(new Ttl(kind, minutes, newest).isExpired(old, place)).isEqualTo(expired);
  }

  @Test
  void aPartOfAMinuteCountsAsAWholeOne() {
    assertThat(Ttl.absolute(61, TimeUnit.SECONDS).minutes()).isEqualTo(2);
    assertThat(Ttl.absolute(2, TimeUnit.HOURS).minutes()).isEqualTo(120);
  }

  @Test
  void limitsOfTtlAreNamed() {
    assertThatThrownBy(() -> Ttl.latest(1001))
        .hasMessageContaining("must be 0 (no expiry) to 1000");
    assertThatThrownBy(() -> Ttl.absolute(15_768_001, TimeUnit.MINUTES))
        .hasMessageContaining("to 15768000");
  }

  @ParameterizedTest
  @CsvSource({"c2, 2_400", "c4, 2_400_000", "c5, 1"})
  void rowsAreOldOnceTheyAreOlderThanTheSpan(String time, String expected) {
    Ttl minute = Ttl.absolute(1, TimeUnit.MINUTES);
    OnlineIndex index = OnlineIndex.declared(SCHEMA, List.of("c3"), time, minute);
    long now = 62_400_000; // a minute and 2.4 s
    assertThat(index.oldBefore(now)).isEqualTo(Long.parseLong(expected.replace("_", "")));
  }
}
