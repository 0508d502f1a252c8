package plimsoll.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QueryErrorsTest {
  @ParameterizedTest
  @CsvSource({
    "Conversion Error: Could not convert string 'x' to INT32, true",
    "Out of Range Error: Overflow in addition of INT64, true",
    "Invalid Input Error: Malformed JSON, true",
    "Binder Error: Referenced column not found, false",
    "Out of Memory Error: failed to allocate, false",
    "IO Error: No space left on device, false",
    "INTERNAL Error: Attempted to access index, false",
    "INTERRUPT Error: Interrupted!, false",
    "the connection is closed, false"
  })
  void failuresOfValuesAreToldFromOthers(String message, boolean ofValues) {
    Query query = new Query("SELECT 1", List.of(), Duration.ofSeconds(1));
    QuerySettings settings = QuerySettings.of(1 << 20, 0, Path.of("spill"));
    assertThat(
            QueryErrors.isOfValues(QueryErrors.explain(new SQLException(message), query, settings)))
        .isEqualTo(ofValues);
  }
}
