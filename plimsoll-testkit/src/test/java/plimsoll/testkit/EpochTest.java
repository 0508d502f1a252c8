package plimsoll.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import plimsoll.commit.Epoch;
import plimsoll.model.Table;

class EpochTest {
  private final ModelMetastore metastore = new ModelMetastore();

  @Test
  void idsOfALifeBeginWithItsNumber() {
    Epoch epoch = new Epoch(metastore);
    assertThat(epoch.isOpen()).isFalse();
    long id = epoch.nextLoadId();
    assertThat(id).isEqualTo(epoch.number() << 32 | 1);
    assertThat(epoch.fileTag(id)).isEqualTo(epoch.number() + "-1");
    assertThat(new Epoch(metastore).nextLoadId()).isGreaterThan(id + 1);
  }

  @Test
  void lifeOfMoreLoadsThanANumberHasGoesOnWithTheNext() {
    Epoch epoch = new Epoch(metastore, 2);
    List<Long> ids = LongStream.range(0, 5).mapToObj(i -> epoch.nextLoadId()).toList();
    assertThat(ids).isSorted().doesNotHaveDuplicates();
    assertThat(ids.stream().map(epoch::fileTag)).containsExactly("1-1", "1-2", "2-1", "2-2", "3-1");
    assertThat(epoch.number()).isEqualTo(3);
  }

  @Test
  void noIdIsGivenTwiceWhileTheNumberChanges() {
    Epoch epoch = new Epoch(metastore, 3);
    Set<Long> ids = ConcurrentHashMap.newKeySet();
    IntStream.range(0, 1000).parallel().forEach(i -> ids.add(epoch.nextLoadId()));
    assertThat(ids).hasSize(1000);
    assertThat(ids).allMatch(id -> (id & 0xffff_ffffL) >= 1 && (id & 0xffff_ffffL) <= 3);
  }

  @Test
  void cleanEndForgetsTheTouchesOfAllItsNumbers() {
    Table table = Samples.table("demo", "t");
    Epoch epoch = new Epoch(metastore, 1);
    for (int i = 0; i < 3; i++) {
      epoch.nextLoadId();
      epoch.touch(table);
    }
    assertThat(metastore.touchedBefore(Long.MAX_VALUE)).hasSize(3);
    epoch.closeCleanly(new ModelStore());
    assertThat(metastore.touchedBefore(Long.MAX_VALUE)).isEmpty();
  }
}
