package plimsoll.server.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import plimsoll.convert.Conversions;
import plimsoll.error.ErrorCode;
import plimsoll.model.Compression;
import plimsoll.pipeline.parse.CsvOptions;

/**
 * All CSV options in one header of a Stream Load, as JSON; bytes are hex. Our own command line
 * sends it, so that a load means the same with and without a server: StarRocks' headers cannot say
 * every option. It stands for all of them; they may not be given beside it.
 */
public final class CsvOptionsHeader {
  /** The header's name. */
  public static final String NAME = "X-Plimsoll-Csv";

  private static final HexFormat HEX = HexFormat.of();

  private CsvOptionsHeader() {}

  /** The header's value. */
  public static String format(CsvOptions csv) {
    ObjectNode json =
        Json.object()
            .put("separator", HEX.formatHex(csv.separator()))
            .put("record_end", recordEnd(csv.recordEnd()))
            .put("enclose", hex(csv.enclose()))
            .put("escape", hex(csv.escape()))
            .put("empty_is_null", csv.emptyIsNull())
            .put("quoted_null", csv.quotedNull())
            .put("trim", csv.trim().name())
            .put("skip_header", csv.skipHeader())
            .put("header", csv.header().name())
            .put("blank_lines", csv.blankLines())
            .put("short_rows", csv.shortRows().name())
            .put("long_rows", csv.longRows().name())
            .put("compression", csv.compression().name())
            .put("conversions", csv.conversions().name())
            .put("max_row_bytes", csv.maxRowBytes());
    hex(json.putArray("null_markers"), csv.nullMarkers());
    hex(json.putArray("null_words"), csv.nullWords());
    ObjectNode wordsAt = json.putObject("null_words_at");
    csv.nullWordsAt()
        .forEach((field, words) -> hex(wordsAt.putArray(Integer.toString(field)), words));
    ObjectNode columns = json.putObject("column_of");
    csv.columnOf().forEach((name, column) -> columns.put(hex(name), hex(column)));
    return json.toString();
  }

  private static void hex(ArrayNode to, List<String> texts) {
    texts.forEach(text -> to.add(hex(text)));
  }

  private static String hex(String text) {
    return HEX.formatHex(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String text(String hex) {
    return new String(HEX.parseHex(hex), StandardCharsets.UTF_8);
  }

  private static List<String> texts(JsonNode hex) {
    List<String> texts = new ArrayList<>();
    hex.forEach(each -> texts.add(text(each.asText())));
    return texts;
  }

  private static @Nullable String recordEnd(CsvOptions.RecordEnd end) {
    return end instanceof CsvOptions.RecordEnd.Delimiter delimiter
        ? HEX.formatHex(delimiter.bytes())
        : null;
  }

  private static @Nullable String hex(@Nullable Byte value) {
    return value == null ? null : HEX.toHexDigits(value);
  }

  /**
   * The options that a value of the header says.
   *
   * @throws plimsoll.error.PlimsollException BAD_OPTION when it is not what {@link #format} writes
   */
  public static CsvOptions parse(String value) {
    try {
      return read(Json.MAPPER.readTree(value));
    } catch (JsonProcessingException | IllegalArgumentException e) {
      throw ErrorCode.BAD_OPTION.because(e, NAME + " is not readable: " + e.getMessage());
    }
  }

  private static CsvOptions read(JsonNode json) {
    Map<String, String> columns = new HashMap<>();
    json.path("column_of")
        .properties()
        .forEach(each -> columns.put(text(each.getKey()), text(each.getValue().asText())));
    Map<Integer, List<String>> wordsAt = new HashMap<>();
    json.path("null_words_at")
        .properties()
        .forEach(each -> wordsAt.put(Integer.valueOf(each.getKey()), texts(each.getValue())));
    return CsvOptions.rfc4180().toBuilder()
        .separator(HEX.parseHex(json.path("separator").asText()))
        .recordEnd(
            json.path("record_end").isTextual()
                ? CsvOptions.RecordEnd.bytes(HEX.parseHex(json.path("record_end").asText()))
                : CsvOptions.RecordEnd.ANY_LINE_END)
        .enclose(oneByte(json.path("enclose")))
        .escape(oneByte(json.path("escape")))
        .nullMarkers(texts(json.path("null_markers")))
        .nullWords(texts(json.path("null_words")))
        .nullWordsAt(wordsAt)
        .columnOf(columns)
        .emptyIsNull(json.path("empty_is_null").asBoolean())
        .quotedNull(json.path("quoted_null").asBoolean())
        .trim(CsvOptions.Trim.valueOf(json.path("trim").asText()))
        .skipHeader(json.path("skip_header").asLong())
        .header(CsvOptions.Header.valueOf(json.path("header").asText()))
        .blankLines(json.path("blank_lines").asBoolean())
        .shortRows(CsvOptions.RowLength.valueOf(json.path("short_rows").asText()))
        .longRows(CsvOptions.RowLength.valueOf(json.path("long_rows").asText()))
        .compression(Compression.valueOf(json.path("compression").asText()))
        .conversions(Conversions.valueOf(json.path("conversions").asText()))
        .maxRowBytes(json.path("max_row_bytes").asInt())
        .build();
  }

  private static @Nullable Byte oneByte(JsonNode hex) {
    return hex.isTextual() ? HEX.parseHex(hex.asText())[0] : null;
  }
}
