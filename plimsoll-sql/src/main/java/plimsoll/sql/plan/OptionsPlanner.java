package plimsoll.sql.plan;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import plimsoll.error.ErrorCode;
import plimsoll.error.Nearest;
import plimsoll.error.PlimsollException;
import plimsoll.model.OnlineOptions;
import plimsoll.model.OnlineOptions.Compress;
import plimsoll.model.OnlineOptions.Storage;
import plimsoll.sql.tree.CreateTable.Clause;
import plimsoll.sql.tree.Literal;
import plimsoll.sql.tree.Name;
import plimsoll.sql.tree.Option;
import plimsoll.sql.tree.Position;
import plimsoll.sql.tree.ReplicaSets;

/**
 * OpenMLDB's {@code OPTIONS (...)} of CREATE TABLE as written become properties. What has no effect
 * in one process, or another one than there, is said with the reason.
 */
final class OptionsPlanner {
  private static final String SHAPE = "[('leader', ['follower', ...]), ...]";

  private final Map<String, String> properties;
  private final List<String> warnings;
  private final Set<String> seen = new HashSet<>();

  /** Adds to these. */
  OptionsPlanner(Map<String, String> properties, List<String> warnings) {
    this.properties = properties;
    this.warnings = warnings;
  }

  /** BAD_OPTION, UNKNOWN_OPTION. */
  void plan(Clause.Options written) {
    for (Option option : written.options()) {
      String word = word(option.name());
      properties.put(OnlineOptions.PREFIX + word, value(word, option.value()));
    }
    for (ReplicaSets list : written.lists()) {
      String word = word(list.option());
      if (!word.equals(OnlineOptions.DISTRIBUTION)) {
        throw bad(list.option().at(), word + " takes a constant, not a list.");
      }
      properties.put(OnlineOptions.PREFIX + word, distribution(list));
      warnings.add("distribution has no effect here: there is one server, which has all rows.");
    }
  }

  private String word(Name name) {
    String word = name.text().toLowerCase(Locale.ROOT);
    if (!OnlineOptions.WORDS.contains(word)) {
      throw ErrorCode.UNKNOWN_OPTION
          .with(name.text(), "CREATE TABLE", Nearest.hint(word, OnlineOptions.WORDS))
          .at(name.at().toString());
    }
    if (!seen.add(word)) {
      throw bad(name.at(), word + " was already said.");
    }
    return word;
  }

  private String value(String word, Literal value) {
    return switch (word) {
      case OnlineOptions.PARTITIONNUM ->
          count(word, value, "one process keeps the online rows of a table in one order");
      case OnlineOptions.REPLICANUM -> count(word, value, "one process has one copy of the rows");
      case OnlineOptions.STORAGE_MODE -> storage(value);
      case OnlineOptions.COMPRESS_TYPE -> compression(value);
      default -> throw bad(value.at(), word + " is " + value.sql() + ", must be " + SHAPE + ".");
    };
  }

  private String count(String word, Literal value, String why) {
    if (value.kind() != Literal.Kind.INTEGER || !value.text().matches("\\+?0*[1-9][0-9]{0,8}")) {
      throw bad(
          value.at(),
          word + " is " + value.sql() + ", must be a whole number from 1 to 999999999.");
    }
    int count = Integer.parseInt(value.text());
    if (count > 1) {
      warnings.add(word + " has no effect here: " + why + ".");
    }
    return Integer.toString(count);
  }

  private String storage(Literal value) {
    Storage storage =
        found(OnlineOptions.STORAGE_MODE, value, Storage.find(value.text()), Storage.words());
    if (storage != Storage.MEMORY) {
      warnings.add(
          "storage_mode '"
              + storage.word()
              + "': rows of equal key and time are all kept here; in OpenMLDB a later row replaces"
              + " an earlier one on disk.");
    }
    return storage.word();
  }

  private String compression(Literal value) {
    warnings.add(
        "compress_type has no effect here: rows of all tables share files, which are always"
            + " compressed by LZ4.");
    return found(OnlineOptions.COMPRESS_TYPE, value, Compress.find(value.text()), Compress.words())
        .word();
  }

  private static <T> T found(String word, Literal value, Optional<T> found, List<String> words) {
    if (value.kind() != Literal.Kind.STRING || found.isEmpty()) {
      throw bad(
          value.at(),
          word
              + " is "
              + value.sql()
              + ", must be one of "
              + words.stream().map(one -> "'" + one + "'").collect(Collectors.joining(", "))
              + "."
              + Nearest.hint(value.text(), words));
    }
    return found.get();
  }

  private static String distribution(ReplicaSets list) {
    if (list.parts().isEmpty()) {
      throw bad(list.option().at(), "distribution is empty, must be " + SHAPE + ".");
    }
    return list.parts().stream()
        .map(OptionsPlanner::part)
        .collect(Collectors.joining(", ", "[", "]"));
  }

  private static String part(ReplicaSets.Part part) {
    Set<String> servers = new HashSet<>();
    Stream.concat(Stream.of(part.leader()), part.followers().stream())
        .forEach(
            server -> {
              if (server.isBlank()) {
                throw bad(part.at(), "distribution names a server without a name.");
              }
              if (!servers.add(server)) {
                throw bad(
                    part.at(), "distribution names server '" + server + "' twice for one part.");
              }
            });
    return "("
        + text(part.leader())
        + ", "
        + part.followers().stream()
            .map(OptionsPlanner::text)
            .collect(Collectors.joining(", ", "[", "]"))
        + ")";
  }

  private static String text(String value) {
    return "'" + value.replace("\\", "\\\\").replace("'", "''") + "'";
  }

  private static PlimsollException bad(Position at, String what) {
    return ErrorCode.BAD_OPTION.with(what).at(at.toString());
  }
}
