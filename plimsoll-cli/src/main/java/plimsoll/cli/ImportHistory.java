package plimsoll.cli;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import plimsoll.cli.client.Client;
import plimsoll.error.ErrorCode;
import plimsoll.model.Label;

/** What an import has done before. */
final class ImportHistory {
  private final Set<Label> taken = new HashSet<>();
  private final boolean together;

  /**
   * Asks for the labels themselves: they stay taken when the records of their loads are gone.
   *
   * @param name the import's label
   */
  ImportHistory(Client client, String database, String name, List<ImportPart> parts) {
    boolean isThere = exists(client, database);
    for (ImportPart part : parts) {
      if (isThere && client.label(database, part.label()).state().succeeded()) {
        taken.add(part.label());
      }
    }
    together = isThere && client.label(database, Label.given(name)).state().succeeded();
    if (!taken.isEmpty()) {
      requireUnchanged(parts, begun(client, database));
    }
  }

  private static boolean exists(Client client, String database) {
    return !LoadsCommand.rows(
            client,
            "SELECT SCHEMA_NAME FROM information_schema.schemata WHERE SCHEMA_NAME = "
                + Names.text(database))
        .isEmpty();
  }

  /** When loads that are done began, as far as their records are kept. */
  private static Map<String, Instant> begun(Client client, String database) {
    Map<String, Instant> begun = new HashMap<>();
    LoadsCommand.rows(
            client,
            "SELECT LABEL, CREATE_TIME FROM information_schema.loads WHERE DB_NAME = "
                + Names.text(database)
                + " AND STATE = 'FINISHED'")
        .forEach(
            row ->
                begun.put(
                    String.valueOf(row.get("LABEL")),
                    time(String.valueOf(row.get("CREATE_TIME")))));
    return begun;
  }

  private static Instant time(String text) {
    return LocalDateTime.parse(text.replace(' ', 'T')).toInstant(ZoneOffset.UTC);
  }

  private void requireUnchanged(List<ImportPart> parts, Map<String, Instant> begun) {
    for (ImportPart part : parts) {
      Instant load = begun.get(part.label().text());
      if (load != null && part.file().modified().isAfter(load.plusSeconds(1))) {
        throw ErrorCode.BAD_OPTION.with(
            part.file().path()
                + " was changed at "
                + part.file().modified()
                + ", after this import loaded it at "
                + load
                + ". Leave it out; to load it again, or what is new in it, take another --label.");
      }
    }
  }

  /** Whether a file was loaded. */
  boolean has(ImportPart part) {
    return taken.contains(part.label());
  }

  /** Whether anything was. */
  boolean hasBegun() {
    return together || !taken.isEmpty();
  }

  /** Refuses to load as one what was loaded file by file, and the other way round. */
  void requireSameWay(String name, boolean isTogether) {
    if (isTogether && !taken.isEmpty()) {
      throw ErrorCode.BAD_OPTION.with(
          "Import "
              + name
              + " was begun file by file. Leave --together out, or take another --label.");
    }
    if (!isTogether && together) {
      throw ErrorCode.BAD_OPTION.with(
          "Import " + name + " was done --together. To load more, take another --label.");
    }
  }
}
