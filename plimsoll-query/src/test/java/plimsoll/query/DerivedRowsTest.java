package plimsoll.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import plimsoll.error.ErrorCode;
import plimsoll.error.PlimsollException;
import plimsoll.flow.BatchSource;
import plimsoll.flow.Progress;
import plimsoll.flow.RejectLog;
import plimsoll.model.BadValuePolicy;
import plimsoll.model.Batch;
import plimsoll.model.Column;
import plimsoll.model.DataType;
import plimsoll.model.DataType.Scalar;
import plimsoll.model.Fault;
import plimsoll.model.RejectedRow;
import plimsoll.model.Schema;
import plimsoll.model.Vector;

class DerivedRowsTest {
  private static final Schema TABLE =
      new Schema(
          List.of(
              Column.of(1, "id", Scalar.INT),
              Column.of(2, "twice", Scalar.TINYINT),
              Column.of(3, "name", Scalar.STRING).required()));
  private static final Schema INPUT =
      new Schema(
          List.of(
              Column.of(1, "id", Scalar.INT),
              Column.of(2, "twice", Scalar.TINYINT),
              Column.of(3, "name", Scalar.STRING),
              Column.of(4, "@x", Scalar.STRING)));
  private static final RejectLog NOBODY =
      new RejectLog() {
        @Override
        public ChunkRejects chunk(int ordinal, String input, boolean firstOfInput) {
          throw new AssertionError("there are no chunks");
        }

        @Override
        public void add(RejectedRow row) {
          throw new AssertionError("rows are rejected by their source");
        }
      };

  @TempDir private Path directory;
  private QueryFixture fixture;
  private final Progress progress = new Progress();
  private final CountDownLatch given = new CountDownLatch(1); // for the first batch
  private final Map<Integer, String> rejected = new TreeMap<>();
  private final List<String> columns = new ArrayList<>(); // of what was rejected

