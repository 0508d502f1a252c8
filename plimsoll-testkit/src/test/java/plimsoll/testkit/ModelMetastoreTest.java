package plimsoll.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import plimsoll.commit.Metastore;
import plimsoll.error.ErrorCode;
import plimsoll.error.PlimsollException;
import plimsoll.model.Label;
import plimsoll.model.TableName;
import plimsoll.testkit.ModelMetastore.Step;

class ModelMetastoreTest extends MetastoreContract {
  private final ModelMetastore model = new ModelMetastore();

  @Override
  protected Metastore open() {
    return model;
  }

  @Override
  protected Metastore reopen(Metastore open) {
    open.close();
    return open;
  }

  @Override
  protected void movePointerFromOutside(TableName name, String location) {
    model.movePointerFromOutside(name, location);
  }

  @Test
  void callThatFailsBeforeDidNothing() {
    model.createDatabase("demo", Map.of());
    model.failNext("commit", Step.BEFORE, ErrorCode.METASTORE_FAILED.with("a test says so"));
    assertThatThrownBy(() -> model.commit(List.of(), List.of(Samples.load(1, "demo", "l"))))
        .isInstanceOf(PlimsollException.class)
        .hasMessage("The metastore failed: a test says so.");
    assertThat(model.load("demo", Label.given("l"))).isEmpty();
    model.commit(List.of(), List.of(Samples.load(1, "demo", "l")));
  }

  @Test
  void unknownOutcomeMayHideEither() {
    model.createDatabase("demo", Map.of());
    for (Step step : Step.values()) {
      model.failNext("commit", step, new Metastore.UnknownOutcomeException(new Exception("cut")));
      int id = step == Step.BEFORE ? 1 : 2;
      assertThatThrownBy(() -> model.commit(List.of(), List.of(Samples.load(id, "demo", "l" + id))))
          .isInstanceOf(Metastore.UnknownOutcomeException.class);
      assertThat(model.load("demo", Label.given("l" + id)).isPresent())
          .isEqualTo(step == Step.AFTER);
    }
  }

  @Test
  void everyChangeIsWatched() {
    List<String> seen = new ArrayList<>();
    model.watch((call, step) -> seen.add(call + " " + step));
    model.createDatabase("demo", Map.of());
    model.databases();
    model.openEpoch();
    assertThat(seen)
        .containsExactly(
            "createDatabase BEFORE", "createDatabase AFTER", "openEpoch BEFORE", "openEpoch AFTER");
  }
}
