package plimsoll.server.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import plimsoll.error.ErrorCode;
import plimsoll.error.Nearest;
import plimsoll.model.SoftLinks;
import plimsoll.server.http.OfflineDesk.Offline;
import plimsoll.server.scan.LinkReading;

/**
 * {@code offline_table_info} of OpenMLDB's name server. Options have its words where it has one,
 * and ours beside them.
 */
final class OfflineInfo {
  static final String NAME = "offline_table_info";

  private static final String PATH = "path";
  private static final String FORMAT = "format";
  private static final String OPTIONS = "options";
  private static final String SYMBOLIC_PATHS = "symbolic_paths";

  /** An older way to say which of the paths there are; it decides nothing any more. */
  private static final String DEEP_COPY = "deep_copy";

  private static final List<String> MEMBERS =
      List.of(PATH, FORMAT, OPTIONS, SYMBOLIC_PATHS, DEEP_COPY);

  private static final String HEADER = "header";

  /** Our words by its words. */
  private static final Map<String, String> WORDS =
      Map.of("sep", "column_separator", "nullValue", "null_value", "quote", "enclose");

  /** What our words of {@code header} are called there. */
  private static final Map<String, String> HEADERS = Map.of("skip", "true", "none", "false");

  private OfflineInfo() {}

  /** As the name server shows it. */
  static ObjectNode write(Offline offline) {
    SoftLinks links = offline.links();
    ObjectNode info =
        Json.object()
            .put(PATH, offline.path())
            .put(FORMAT, links.isEmpty() ? SoftLinks.OWN_FORMAT : links.format());
    ObjectNode options = info.putObject(OPTIONS);
    new TreeMap<>(links.options()).forEach((word, value) -> put(options, word, value));
    ArrayNode paths = info.putArray(SYMBOLIC_PATHS);
    links.paths().forEach(paths::add);
    return info;
  }

  private static void put(ObjectNode options, String word, String value) {
    if (word.equals(HEADER)) {
      options.put(word, HEADERS.getOrDefault(value, value));
    } else {
      options.put(other(WORDS, word), value);
    }
  }

  /** The key of a value; the value itself if it has none. */
  private static String other(Map<String, String> words, String wanted) {
    return words.entrySet().stream()
        .filter(each -> each.getValue().equals(wanted))
        .map(Map.Entry::getKey)
        .findFirst()
        .orElse(wanted);
  }

  /**
   * What a client sent. Options that are left out are as LOAD DATA has them.
   *
   * @param info null for a record that is to be cleared
   * @throws plimsoll.error.PlimsollException SYNTAX, UNKNOWN_OPTION, BAD_OPTION
   */
  static Offline read(@Nullable JsonNode info) {
    if (info == null) {
      return Offline.NOTHING;
    }
    if (!info.isObject()) {
      throw ErrorCode.SYNTAX.with("'" + NAME + "' must be an object. Leave it out to clear it.");
    }
    requireKnown(info, MEMBERS, NAME);
    if (info.has(DEEP_COPY) && !info.path(DEEP_COPY).isBoolean()) {
      throw mustBe(DEEP_COPY, "true or false");
    }
    String format = text(info.path(FORMAT), FORMAT);
    LinkReading reading =
        LinkReading.written(
            format.isEmpty() ? SoftLinks.OWN_FORMAT : format, options(info.path(OPTIONS)));
    List<String> paths = paths(info.path(SYMBOLIC_PATHS));
    return new Offline(
        text(info.path(PATH), PATH), paths.isEmpty() ? SoftLinks.NONE : reading.links(paths));
  }

  /**
   * UNKNOWN_OPTION for a member of another name: a misspelt one must not pass for a missing one.
   */
  static void requireKnown(JsonNode object, List<String> known, String where) {
    object
        .fieldNames()
        .forEachRemaining(
            name -> {
              if (!known.contains(name)) {
                throw ErrorCode.UNKNOWN_OPTION.with(name, where, Nearest.hint(name, known));
              }
            });
  }

  private static Map<String, String> options(JsonNode written) {
    Map<String, String> options = new LinkedHashMap<>();
    if (!written.isMissingNode() && !written.isObject()) {
      throw mustBe(OPTIONS, "an object of texts");
    }
    for (Map.Entry<String, JsonNode> option : written.properties()) {
      if (option.getValue().isContainerNode() || option.getValue().isNull()) {
        throw mustBe(OPTIONS + "." + option.getKey(), "a text");
      }
      String value = option.getValue().asText();
      boolean isHeader = option.getKey().equalsIgnoreCase(HEADER);
      options.put(
          WORDS.getOrDefault(option.getKey(), option.getKey()),
          isHeader ? other(HEADERS, value.toLowerCase(Locale.ROOT)) : value);
    }
    return options;
  }

  private static List<String> paths(JsonNode written) {
    if (!written.isMissingNode() && !written.isArray()) {
      throw mustBe(SYMBOLIC_PATHS, "a list of texts");
    }
    List<String> paths = new ArrayList<>();
    for (JsonNode path : written) {
      if (!path.isTextual() || path.asText().isEmpty()) {
        throw mustBe(SYMBOLIC_PATHS, "a list of texts");
      }
      paths.add(path.asText());
    }
    return paths;
  }

  private static String text(JsonNode written, String member) {
    if (!written.isMissingNode() && !written.isTextual()) {
      throw mustBe(member, "a text");
    }
    return written.asText();
  }

  private static RuntimeException mustBe(String member, String what) {
    return ErrorCode.SYNTAX.with("'" + member + "' of '" + NAME + "' must be " + what + ".");
  }
}