  @BeforeEach
  void open() {
    fixture = new QueryFixture(directory);
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  /**
   * {@code id} counts from 0, {@code @x} are given texts, {@code s} if it is there is {@link
   * #structure}; the others are not there.
   */
  private final class Texts implements BatchSource {
    private final Schema input;
    private final List<String> texts;

    Texts(Schema input, List<String> texts) {
      this.input = input;
      this.texts = texts;
    }

    @Override
    public String describe() {
      return "texts";
    }

    @Override
    public long totalBytes() {
      return -1;
    }

    @Override
    public int maxWorkers() {
      return 3;
    }

    @Override
    public boolean[] columnsPresent() {
      return new boolean[] {true, false, false, true};
    }

    @Override
    public String digest() {
      return "d";
    }

    @Override
    public void close() {}

    @Override
    public Reader newReader(RejectLog rejects, Progress unused) {
      return new Reader() {
        private final Batch batch = Batch.allocate(input);
        private int done;

        @Override
        public Batch next() {
          batch.clear();
          int rows = Math.min(batch.capacity(), texts.size() - done);
          Vector.Ints ids = (Vector.Ints) batch.column(0);
          Vector.Bytes xs = (Vector.Bytes) batch.column(input.indexOf("@x"));
          int structs = input.indexOf("s");
          for (int row = 0; row < rows; row++) {
            ids.values[row] = done + row;
            if (structs >= 0) {
              structure(batch.column(structs), row, done + row);
            }
            if (texts.get(done + row).equals("NULL")) {
              ids.setNull(row);
              xs.setNull(row);
              continue;
            }
            byte[] text = texts.get(done + row).getBytes(StandardCharsets.UTF_8);
            System.arraycopy(text, 0, xs.reserve(text.length), xs.used(), text.length);
            xs.append(row, text.length);
          }
          batch.rows(rows, IntStream.range(0, rows).map(row -> 2 * row).toArray());
          done += rows;
          given.countDown();
          return batch;
        }

        @Override
        public void reject(int record, Fault fault) {
          rejected.put(done - batch.rows() + record / 2, fault.reason());
          columns.add(fault.column());
        }

        @Override
        public void close() {}
      };
    }
  }

  private static final DataType STRUCT =
      struct(
          new DataType.Part(2, "a", Scalar.INT),
          new DataType.Part(3, "in", struct(new DataType.Part(4, "b", Scalar.INT))));

  private static DataType struct(DataType.Part... fields) {
    return new DataType.Struct(List.of(fields));
  }

  /** A struct of a number and a struct of that number, with NULLs at every depth. */
  private static void structure(Vector vector, int row, int number) {
    if (number % 7 == 3) {
      vector.setNull(row);
    }
    List<Vector> outer = ((Vector.Structs) vector).fields();
    List<Vector> inner = ((Vector.Structs) outer.get(1)).fields();
    ((Vector.Ints) outer.get(0)).values[row] = number;
    ((Vector.Ints) inner.get(0)).values[row] = number;
    if (number % 2 == 1) {
      outer.get(0).setNull(row);
    }
    if (number % 5 == 1) {
      outer.get(1).setNull(row);
    }
    if (number % 3 == 1) {
      inner.get(0).setNull(row);
    }
  }

  /** The values are those of {@code twice} and {@code name}. */
  private DerivedRows rows(List<String> texts, List<String> values, BadValuePolicy badValues) {
    InsertTarget target = new InsertTarget(TABLE, List.of(1, 2), badValues);
    Derivation derivation = new Derivation(INPUT, List.of(0, 3), values, target);
    return new DerivedRows(
        fixture.engine, new Texts(INPUT, texts), derivation, Duration.ofSeconds(30));
  }

  private List<String> printed(List<String> texts, List<String> values, BadValuePolicy badValues)
      throws IOException {
    List<String> printed = new ArrayList<>();
    try (BatchSource rows = rows(texts, values, badValues);
        BatchSource.Reader reader = rows.newReader(NOBODY, progress)) {
      for (Batch batch = reader.next(); batch.rows() > 0; batch = reader.next()) {
        for (int row = 0; row < batch.rows(); row++) {
          printed.add(VectorValues.row(TABLE, batch, row));
        }
      }
    }
    assertThat(fixture.engine.isIdle()).isTrue();
    return printed;
  }

  private static final List<String> NAMES = List.of("\"@x\"", "upper(\"@x\")");

  private static List<String> numbers(int count) {
    return IntStream.range(0, count).mapToObj(i -> Integer.toString(i % 100)).toList();
  }

  @Test
  void computedColumnsStandBesideThoseThatWereRead() throws Exception {
    List<String> sql = List.of("id * 2", "'n' || \"@x\"");
    assertThat(printed(List.of("a", "b"), sql, BadValuePolicy.REJECT))
        .containsExactly("(0, 0, 'na')", "(1, 2, 'nb')");
    assertThat(rows(List.of(), sql, BadValuePolicy.REJECT).columnsPresent())
        .containsExactly(true, true, true);
  }

  @Test
  void manyBatchesKeepTheirOrder() throws Exception {
    List<String> printed = printed(numbers(10_000), NAMES, BadValuePolicy.REJECT);
    assertThat(printed).hasSize(10_000).startsWith("(0, 0, '0')").endsWith("(9999, 99, '99')");
    assertThat(printed.get(5_000)).isEqualTo("(5000, 0, '0')");
  }

  @Test
  void valueThatDoesNotFitMakesItsRowBadByItsOwnNumber() throws Exception {
    List<String> texts = new ArrayList<>(numbers(5_000));
    texts.set(4_500, "1000");
    assertThat(printed(texts, NAMES, BadValuePolicy.REJECT)).hasSize(4_999);
    assertThat(rejected)
        .containsExactly(
            entry(4_500, "Value '1000' is out of range. The type of 'twice' is TINYINT"));
  }

  @Test
  void valueThatDoesNotFitBecomesNullIfSoAsked() throws Exception {
    assertThat(printed(List.of("1", "x", "3"), NAMES, BadValuePolicy.NULLIFY))
        .containsExactly("(0, 1, '1')", "(1, NULL, 'X')", "(2, 3, '3')");
    assertThat(rejected).isEmpty();
    assertThat(progress.lenience().nulled()).containsExactly(entry("twice", 1L));
  }

  @Test
  void rowWhoseComputationFailsIsFoundAmongTheOthers() throws Exception {
    List<String> texts = new ArrayList<>(numbers(5_000));
    texts.set(17, "x");
    texts.set(4_999, "y");
    List<String> sql = List.of(NUMBER, "'n'");
    List<String> printed = printed(texts, sql, BadValuePolicy.REJECT);
    assertThat(printed).hasSize(4_998).endsWith("(4998, 98, 'n')");
    assertThat(rejected).containsOnlyKeys(17, 4_999);
    assertThat(rejected.get(17)).contains("'x'").doesNotContain("LINE");
  }

  private static final String NUMBER = "CAST(\"@x\" AS INTEGER) % 100";

  @Test
  void rowsAtFaultAreFoundWhereTryingIsNotPossible() throws Exception {
    List<String> texts = new ArrayList<>(numbers(5_000));
    texts.set(17, "x");
    texts.set(4_998, "y");
    texts.set(4_999, "y");
    for (List<String> sql :
        List.of(
            List.of(NUMBER, "'n' || floor(random())"),
            List.of(NUMBER + " + floor(random())", "'n' || floor(random())"))) {
      rejected.clear();
      assertThat(printed(texts, sql, BadValuePolicy.REJECT)).hasSize(4_997);
      assertThat(rejected).containsOnlyKeys(17, 4_998, 4_999);
      assertThat(rejected.get(4_998)).contains("'y'");
    }
  }

  @Test
  void columnAtFaultIsNamedWhereTryingIsNotPossible() throws Exception {
    List<String> sql = List.of("id", "CAST(\"@x\" AS INTEGER) + floor(random())");
    assertThat(printed(List.of("1", "x"), sql, BadValuePolicy.REJECT)).hasSize(1);
    assertThat(columns).containsExactly("name");
    assertThat(rejected.get(1)).contains("'x'");
  }

  @Test
  void rowsAtFaultAreToldInOrderWhateverIsWrongWithThem() throws Exception {
    List<String> texts = new ArrayList<>(numbers(100));
    texts.set(3, "1000"); // does not fit
    texts.set(4, "x");
    texts.set(5, "2000");
    List<String> told = new ArrayList<>();
    printed(texts, List.of("CAST(\"@x\" AS INTEGER)", "'n'"), BadValuePolicy.REJECT);
    rejected.forEach((row, reason) -> told.add(row + ": " + reason));
    assertThat(told).hasSize(3);
    assertThat(told.get(0)).startsWith("3: Value '1000' is out of range");
    assertThat(told.get(1)).startsWith("4: ").contains("'x'");
    assertThat(told.get(2)).startsWith("5: Value '2000' is out of range");
  }

  @Test
  void valuesThatAreNullAreNoFailures() throws Exception {
    List<String> texts = List.of("1", "NULL", "x", "4");
    assertThat(printed(texts, List.of(NUMBER, "'n'"), BadValuePolicy.REJECT))
        .containsExactly("(0, 1, 'n')", "(NULL, NULL, 'n')", "(3, 4, 'n')");
    assertThat(rejected).containsOnlyKeys(2);
  }

  @Test
  void triedValuesAreThoseOfARowAlone() throws Exception {
    List<String> texts = new ArrayList<>(numbers(5_000));
    for (int row : new int[] {2_100, 2_101, 2_102, 3_000, 4_095, 4_096, 4_999}) {
      texts.set(row, "x");
    }
    texts.set(2_500, "NULL");
    String some = "CASE WHEN id % 3 = 0 THEN CAST(\"@x\" AS INTEGER) ELSE id % 100 END";
    String other = "coalesce(CAST(\"@x\" AS INTEGER), 7)";
    printed(texts, List.of(some, other), BadValuePolicy.REJECT);
    assertThat(rejected).containsOnlyKeys(2_100, 2_101, 2_102, 3_000, 4_095, 4_096, 4_999);
    rejected.clear();
    List<String> expected = new ArrayList<>();
    for (int row = 0; row < 5_000; row++) {
      boolean isNull = row == 2_500;
      boolean fails = row % 3 == 0 && texts.get(row).equals("x");
      if (!fails) {
        String value = isNull ? "NULL" : Integer.toString(row % 100);
        expected.add("(" + (isNull ? "NULL" : row) + ", " + value + ", 'n')");
      }
    }
    assertThat(printed(texts, List.of(some, "'n'"), BadValuePolicy.REJECT)).isEqualTo(expected);
    assertThat(rejected).containsOnlyKeys(2_100, 3_000, 4_095);
    rejected.clear();
    assertThat(printed(texts, List.of("1", other), BadValuePolicy.REJECT))
        .hasSize(4_993)
        .contains("(NULL, 1, '7')", "(2103, 1, '3')", "(4998, 1, '98')");
  }

  @Test
  void ofTwoValuesThatFailTheFirstIsNamed() throws Exception {
    List<String> texts = new ArrayList<>(numbers(3_000));
    texts.set(2_100, "a");
    texts.set(2_101, "b");
    texts.set(2_102, "c");
    List<String> sql =
        List.of(
            "CASE WHEN \"@x\" = 'b' THEN 1 ELSE CAST(\"@x\" AS INTEGER) END",
            "CASE WHEN \"@x\" = 'a' THEN 'n' ELSE CAST(CAST(\"@x\" AS DOUBLE) AS VARCHAR) END");
    assertThat(printed(texts, sql, BadValuePolicy.REJECT)).hasSize(2_997);
    assertThat(rejected).containsOnlyKeys(2_100, 2_101, 2_102);
    assertThat(columns).containsExactly("twice", "name", "twice");
    assertThat(rejected.get(2_100)).contains("'a'").contains("INT");
    assertThat(rejected.get(2_101)).contains("'b'").contains("DOUBLE");
    assertThat(rejected.get(2_102)).contains("'c'").contains("INT");
  }

  @Test
  void ofVeryManyRowsAtFaultOnlyTheFirstSayWhy() throws Exception {
    List<String> texts = IntStream.range(0, 6_000).mapToObj(i -> "x" + i).toList();
    assertThat(printed(texts, List.of(NUMBER, "'n'"), BadValuePolicy.REJECT)).isEmpty();
    assertThat(rejected).hasSize(6_000);
    assertThat(rejected.get(99)).contains("'x99'");
    assertThat(rejected.get(100))
        .isEqualTo("The expression that SET gives 'twice' fails for this row.");
  }

  @Test
  void queryThatCannotRunAtAllIsToldBeforeARowIsRead() throws Exception {
    try (BatchSource rows = rows(numbers(1), List.of("nope(id)", "'n'"), BadValuePolicy.REJECT)) {
      assertThatThrownBy(() -> rows.newReader(NOBODY, progress))
          .isInstanceOf(PlimsollException.class)
          .hasMessageContaining("nope");
    }
    assertThat(fixture.engine.isIdle()).isTrue();
  }

  @Test
  void longValuesComeInSmallBatchesWithoutLosingARow() throws Exception {
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      texts.add(i % 3 == 1 ? "NULL" : Integer.toString(i % 100));
    }
    List<String> sql = List.of("\"@x\"", "repeat(coalesce(\"@x\", '-'), 500000)");
    int count = 0;
    int batches = 0;
    try (BatchSource rows = rows(texts, sql, BadValuePolicy.REJECT);
        BatchSource.Reader reader = rows.newReader(NOBODY, progress)) {
      for (Batch batch = reader.next(); batch.rows() > 0; batch = reader.next()) {
        assertThat(reader.bufferedBytes()).isLessThan(64 << 20);
        for (int row = 0; row < batch.rows(); row++, count++) {
          String text = texts.get(count);
          boolean isNull = text.equals("NULL");
          assertThat(batch.column(0).isNull(row)).as("row %d", count).isEqualTo(isNull);
          assertThat(isNull || ((Vector.Ints) batch.column(0)).values[row] == count).isTrue();
          assertThat(batch.column(1).isNull(row)).isEqualTo(isNull);
          Vector.Bytes names = (Vector.Bytes) batch.column(2);
          assertThat(names.lengths[row]).isEqualTo(isNull ? 500_000 : 500_000 * text.length());
          assertThat(names.data()[names.starts[row]])
              .isEqualTo((byte) (isNull ? '-' : text.charAt(0)));
        }
        batches++;
        batch.keep(new int[] {0}, 1); // as a later stage may
      }
    }
    assertThat(count).isEqualTo(300);
    assertThat(batches).isGreaterThan(10);
  }

