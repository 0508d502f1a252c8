package plimsoll.cli.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import plimsoll.model.Compression;
import plimsoll.pipeline.parse.CsvOptions;
import plimsoll.pipeline.read.FilesSource;
import plimsoll.storage.FileStatus;
import plimsoll.storage.local.LocalStorage;

class SourceStreamTest {
  private static final CsvOptions WITH_HEADER = CsvOptions.rfc4180();
  private static final CsvOptions PLAIN =
      CsvOptions.rfc4180().toBuilder().header(CsvOptions.Header.NONE).build();

  @TempDir Path directory;
  private final LocalStorage storage = new LocalStorage();
  private final List<FileStatus> files = new ArrayList<>();

  @Test
  void oneFileIsSentAsItIs() throws IOException {
    file("a.csv", "a,b\n1,2");
    assertThat(body(WITH_HEADER)).isEqualTo("a,b\n1,2");
  }

  @Test
  void laterFilesLoseTheirHeader() throws IOException {
    file("a.csv", "a,b\n1,2\n");
    file("b.csv", "a,b\n3,4\n");
    assertThat(body(WITH_HEADER)).isEqualTo("a,b\n1,2\n3,4\n");
  }

  @Test
  void rowWithoutLineEndDoesNotRunIntoTheNextFile() throws IOException {
    file("a.csv", "1,2");
    file("b.csv", "3,4");
    assertThat(body(PLAIN)).isEqualTo("1,2\n3,4");
  }

  @Test
  void quotedLineBreakInHeaderIsPartOfIt() throws IOException {
    file("a.csv", "\"a\nx\",b\n1,2\n");
    file("b.csv", "\"a\nx\",b\n3,4\n");
    assertThat(body(WITH_HEADER)).isEqualTo("\"a\nx\",b\n1,2\n3,4\n");
  }

  @Test
  void otherHeaderIsRefused() throws IOException {
    file("a.csv", "a,b\n1,2\n");
    file("b.csv", "b,a\n3,4\n");
    assertThatThrownBy(() -> body(WITH_HEADER)).hasMessageContaining("b.csv");
  }

  @Test
  void headersMayDifferInQuotesBlanksAndByteOrderMarks() throws IOException {
    file("a.csv", "a,b\n1,2\n");
    file("b.csv", "\uFEFF\"a\", B\r\n3,4\n");
    file("c.csv", "");
    file("d.csv", "a,b\n");
    assertThat(body(WITH_HEADER)).isEqualTo("a,b\n1,2\n3,4\n");
  }

  @Test
  void byteOrderMarkOfALaterFileWithoutHeaderIsNoData() throws IOException {
    file("a.csv", "1,2\n");
    file("b.csv", "\uFEFF3,4\n");
    assertThat(body(PLAIN)).isEqualTo("1,2\n3,4\n");
  }

  @Test
  void skippedRowsNeedNotBeTheSame() throws IOException {
    CsvOptions skips = WITH_HEADER.toBuilder().skipHeader(1).build();
    file("a.csv", "made on Monday\na,b\n1,2\n");
    file("b.csv", "made on Tuesday\na,b\n3,4\n");
    assertThat(body(skips)).isEqualTo("made on Monday\na,b\n1,2\n3,4\n");
  }

  @Test
  void recordEndOfTheUserComesBetweenFilesOnlyWhereItIsMissing() throws IOException {
    CsvOptions bars =
        PLAIN.toBuilder()
            .recordEnd(CsvOptions.RecordEnd.bytes("||".getBytes(StandardCharsets.UTF_8)))
            .build();
    file("a.csv", "1,2||");
    file("b.csv", "3,4|");
    file("c.csv", "5,6");
    assertThat(body(bars)).isEqualTo("1,2||3,4|||5,6");
  }

  @Test
  void endlessHeaderIsRefusedBeforeItFillsTheMemory() throws IOException {
    CsvOptions small = WITH_HEADER.toBuilder().maxRowBytes(2 << 20).build();
    file("a.csv", "a,b\n1,2\n");
    file("b.csv", "\"a".repeat(3 << 20));
    assertThatThrownBy(() -> body(small))
        .hasMessageContaining("A row is longer than 2097152 bytes.")
        .hasMessageContaining("b.csv");
  }

  @Test
  void binaryFileBehindATextIsRefused() throws IOException {
    file("a.csv", "a,b\n1,2\n");
    file("b.csv", "PAR1\0\0");
    assertThatThrownBy(() -> body(WITH_HEADER))
        .hasMessageContaining("b.csv is not CSV text: byte 4 is NUL.")
        .hasMessageContaining("Parquet");
  }

  @Test
  void packedFileThatIsCutOffSaysSo() throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write("1,2\n".repeat(1000).getBytes(StandardCharsets.UTF_8));
    }
    Path path = directory.resolve("a.csv.gz");
    Files.write(path, java.util.Arrays.copyOf(packed.toByteArray(), packed.size() / 2));
    files.addAll(storage.match(path.toString()));
    assertThatThrownBy(() -> body(PLAIN))
        .hasMessageContaining("Cannot decompress")
        .hasMessageContaining("a.csv.gz")
        .hasMessageContaining("it ends too early");
  }

  @Test
  void packedFilesAreUnpackedAndCountedPacked() throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write("1,2\n".repeat(1000).getBytes(StandardCharsets.UTF_8));
    }
    Path path = directory.resolve("a.csv.gz");
    Files.write(path, packed.toByteArray());
    files.addAll(storage.match(path.toString()));
    SourceStream stream = new SourceStream(new FilesSource(storage, files), PLAIN);
    assertThat(new String(stream.readAllBytes(), StandardCharsets.UTF_8))
        .isEqualTo("1,2\n".repeat(1000));
    assertThat(stream.bytes()).isEqualTo(packed.size()).isEqualTo(stream.totalBytes());
    assertThat(stream.options().compression()).isEqualTo(Compression.NONE);
  }

  private void file(String name, String text) throws IOException {
    Path path = directory.resolve(name);
    Files.writeString(path, text);
    files.addAll(storage.match(path.toString()));
  }

  private String body(CsvOptions csv) throws IOException {
    try (SourceStream stream = new SourceStream(new FilesSource(storage, files), csv)) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
