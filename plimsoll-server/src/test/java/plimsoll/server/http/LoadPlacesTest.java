package plimsoll.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import plimsoll.error.ErrorCode;
import plimsoll.error.PlimsollException;

class LoadPlacesTest {
  private final LoadPlaces places = new LoadPlaces(2);

  private int take(Runnable load) {
    return places.take(
        "demo",
        () -> {
          load.run();
          return 7;
        });
  }

  @Test
  void moreLoadsThanPlacesAreRefusedUntilOneEnds() {
    assertThat(take(() -> take(() -> assertFull()))).isEqualTo(7);
    assertThat(take(() -> take(() -> {}))).isEqualTo(7);
  }

  @Test
  void loadThatFailsGivesItsPlaceBack() {
    for (int i = 0; i < 3; i++) {
      assertThatThrownBy(
              () ->
                  take(
                      () -> {
                        throw new IllegalStateException("broken");
                      }))
          .hasMessage("broken");
    }
  }

  private void assertFull() {
    assertThatThrownBy(() -> take(() -> {}))
        .isInstanceOfSatisfying(
            PlimsollException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.TOO_MANY_LOADS));
  }
}