  @Test
  void fieldsOfStructsStayNullInEverySmallBatch() throws Exception {
    Column id = Column.of(1, "id", Scalar.INT);
    Column name = Column.of(5, "name", Scalar.STRING);
    Column s = Column.of(6, "s", STRUCT);
    Schema table = new Schema(List.of(id, name, s));
    Schema input = new Schema(List.of(id, name, s, Column.of(10, "@x", Scalar.STRING)));
    InsertTarget target = new InsertTarget(table, List.of(1), BadValuePolicy.REJECT);
    List<String> sql = List.of("repeat(\"@x\", 500000)");
    Derivation derivation = new Derivation(input, List.of(0, 3), sql, target);
    List<String> read = new ArrayList<>();
    Texts texts = new Texts(input, numbers(500));
    try (BatchSource rows =
            new DerivedRows(fixture.engine, texts, derivation, Duration.ofSeconds(30));
        BatchSource.Reader reader = rows.newReader(NOBODY, progress)) {
      for (Batch batch = reader.next(); batch.rows() > 0; batch = reader.next()) {
        for (int row = 0; row < batch.rows(); row++) {
          read.add(printed(batch.column(2), row));
        }
        batch.keep(new int[] {0}, 1);
      }
    }
    Vector expected = Vector.allocate(STRUCT, 500);
    IntStream.range(0, 500).forEach(row -> structure(expected, row, row));
    assertThat(read)
        .containsExactlyElementsOf(
            IntStream.range(0, 500).mapToObj(row -> printed(expected, row)).toList());
  }

