package plimsoll.fuzz;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** What can be fuzzed. A target takes any bytes, and throws only for a finding. */
@SuppressWarnings("ImmutableEnumChecker") // its functions hold nothing
enum Target {
  PACKETS(PacketsTarget.class, PacketsTarget::fuzzerTestOneInput, Seeds::packets, 400),
  STATEMENTS(StatementsTarget.class, StatementsTarget::fuzzerTestOneInput, Seeds::statements, 256),
  QUERIES(QueriesTarget.class, QueriesTarget::fuzzerTestOneInput, Seeds::queries, 256),
  CSV(CsvTarget.class, CsvTarget::fuzzerTestOneInput, Seeds::csv, 256),
  CONVERSIONS(
      ConversionsTarget.class, ConversionsTarget::fuzzerTestOneInput, Seeds::conversions, 48);

  private final Class<?> type;
  private final Consumer<byte[]> run;
  private final Supplier<List<byte[]>> seeds;
  private final int longest;

  Target(Class<?> type, Consumer<byte[]> run, Supplier<List<byte[]>> seeds, int longest) {
    this.type = type;
    this.run = run;
    this.seeds = seeds;
    this.longest = longest;
  }

  /** As people name it, and its directories. */
  String directory() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Optional<Target> of(String name) {
    return Arrays.stream(values()).filter(target -> target.directory().equals(name)).findFirst();
  }

  /** The class that Jazzer calls. */
  Class<?> type() {
    return type;
  }

  /**
   * Whether comparisons are told to the fuzzer, which takes half the time: not where the seeds show
   * all words of a language, or the bytes that matter.
   */
  boolean isTraced() {
    return this == PACKETS || this == CONVERSIONS;
  }

  /** Runs it once. */
  void run(byte[] input) {
    run.accept(input);
  }

  /** Inputs to begin with. */
  List<byte[]> seeds() {
    return seeds.get();
  }

  /** Bytes of the longest input that is worth its time. */
  int longest() {
    return longest;
  }
}
