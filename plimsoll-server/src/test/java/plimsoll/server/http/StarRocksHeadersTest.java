package plimsoll.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import plimsoll.config.Settings;
import plimsoll.error.PlimsollException;
import plimsoll.model.BadValuePolicy;
import plimsoll.model.Compression;
import plimsoll.pipeline.parse.CsvOptions;
import plimsoll.pipeline.parse.Delimiter;

/** Headers as clients send them, and the exact texts for those that are wrong. */
class StarRocksHeadersTest {
  private final StarRocksHeaders headers = new StarRocksHeaders(Settings.defaults());

  private StreamLoadHeaders.Options read(String name, String value) {
    return headers.read(Map.of(name, value));
  }

  @Test
  void nothingSaidMeansStarRocksDefaults() {
    StreamLoadHeaders.Options options = headers.read(Map.of());
    assertThat(options.csv().separator()).containsExactly('\t');
    assertThat(options.csv().recordEnd())
        .isInstanceOfSatisfying(
            CsvOptions.RecordEnd.Delimiter.class,
            end -> assertThat(end.bytes()).containsExactly('\n'));
    assertThat(options.csv().enclose()).isNull();
    assertThat(options.csv().skipHeader()).isZero();
    assertThat(options.csv().trim()).isEqualTo(CsvOptions.Trim.NONE);
    assertThat(options.csv().compression()).isEqualTo(Compression.NONE);
    assertThat(options.fields()).isNull();
    assertThat(options.bounds().maxFilterRatio()).isZero();
    assertThat(options.badValues()).isEqualTo(BadValuePolicy.NULLIFY);
    assertThat(options.bounds().timeout()).isEqualTo(Duration.ofMinutes(10));
    assertThat(options.ignored()).isEmpty();
  }

  @Test
  void everyOptionIsRead() {
    StreamLoadHeaders.Options options =
        headers.read(
            Map.of(
                "format", "CSV",
                "column_separator", "||",
                "row_delimiter", "\\x0D0A",
                "skip_header", "2",
                "enclose", "\"x",
                "escape", "\\",
                "trim_space", "TRUE",
                "columns", "a, `b c`,d",
                "max_filter_ratio", "0.25",
                "timeout", "7"));
    assertThat(options.csv().separator()).isEqualTo("||".getBytes(StandardCharsets.UTF_8));
    assertThat(options.csv().recordEnd())
        .isInstanceOfSatisfying(
            CsvOptions.RecordEnd.Delimiter.class,
            end -> assertThat(end.bytes()).containsExactly('\r', '\n'));
    assertThat(options.csv().skipHeader()).isEqualTo(2);
    assertThat(options.csv().enclose()).isEqualTo((byte) '"');
    assertThat(options.csv().escape()).isEqualTo((byte) '\\');
    assertThat(options.csv().trim()).isEqualTo(CsvOptions.Trim.SPACES);
    assertThat(options.fields()).containsExactly("a", "b c", "d");
    assertThat(options.bounds().maxFilterRatio()).isEqualTo(0.25);
    assertThat(options.bounds().timeout()).isEqualTo(Duration.ofSeconds(7));
    assertThat(read("strict_mode", "true").badValues()).isEqualTo(BadValuePolicy.REJECT);
    assertThat(read("dialect", "OpenMLDB-local").badValues()).isEqualTo(BadValuePolicy.ABORT);
    assertThat(read("dialect", "openmldb-cluster").badValues()).isEqualTo(BadValuePolicy.NULLIFY);
    assertThat(read("x-plimsoll-fields", FieldsHeader.format(List.of("größe", "a,b"))).fields())
        .containsExactly("größe", "a,b");
  }

  @ParameterizedTest
  @CsvSource({"format, gzip", "format, GZIP", "compression, GZIP", "content-encoding, gzip"})
  void gzipIsGivenInAnyPlace(String name, String value) {
    assertThat(read(name, value).csv().compression()).isEqualTo(Compression.GZIP);
  }

  @Test
  void identityEncodingIsNone() {
    assertThat(read("content-encoding", "identity").csv().compression())
        .isEqualTo(Compression.NONE);
  }