  private static String printed(Vector vector, int row) {
    if (vector.isNull(row)) {
      return "NULL";
    }
    return vector instanceof Vector.Structs structs
        ? structs.fields().stream().map(field -> printed(field, row)).toList().toString()
        : Integer.toString(((Vector.Ints) vector).values[row]);
  }

  @Test
  void valueThatIsTooLongMakesItsRowBad() throws Exception {
    List<String> texts = new ArrayList<>(numbers(10));
    texts.set(4, "17");
    List<String> sql =
        List.of("\"@x\"", "CASE WHEN \"@x\" = '17' THEN repeat('a', 20000000) ELSE 'a' END");
    assertThat(printed(texts, sql, BadValuePolicy.REJECT)).hasSize(9);
    assertThat(rejected).containsExactly(entry(4, "The value computed is longer than 16 MB."));
  }

  @Test
  void rowThatNeedsTooMuchMemoryIsBad() throws Exception {
    List<String> sql = List.of("id", "repeat(\"@x\", 400000000)");
    assertThat(printed(numbers(2), sql, BadValuePolicy.REJECT)).isEmpty();
    assertThat(rejected).containsExactly(entry(0, TOO_LARGE), entry(1, TOO_LARGE));
  }

  private static final String TOO_LARGE =
      "What SET reads and computes for this row needs more than 128 MB of memory.";

