package plimsoll.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every input that fuzzing kept, and every past finding, again: a normal test without Jazzer. */
class CorpusTest {
  @ParameterizedTest
  @EnumSource(Target.class)
  void everyKeptInputIsTakenOrRefused(Target target) throws IOException {
    List<Path> files = Corpus.files(Corpus.directory(target));
    assertThat(files).as("the corpus of " + target.directory()).isNotEmpty();
    for (Path file : files) {
      run(target, file);
    }
  }

  @ParameterizedTest
  @EnumSource(Target.class)
  void noPastFindingIsOneAgain(Target target) throws IOException {
    for (Path file : Corpus.files(Corpus.findings(target))) {
      run(target, file);
    }
  }

  @ParameterizedTest
  @EnumSource(Target.class)
  void everySeedIsTakenOrRefused(Target target) {
    List<byte[]> seeds = new ArrayList<>(target.seeds());
    seeds.add(new byte[0]);
    for (byte[] seed : seeds) {
      assertThatCode(() -> target.run(seed)).doesNotThrowAnyException();
    }
  }

  private static void run(Target target, Path file) throws IOException {
    byte[] input = Files.readAllBytes(file);
    assertThatCode(() -> target.run(input)).as(file.toString()).doesNotThrowAnyException();
  }
}