  @ParameterizedTest
  @CsvSource({
    "\\t, 09",
    "\\n, 0a",
    "\\x01, 01",
    "\\X0102, 0102",
    "0x7C, 7c",
    "§, c2a7",
    "ab, 6162"
  })
  void delimitersAreReadAsWritten(String written, String hex) {
    assertThat(java.util.HexFormat.of().formatHex(Delimiter.parse(written))).isEqualTo(hex);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          format              | xml    | unknown data format, format=xml
          format              | json   | Format 'json' is not supported yet. Send CSV.
          compression         | rar    | compression is 'rar', must be one of auto, none, gzip, zstd, lz4_frame, lz4, bzip2, snappy, deflate.
          column_separator    | ~~     | Delimiter cannot be empty or null
          column_separator    | \\x    | Invalid delimiter '\\x: empty hex string
          column_separator    | \\x012 | Invalid delimiter '\\x012: hex length must be a even number
          row_delimiter       | 0xzz   | Invalid delimiter '0xzz': invalid hex format
          skip_header         | -1     | skip_header must be equal or greater than 0
          skip_header         | two    | Invalid csv load skip_header format
          trim_space          | yes    | Invalid trim space format. Must be bool type
          strict_mode         | 1      | Invalid strict mode format. Must be bool type
          timeout             | soon   | Invalid timeout format
          timeout             | 0      | Invalid timeout: 0. Timeout should between 1 and 259200 seconds
          timeout             | 259201 | Invalid timeout: 259201. Timeout should between 1 and 259200 seconds
          max_filter_ratio    | 1.5    | max_filter_ratio is 1.5, must be between 0 and 1.
          max_filter_ratio    | NaN    | max_filter_ratio is NaN, must be between 0 and 1.
          columns             | a,,b   | Header 'columns' has an empty name. Separate names by single commas.
          columns             | a=b+1  | 'a=b+1' in header 'columns' is not supported yet. Name the fields of the data from left to right.
          where               | a > 1  | Header 'where' is not supported yet.
          partitions          | p1     | Header 'partitions' is not supported yet.
          merge_condition     | v      | Header 'merge_condition' is not supported yet.
          columns             | a,__op | Field '__op' in header 'columns' is not supported yet. It is for tables with a primary key.
          enable_merge_commit | true   | Header 'enable_merge_commit' is not supported yet.
          negative            | true   | Header 'negative' is not supported yet.
          partial_update      | maybe  | Invalid partial update flag format. Must be bool type
          partial_update      | true   | Only primary key table support partial update
          timezone            | Asia/Nowhere | Unknown or incorrect time zone: 'Asia/Nowhere'
          envelope            | debezium | Header 'envelope' is not supported yet.
          envelope            | other  | Unknown envelope type: other
          load_mem_limit      | -1     | load_mem_limit must be equal or greater than 0
          load_mem_limit      | much   | Invalid load mem limit format
          exec_mem_limit      | 0      | exec_mem_limit must be greater than 0
          log_rejected_record_num | -2 | log_rejected_record_num must be equal or greater than -1
          log_rejected_record_num | x  | Invalid log_rejected_record_num format
          load_dop            | x      | Invalid load_dop format
          """)
  void wrongValueIsToldExactly(String name, String value, String message) {
    assertThatThrownBy(() -> read(name, value))
        .isInstanceOf(PlimsollException.class)
        .hasMessage(message);
  }

  @Test
  void pairsThatExcludeEachOtherAreTold() {
    assertThatThrownBy(() -> headers.read(Map.of("partitions", "a", "temporary_partitions", "b")))
        .hasMessage("Can not specify both partitions and temporary partitions");
    assertThatThrownBy(
            () -> headers.read(Map.of("compression", "gzip", "content-encoding", "gzip")))
        .hasMessage("Only one of http header content-encoding and compression can be set");
  }

  @Test
  void longDelimiterIsRefused() {
    assertThatThrownBy(() -> Delimiter.parse("x".repeat(51)))
        .hasMessageContaining("the most is 50");
    assertThat(Delimiter.parse("x".repeat(50))).hasSize(50);
  }

  @Test
  void whatHasNoEffectIsListed() {
    assertThat(
            headers
                .read(
                    Map.of(
                        "warehouse",
                        "w",
                        "load_dop",
                        "3",
                        "x-unknown",
                        "1",
                        "ignore_json_size",
                        "true",
                        "negative",
                        "false",
                        "columns",
                        " "))
                .ignored())
        .containsExactly("ignore_json_size", "load_dop", "warehouse", "x-unknown");
    assertThat(read("max_filter_ratio", "some").ignored())
        .containsExactly("max_filter_ratio 'some' is no number and was read as 0");
  }
}
