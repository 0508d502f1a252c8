package plimsoll.cli.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import plimsoll.server.http.SqlDesk;

class ServerAnswerTest {
  @Test
  void readsColumnsRowsAndStatistics() {
    SqlDesk.Answer answer =
        answer(
            """
            {"connectionId":1}
            {"meta":[{"name":"a","type":"BIGINT"},{"name":"b","type":"DECIMAL(4, 2)"}]}
            {"data":[9223372036854775807,0.10]}
            {"data":[null,null]}
            {"statistics":{"scanRows":5,"scanBytes":7,"returnRows":2}}
            """);
    assertThat(answer.columns()).extracting(SqlDesk.Column::name).containsExactly("a", "b");
    assertThat(answer.next()).isEqualTo(Arrays.asList(Long.MAX_VALUE, new BigDecimal("0.10")));
    assertThat(answer.next()).isEqualTo(Arrays.asList(null, null));
    assertThat(answer.next()).isNull();
    assertThat(answer.scanRows()).isEqualTo(5);
  }

  @Test
  void bytesAndFloatingNumbersGetTheirTypeBack() {
    SqlDesk.Answer answer =
        answer(
            """
            {"connectionId":1}
            {"meta":[{"name":"a","type":"DOUBLE"},{"name":"b","type":"VARBINARY"}]}
            {"data":[1.5,"AP8="]}
            """);
    var row = answer.next();
    assertThat(row).isNotNull();
    assertThat(row.get(0)).isEqualTo(1.5);
    assertThat((byte[]) row.get(1)).containsExactly(0, -1);
  }

  @Test
  void failureAfterTheFirstRowIsNotTheEnd() {
    SqlDesk.Answer answer =
        answer(
            """
            {"meta":[{"name":"a","type":"INT"}]}
            {"data":[1]}
            {"data":[2]}
            {"status":"FAILED","msg":"it broke"}
            """);
    assertThat(answer.next()).isNotNull();
    assertThatThrownBy(answer::next).hasMessage("it broke");
  }

  private static SqlDesk.Answer answer(String text) {
    return ServerAnswer.of(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
  }
}
