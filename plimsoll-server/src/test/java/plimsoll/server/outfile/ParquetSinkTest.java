package plimsoll.server.outfile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import plimsoll.model.DataType.Scalar;
import plimsoll.query.ResultColumn;
import plimsoll.storage.local.LocalStorage;

class ParquetSinkTest {
  @TempDir Path directory;

  @Test
  void aColumnWithoutNameIsRefused() {
    String path = directory.resolve("x").toString();
    List<ResultColumn> columns =
        List.of(new ResultColumn("a", Scalar.INT), new ResultColumn("", Scalar.INT));
    assertThatThrownBy(() -> new ParquetSink(new LocalStorage(), path, columns))
        .hasMessageContaining("Column 2 has an empty name");
    assertThat(directory).isEmptyDirectory();
  }
}
