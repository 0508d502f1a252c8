package plimsoll.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import plimsoll.flow.Progress;
import plimsoll.model.BadValuePolicy;
import plimsoll.model.LoadCounts;
import plimsoll.pipeline.parse.CsvOptions;
import plimsoll.pipeline.read.Source;

class OutlookTest {
  private static InputForm form(CsvOptions csv, int fields) {
    List<@Nullable String> names = Collections.nCopies(fields, "c");
    return new InputForm(csv, names, List.of(), BadValuePolicy.REJECT, ZoneId.of("UTC"));
  }

  @ParameterizedTest
  @CsvSource({
    "1, ',', LF, false, 1",
    "3, ',', LF, false, 3",
    "3, ',', LF, true, 1",
    "3, '||', LF, false, 5",
    "3, '||', '###', false, 7",
    "3, '||', '###', true, 3",
    "3, ',', any, false, 3",
  })
  void shortestGoodRowHasItsSeparatorsAndItsEnd(
      int fields, String separator, String end, boolean pads, int bytes) {
    CsvOptions.Builder csv =
        CsvOptions.rfc4180().toBuilder().separator(separator.getBytes(StandardCharsets.UTF_8));
    if (pads) {
      csv.shortRows(CsvOptions.RowLength.PAD_WITH_NULL);
    }
    if (!end.equals("any")) {
      csv.recordEnd(
          CsvOptions.RecordEnd.bytes(end.replace("LF", "\n").getBytes(StandardCharsets.UTF_8)));
    }
    assertThat(form(csv.build(), fields).leastRowBytes()).isEqualTo(bytes);
  }

  /**
   * Random files, read chunk by chunk: a load is called lost only if the rule would refuse it
   * however its rest looked, and it is called lost as soon as that is so.
   */
  @Test
  void lostIsWhatNoRestOfTheFileCouldSave() {
    Random random = new Random(1);
    int lost = 0;
    for (int file = 0; file < 20_000; file++) {
      int fields = 1 + random.nextInt(4);
      double ratio = ratio(random);
      int total = 1 + random.nextInt(400);
      Outlook outlook =
          new Outlook(ratio, new Source.Extent(1, total), form(CsvOptions.rfc4180(), fields));
      Progress progress = new Progress();
      int good = 0;
      int bad = 0;
      int at = 0;
      boolean badMostly = random.nextBoolean();
      while (at < total) {
        boolean isBad = random.nextInt(10) < (badMostly ? 8 : 1);
        int length = (isBad ? 1 : fields) + random.nextInt(3);
        at += length;
        if (at > total) {
          break;
        }
        good += isBad ? 0 : 1;
        bad += isBad ? 1 : 0;
        progress.loaded(isBad ? 0 : 1);
        progress.filtered(isBad ? 1 : 0);
        progress.parsed(length);
        boolean saved = canPass(good, bad, total - at, fields, ratio);
        assertThat(outlook.lost(progress) == null)
            .as("%d good, %d bad, %d left, %d, %s", good, bad, total - at, fields, ratio)
            .isEqualTo(saved);
        lost += saved ? 0 : 1;
      }
    }
    assertThat(lost).isGreaterThan(10_000);
  }

  @Test
  void fileThatGrewMayHaveAnyNumberOfRows() {
    Outlook outlook = new Outlook(0.5, new Source.Extent(1, 100), form(CsvOptions.rfc4180(), 2));
    Progress progress = new Progress();
    progress.filtered(90);
    progress.parsed(100);
    assertThat(outlook.lost(progress)).contains("90 bad rows");
    progress.read(101, 1); // it is about to be parsed
    assertThat(outlook.lost(progress)).isNull();
  }

  private static double ratio(Random random) {
    return switch (random.nextInt(4)) {
      case 0 -> 0;
      case 1 -> 1;
      case 2 -> random.nextInt(100) / 100.0;
      default -> random.nextDouble();
    };
  }

  /** Any number of good rows that has room (OutlookOfFilesTest counts it), and a few bad ones. */
  private static boolean canPass(int good, int bad, int left, int fields, double ratio) {
    int room = (left + 1) / fields; // the last one needs no record end
    for (int more = 0; more <= room; more++) {
      for (int worse = 0; worse <= Math.max(0, Math.min(3, left - more * fields)); worse++) {
        if (new LoadCounts(good + more, bad + worse, 0, 0, 0, 0).withinRatio(ratio)) {
          return true;
        }
      }
    }
    return false;
  }

  /** Where a product with the ratio would round to the wrong side. */
  @Test
  void boundaryIsThatOfTheRule() {
    List<String> wrong = new ArrayList<>();
    for (int percent = 1; percent <= 100; percent++) {
      for (int good = 0; good <= 100; good++) {
        Progress progress = new Progress();
        progress.loaded(good);
        progress.filtered(percent);
        progress.parsed(1000);
        double ratio = percent / 100.0;
        Source.Extent extent = new Source.Extent(0, 1000);
        boolean lost =
            new Outlook(ratio, extent, form(CsvOptions.rfc4180(), 2)).lost(progress) != null;
        if (lost != (percent * 100L > (long) percent * (good + percent))) {
          wrong.add(percent + " of " + (good + percent));
        }
      }
    }
    assertThat(wrong).isEmpty();
  }
}
