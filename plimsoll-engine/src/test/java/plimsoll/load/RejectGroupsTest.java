package plimsoll.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import org.junit.jupiter.api.Test;
import plimsoll.error.ErrorCode;
import plimsoll.flow.Progress;
import plimsoll.flow.RejectLog.ChunkRejects;
import plimsoll.flow.RowBytes;
import plimsoll.model.Fault;
import plimsoll.model.RejectedRow;

class RejectGroupsTest {
  private final RejectGroups groups = new RejectGroups(new Progress());

  private static void reject(ChunkRejects chunk, long line, String column) {
    Fault fault = new Fault(ErrorCode.BAD_VALUE, "why", column, "v");
    chunk.reject(line, 0, fault, new RowBytes(new byte[0], 0, 0));
  }

  /** Rows of one kind must not take the room of another. */
  @Test
  void everyGroupHasItsFirstRows() {
    ChunkRejects second = groups.chunk(1, "f", false);
    for (int row = 0; row < 5000; row++) {
      reject(second, row, "often");
    }
    reject(second, 5000, "rare");
    second.close(5001);
    ChunkRejects first = groups.chunk(0, "f", true);
    reject(first, 7, "often");
    first.close(10);
    assertThat(groups.groups())
        .extracting(RejectGroup::column, RejectGroup::count, group -> group.first().size())
        .containsExactly(tuple("often", 5001L, RejectGroups.MOST_FIRST), tuple("rare", 1L, 1));
    assertThat(groups.groups().get(0).first())
        .extracting(RejectedRow::line)
        .startsWith(8L, 11L, 12L);
    assertThat(groups.groups().get(1).first().get(0).line()).isEqualTo(5011);
  }
}
