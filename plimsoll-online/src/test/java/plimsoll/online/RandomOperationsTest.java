package plimsoll.online;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import plimsoll.model.Ttl;
import plimsoll.model.Ttl.Kind;
import plimsoll.online.store.OnlineStore;
import plimsoll.online.store.Published;
import plimsoll.online.table.OnlineIndex;
import plimsoll.online.table.OnlineTable;
import plimsoll.online.write.StagedLoad;

/** Whatever is done to the store, it shows what the slow model shows. */
class RandomOperationsTest {
  private static final int SEQUENCES = Integer.getInteger("plimsoll.online.sequences", 36);
  private static final int OPERATIONS = 40;
  private static final long MINUTE = 60_000_000L;
  private static final String[] TEXTS = {null, "", "a", "a\0", "a\0b", "b"};
  private static final Integer[] NUMBERS = {null, -1, 0, 7};

  @TempDir Path directory;

  private Random random;
  private Online online;
  private OnlineTable table;
  private OnlineModel model;
  private long now;
  private long commit;
  private StagedLoad last;

  static IntStream seeds() {
    return IntStream.range(0, SEQUENCES);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void storeShowsWhatTheModelShows(int seed) throws IOException {
    random = new Random(seed);
    table = tables().get(seed % tables().size());
    model = new OnlineModel(table);
    now = 1_000_000 * MINUTE;
    OnlineStore.Sizes sizes =
        new OnlineStore.Sizes(
            random.nextBoolean() ? 1 : 1 << 20,
            random.nextBoolean() ? 0 : 1 << 20,
            1 + random.nextInt(9));
    online = new Online(directory, sizes);
    try {
      for (int i = 0; i < OPERATIONS; i++) {
        now += random.nextInt(3) * MINUTE;
        operate();
        compare();
      }
    } finally {
      online.close();
    }
  }

  private static List<OnlineTable> tables() {
    return List.of(
        table(index("c1", "c3", Ttl.NONE)),
        table(),
        table(
            index("c1", "c3", new Ttl(Kind.ABSOLUTE, 10, 0)),
            index("c2,c1", "c3", Ttl.latest(2)),
            index("c2", null, new Ttl(Kind.ABSORLAT, 12, 3))),
        table(index("c1", "c3", new Ttl(Kind.ABSANDLAT, 8, 2)), index("c2", "c3", Ttl.latest(3))),
        table(index("c1", null, Ttl.latest(2)), index("c2", null, Ttl.NONE)),
        table(index("c2,c1", "c3", new Ttl(Kind.ABSORLAT, 15, 4))));
  }

  private static OnlineTable table(OnlineIndex... indexes) {
    return Online.table(Online.SCHEMA, indexes);
  }

  private static OnlineIndex index(String keys, String time, Ttl ttl) {
    return OnlineIndex.declared(Online.SCHEMA, List.of(keys.split(",")), time, ttl);
  }

  private void operate() throws IOException {
    switch (random.nextInt(12)) {
      case 0, 1, 2, 3 -> publish();
      case 4, 5 -> publishAgain();
      case 6, 7, 8 -> delete();
      case 9 -> maintain();
      case 10 -> online.reopen();
      default -> {
        if (random.nextInt(6) == 0) {
          commit++;
          online.store.truncate(commit, table.id());
          model.truncate(commit);
        }
      }
    }
  }

  private void maintain() throws IOException {
    online.store.reclaim(table, now);
    online.store.reclaimDropped();
    if (random.nextBoolean()) {
      online.store.settled(commit);
    }
  }

  private void publish() throws IOException {
    boolean putIfAbsent = random.nextBoolean();
    List<List<Object>> rows = new ArrayList<>();
    int count = random.nextInt(12);
    for (int i = 0; i < count; i++) {
      rows.add(row());
    }
    int workers = 1 + random.nextInt(3);
    StagedLoad staged = online.stage(table, rows, workers, now, putIfAbsent);
    if (random.nextInt(6) == 0) {
      commit++; // the table is truncated between staging and publishing
      online.store.truncate(commit, table.id());
      model.truncate(commit);
    }
    commit++;
    StagedLoad parsed = StagedLoad.parse(table, staged.text());
    assertThat(parsed).isEqualTo(staged);
    Published published = online.store.publish(commit, List.of(parsed));
    assertThat(List.of(published.added(), published.present()))
        .isEqualTo(model.publish(commit, rows, now, putIfAbsent));
    if (last != null) {
      online.store.discard(last);
    }
    last = staged;
  }

  private List<Object> row() {
    long time = now / 1000 - random.nextInt(20) * 60_000L;
    return Arrays.asList(
        TEXTS[random.nextInt(TEXTS.length)],
        NUMBERS[random.nextInt(NUMBERS.length)],
        time,
        "text " + random.nextInt(2));
  }

  private void publishAgain() throws IOException {
    if (last != null && online.store.isApplied(commit)) {
      assertThat(online.store.publish(commit, List.of(last)).isRepeated()).isTrue();
    }
  }

  private void delete() throws IOException {
    int index = random.nextInt(table.indexes().size());
    List<Object> key = random.nextInt(4) == 0 ? null : key(index);
    long from = random.nextInt(3) == 0 ? Long.MIN_VALUE : time(index);
    long to = random.nextInt(3) == 0 ? Long.MAX_VALUE : time(index);
    commit++;
    long deleted =
        online.store.delete(
            commit,
            table,
            index,
            key == null ? null : Online.key(table, index, key),
            from,
            to,
            now);
    assertThat(deleted).isEqualTo(model.delete(commit, index, key, from, to, now));
    last = null;
  }

  private List<Object> key(int index) {
    List<Object> row = row();
    List<Object> key = new ArrayList<>();
    table.indexes().get(index).keys().forEach(column -> key.add(row.get(column)));
    return key;
  }

  private long time(int index) {
    long back = random.nextInt(20) * MINUTE;
    return (now - back) / table.indexes().get(index).unit().toMicros(1);
  }

  private void compare() throws IOException {
    for (int index = 0; index < table.indexes().size(); index++) {
      List<Object> key = key(index);
      long from = random.nextBoolean() ? Long.MIN_VALUE : time(index);
      long to = random.nextBoolean() ? Long.MAX_VALUE : time(index);
      assertThat(online.read(table, index, key, from, to, now))
          .isEqualTo(model.read(index, key, from, to, now));
      assertThat(sorted(online.read(table, index, null, from, to, now)))
          .isEqualTo(sorted(model.read(index, null, from, to, now)));
    }
  }

  private static List<List<Object>> sorted(List<List<Object>> rows) {
    return rows.stream().sorted(Comparator.comparing(Object::toString)).toList();
  }
}