  @Test
  void veryLongFieldsAreReadRowByRow() throws Exception {
    List<String> texts = new ArrayList<>(numbers(20));
    for (int row : new int[] {3, 4, 11}) {
      texts.set(row, "x".repeat(30_000_000));
    }
    List<String> sql = List.of("id", "left(\"@x\", 1)");
    assertThat(printed(texts, sql, BadValuePolicy.REJECT)).hasSize(20).contains("(11, 11, 'x')");
    assertThat(rejected).isEmpty();
  }

  @Test
  void fieldThatIsTooLongToBeReadMakesItsRowBad() throws Exception {
    List<String> texts = new ArrayList<>(numbers(20));
    texts.set(7, "x".repeat(150_000_000));
    List<String> sql = List.of("id", "left(\"@x\", 1)");
    assertThat(printed(texts, sql, BadValuePolicy.REJECT)).hasSize(19);
    assertThat(rejected).containsExactly(entry(7, TOO_LARGE));
  }

  @Test
  void rowThatALaterStageRefusesGoesToItsSource() throws Exception {
    try (BatchSource rows = rows(numbers(10), NAMES, BadValuePolicy.NULLIFY);
        BatchSource.Reader reader = rows.newReader(NOBODY, progress)) {
      Batch batch = reader.next();
      batch.keep(new int[] {3, 4}, 2);
      reader.reject(batch.origin(1), new Fault(ErrorCode.NULL_VALUE, "why", "n", ""));
    }
    assertThat(rejected).containsExactly(entry(4, "why"));
  }

