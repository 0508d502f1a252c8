package plimsoll.architecture;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Which part of Plimsoll may use which, written as one table. A part is a package with all below
 * it, unless a longer prefix has a line of its own.
 */
final class ModuleMap {
  // The engine's stages do not know each other: only pipeline (SplitRun), load and commit do.
  private static final Map<String, List<String>> MAY_USE = new TreeMap<>();

  static {
    part("plimsoll.error");
    part("plimsoll.model", "error");
    part("plimsoll.config", "error model");
    part("plimsoll.access", "error model");
    part("plimsoll.storage");
    part("plimsoll.flow", "error model");
    part("plimsoll.convert", "error model");
    String nouns = "error model convert storage flow";
    part("plimsoll.pipeline.read", nouns);
    part("plimsoll.pipeline.parse", nouns);
    part("plimsoll.pipeline.map", nouns);
    part("plimsoll.pipeline.check", nouns);
    part("plimsoll.pipeline.write", nouns);
    String stages = "pipeline.read pipeline.parse pipeline.map pipeline.check pipeline.write";
    part("plimsoll.pipeline", nouns, stages);
    part("plimsoll.job", "error model access");
    part("plimsoll.commit", nouns, "access job pipeline.write");
    part("plimsoll.load", nouns, "config pipeline commit", stages);

    String engine = nouns + " access config job pipeline commit load " + stages;
    part("plimsoll.formats", engine);
    part("plimsoll.storage.local", engine);
    part("plimsoll.lake", engine, "storage.local");
    String online = "online.table online.key online.sort online.write";
    part("plimsoll.online.table", engine);
    part("plimsoll.online.key", engine, "online.table");
    part("plimsoll.online.sort", engine, "online.key");
    part("plimsoll.online.write", engine, "online.table online.key online.sort");
    part("plimsoll.online.compare", engine, "online.table online.key");
    part("plimsoll.online.store", engine, online);
    part("plimsoll.online", engine, online, "online.store");
    part("plimsoll.metastore", engine);
    part("plimsoll.sql", engine);
    part("plimsoll.query", engine, "lake sql");
    String parts = engine + " formats storage.local lake metastore sql query online";
    // Reading online is a service of its own; writing goes through the engine's OnlineSide.
    part("plimsoll.server", parts, "online.table online.key online.store online.compare");
    part("plimsoll.cli", parts, "server");
    part("plimsoll.bench", parts, "server cli");
    part("plimsoll.testkit", engine);
  }

  private ModuleMap() {}

  private static void part(String name, String... mayUse) {
    MAY_USE.put(
        name,
        Arrays.stream(mayUse)
            .flatMap(names -> Arrays.stream(names.split(" ")))
            .map(other -> "plimsoll." + other)
            .toList());
  }

  /** The part that a package belongs to, or empty for one that the table does not know. */
  static Optional<String> partOf(String packageName) {
    return MAY_USE.keySet().stream()
        .filter(part -> packageName.equals(part) || packageName.startsWith(part + "."))
        .max(java.util.Comparator.comparingInt(String::length));
  }

  /** Whether one part may name another. */
  static boolean allows(String from, String to) {
    return from.equals(to) || MAY_USE.getOrDefault(from, List.of()).contains(to);
  }
}
