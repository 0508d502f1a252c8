package plimsoll.error;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearestTest {
  private static final List<String> KNOWN =
      List.of("delay", "distance", "vic", "y", "origin", "destination");

  @ParameterizedTest
  @CsvSource({
    "delai, delay",
    "DELAY, delay",
    "dealy, delay",
    "distence, distance",
    "orign, origin",
    "destinatoin, destination",
    "xyz, ''",
    "d, ''",
    "x, ''",
    "Y, y",
    "nix, ''",
    "vik, vic",
    "vci, vic",
    "vi, ''"
  })
  void findsWhatWasMeant(String written, String meant) {
    assertThat(Nearest.find(written, KNOWN).orElse("")).isEqualTo(meant);
  }
}
