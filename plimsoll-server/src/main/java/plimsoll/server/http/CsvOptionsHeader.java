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
import java.util.Set;
import plimsoll.error.ErrorCode;
import plimsoll.pipeline.parse.CsvOption;
import plimsoll.pipeline.parse.CsvOptions;

/**
 * All CSV options in one header of a Stream Load, as a JSON object of the words that every front
 * end takes; texts are hex, since headers are ASCII. Our own command line sends it, so that a load
 * means the same with and without a server. It stands for all options; they may not be given beside
 * it.
 */
public final class CsvOptionsHeader {
  /** The header's name. */
  public static final String NAME = "X-Plimsoll-Csv";

  private static final HexFormat HEX = HexFormat.of();
  private static final String COLUMN_OF = "column_of";
  private static final String WORDS_AT = "null_words_at";
  private static final Set<String> MAPS = Set.of(COLUMN_OF, WORDS_AT);

  private CsvOptionsHeader() {}

  /** The header's value. */
  public static String format(CsvOptions csv) {
    ObjectNode json = Json.object();
    CsvOption.write(csv).forEach((word, value) -> json.put(word, hex(value)));
    ObjectNode wordsAt = json.putObject(WORDS_AT);
    csv.nullWordsAt()
        .forEach(
            (field, words) -> {
              ArrayNode texts = wordsAt.putArray(Integer.toString(field));
              words.forEach(word -> texts.add(hex(word)));
            });
    ObjectNode columns = json.putObject(COLUMN_OF);
    csv.columnOf().forEach((name, column) -> columns.put(hex(name), hex(column)));
    return json.toString();
  }

  private static String hex(String text) {
    return HEX.formatHex(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String text(String hex) {
    return new String(HEX.parseHex(hex), StandardCharsets.UTF_8);
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
    json.path(COLUMN_OF)
        .properties()
        .forEach(each -> columns.put(text(each.getKey()), text(each.getValue().asText())));
    Map<Integer, List<String>> wordsAt = new HashMap<>();
    json.path(WORDS_AT)
        .properties()
        .forEach(each -> wordsAt.put(Integer.valueOf(each.getKey()), texts(each.getValue())));
    CsvOptions.Builder csv =
        CsvOptions.starrocks().toBuilder().columnOf(columns).nullWordsAt(wordsAt);
    json.properties().stream()
        .filter(each -> !MAPS.contains(each.getKey()))
        .forEach(each -> option(each.getKey()).set(csv, text(each.getValue().asText())));
    return csv.build();
  }

  private static List<String> texts(JsonNode hex) {
    List<String> texts = new ArrayList<>();
    hex.forEach(each -> texts.add(text(each.asText())));
    return texts;
  }

  private static CsvOption option(String word) {
    return CsvOption.find(word)
        .orElseThrow(() -> new IllegalArgumentException("unknown option '" + word + "'"));
  }
}
