package plimsoll.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import plimsoll.flow.BatchSource;
import plimsoll.flow.Progress;
import plimsoll.flow.RejectLog;
import plimsoll.formats.csv.CsvFormats;
import plimsoll.model.BadValuePolicy;
import plimsoll.model.Batch;
import plimsoll.model.Column;
import plimsoll.model.DataType.Scalar;
import plimsoll.model.LoadCounts;
import plimsoll.model.RejectedRow;
import plimsoll.model.Schema;
import plimsoll.model.Table;
import plimsoll.model.TableName;
import plimsoll.pipeline.ChunkedRows;
import plimsoll.pipeline.parse.CsvOptions;
import plimsoll.pipeline.parse.CsvOptions.RecordEnd;
import plimsoll.pipeline.parse.CsvOptions.RowLength;
import plimsoll.pipeline.read.Decoding;
import plimsoll.pipeline.read.FilesSource;
import plimsoll.storage.FileStatus;
import plimsoll.storage.InputFile;

/** What an outlook says of files, against what the reader of CSV finds in them. */
class OutlookOfFilesTest {
  private static final String[] SEPARATORS = {",", "||", "→"};
  private static final String[] ENDS = {"\n", "\r\n", "###", "¶", "\r"};
  private static final ZoneId UTC = ZoneId.of("UTC");
  private static final RejectLog NO_REJECTS = new NoRejects();

  /** One load's files, of rows that are as short as good ones can be. */
  private record Files(CsvOptions csv, int fields, List<byte[]> contents, int rows) {}

  /**
   * Before a byte is parsed, with as many bad rows as the ratio just bears beside all the good ones
   * that there are: no load is lost that would pass.
   */
  @Test
  void filesOfTheShortestRowsAreNeverLost() throws IOException {
    Random random = new Random(11);
    int tight = 0;
    for (int i = 0; i < 3_000; i++) {
      Files files = files(random, i % 3 == 0);
      ChunkedRows rows = rows(files);
      assertThat(good(rows)).as("%d: %s", i, files.csv).isEqualTo(files.rows);
      int bad = 1 + random.nextInt(20);
      double ratio = ratio(files.rows, bad);
      InputForm form = form(files);
      Progress progress = new Progress();
      progress.filtered(bad);
      assertThat(new Outlook(ratio, rows.extent(), form).lost(progress)).as("%d", i).isNull();
      double lower = ratio(files.rows + 1, bad);
      tight += new Outlook(lower, rows.extent(), form).lost(progress) == null ? 0 : 1;
    }
    assertThat(tight).as("files without a byte to spare").isGreaterThan(300);
  }

  /** The least that bears so many bad ones beside the good ones. */
  private static double ratio(int good, int bad) {
    double ratio = bad / (double) (bad + good);
    while (!new LoadCounts(good, bad, 0, 0, 0, 0).withinRatio(ratio)) {
      ratio = Math.nextUp(ratio);
    }
    return ratio;
  }

  private static Files files(Random random, boolean plain) {
    String separator = SEPARATORS[random.nextInt(SEPARATORS.length)];
    String end = ENDS[random.nextInt(ENDS.length)];
    int fields = 1 + random.nextInt(4);
    boolean pads = random.nextInt(4) == 0;
    boolean comments = !plain && random.nextBoolean();
    int skipped = plain ? 0 : random.nextInt(3);
    boolean header = !plain && random.nextBoolean();
    CsvOptions.Builder csv =
        CsvOptions.rfc4180().toBuilder()
            .separator(bytes(separator))
            .skipHeader(skipped)
            .blankLines(false);
    csv.recordEnd(end.equals("\r") ? new RecordEnd.LineEnd(true) : RecordEnd.bytes(bytes(end)));
    csv.shortRows(pads ? RowLength.PAD_WITH_NULL : RowLength.REJECT);
    csv.header(header ? CsvOptions.Header.SKIP : CsvOptions.Header.NONE);
    csv.comment(bytes(comments ? "%%" : ""));
    String row = pads && fields > 1 ? "" : separator.repeat(fields - 1);
    List<byte[]> contents = new ArrayList<>();
    int rows = 0;
    for (int file = plain ? 1 : 1 + random.nextInt(4); file > 0; file--) {
      StringBuilder text = new StringBuilder(!plain && random.nextBoolean() ? "\uFEFF" : "");
      text.append(("x" + end).repeat(skipped + (header ? 1 : 0)));
      int count = 1 + random.nextInt(40);
      for (int i = 0; i < count; i++) {
        text.append(comments && random.nextInt(5) == 0 ? "%% no row" + end : "");
        text.append(row).append(i + 1 < count || row.isEmpty() ? end : "");
      }
      contents.add(bytes(text.toString()));
      rows += count;
    }
    return new Files(csv.build(), fields, contents, rows);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static InputForm form(Files files) {
    List<@Nullable String> names = Collections.nCopies(files.fields, "c");
    return new InputForm(files.csv, names, List.of(), BadValuePolicy.REJECT, UTC);
  }

  private static ChunkedRows rows(Files files) {
    List<Column> columns = new ArrayList<>();
    for (int i = 1; i <= files.fields; i++) {
      columns.add(Column.of(i, "c" + i, Scalar.STRING));
    }
    Table table = Table.of(UUID.randomUUID(), new TableName("d", "t"), new Schema(columns));
    List<FileStatus> found = new ArrayList<>();
    for (int i = 0; i < files.contents.size(); i++) {
      found.add(new FileStatus("" + i, files.contents.get(i).length, Instant.EPOCH));
    }
    FilesSource source =
        new FilesSource(path -> new Bytes(path, files.contents.get(Integer.parseInt(path))), found);
    return new ChunkedRows(
        source,
        new CsvFormats().csv(files.csv, table, null, BadValuePolicy.REJECT, UTC),
        Decoding.PLAIN,
        files.csv.maxRowBytes());
  }

  private static int good(BatchSource rows) throws IOException {
    int good = 0;
    try (BatchSource.Reader reader = rows.newReader(NO_REJECTS, new Progress())) {
      for (Batch batch = reader.next(); batch.rows() > 0; batch = reader.next()) {
        good += batch.rows();
      }
    }
    rows.close();
    return good;
  }

  private record Bytes(String path, byte[] data) implements InputFile {
    @Override
    public long length() {
      return data.length;
    }

    @Override
    public int read(long position, byte[] buffer, int offset, int length) {
      int count = (int) Math.min(length, data.length - position);
      System.arraycopy(data, (int) position, buffer, offset, Math.max(0, count));
      return count <= 0 ? -1 : count;
    }

    @Override
    public void close() {}
  }

  private static final class NoRejects implements RejectLog {
    @Override
    public ChunkRejects chunk(int ordinal, String input, boolean firstOfInput) {
      return new ChunkRejects() {
        @Override
        public void reject(
            long line, long offset, plimsoll.model.Fault fault, plimsoll.flow.RowBytes row) {
          throw new AssertionError("bad: " + fault.reason());
        }

        @Override
        public void nulled(String column, long values) {}

        @Override
        public void padded(long count) {}

        @Override
        public void cut(long count) {}

        @Override
        public void close(long lines) {}
      };
    }

    @Override
    public void add(RejectedRow row) {
      throw new AssertionError(row.toString());
    }
  }
}
