package plimsoll.server.schema;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** All tables of {@code information_schema}. */
public final class InformationSchema {
  private static final Map<String, SystemTable> TABLES = new LinkedHashMap<>();

  static {
    List.of(
            new CharacterSetsTable(),
            new CollationNames(),
            new Collations(),
            new ColumnsTable(),
            new Engines(),
            new LoadsTable(),
            new LoadTrackingLogs(),
            new OfflineTables(),
            new Partitions(),
            new RejectedRowsTable(),
            new SchemaPrivileges(),
            new Schemata(),
            new StreamLoads(),
            new TablePrivileges(),
            new TablesConfig(),
            new TablesTable(),
            new UserPrivileges(),
            new Variables(true),
            new Variables(false))
        .forEach(InformationSchema::add);
    Empty.ALL.forEach(InformationSchema::add);
  }

  private InformationSchema() {}

  private static void add(SystemTable table) {
    TABLES.put(table.definition().name().table(), table);
  }

  /** The table of that name, in any case. */
  public static Optional<SystemTable> table(String name) {
    return Optional.ofNullable(TABLES.get(name.toLowerCase(Locale.ROOT)));
  }

  /** All of them, by name. */
  public static List<SystemTable> tables() {
    return TABLES.keySet().stream().sorted().map(TABLES::get).toList();
  }
}