  @Test
  void rowsThatAreClosedStopWhatTheyCompute() throws Exception {
    DerivedRows rows = rows(numbers(4_000), SLOW, BadValuePolicy.REJECT);
    try (BatchSource.Reader reader = rows.newReader(NOBODY, progress)) {
      CompletableFuture<Batch> running = CompletableFuture.supplyAsync(() -> next(reader));
      assertThat(given.await(20, TimeUnit.SECONDS)).isTrue();
      rows.close();
      assertThat(running)
          .failsWithin(60, TimeUnit.SECONDS)
          .withThrowableThat()
          .havingCause()
          .extracting("code")
          .isEqualTo(ErrorCode.CANCELLED);
    }
    assertThat(fixture.engine.isIdle()).isTrue();
  }

  /** Takes minutes for a batch. */
  private static final List<String> SLOW =
      List.of("id", "length(replace(repeat('ab' || \"@x\", 9000000), 'b', 'cd'))::VARCHAR");

  private static Batch next(BatchSource.Reader reader) {
    try {
      return reader.next();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void rowsThatWereClosedBeforeAreNotComputed() throws Exception {
    DerivedRows rows = rows(numbers(1), NAMES, BadValuePolicy.REJECT);
    rows.close();
    assertThatThrownBy(() -> rows.newReader(NOBODY, progress))
        .extracting("code")
        .isEqualTo(ErrorCode.CANCELLED);
    assertThat(fixture.engine.isIdle()).isTrue();
  }

  @Test
  void loadThatIsStoppedFailsWithItsReason() throws Exception {
    try (BatchSource rows = rows(numbers(10_000), NAMES, BadValuePolicy.REJECT);
        BatchSource.Reader reader = rows.newReader(NOBODY, progress)) {
      reader.next();
      progress.stop(ErrorCode.SHUTTING_DOWN.with());
      assertThatThrownBy(reader::next)
          .isInstanceOf(PlimsollException.class)
          .extracting("code")
          .isEqualTo(ErrorCode.SHUTTING_DOWN);
    }
  }
}
