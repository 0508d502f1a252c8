package plimsoll.metastore;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.inmemory.InMemoryFileIO;
import org.apache.iceberg.jdbc.JdbcCatalog;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import plimsoll.commit.Metastore;
import plimsoll.model.PointerChange;
import plimsoll.model.Table;
import plimsoll.testkit.Samples;

/** Iceberg's own JDBC catalog takes the file for one of its own. */
class IcebergCatalogTest {
  private static final String ITS_TABLES =
      "SELECT sql FROM sqlite_master WHERE name LIKE 'iceberg%' ORDER BY name";

  @TempDir private Path directory;

  private static JdbcCatalog catalog(Path file) {
    JdbcCatalog catalog = new JdbcCatalog(properties -> new InMemoryFileIO(), null, true);
    catalog.initialize(
        PointerRows.CATALOG,
        Map.of(
            "uri", "jdbc:sqlite:" + file,
            "warehouse", "memory://warehouse",
            "jdbc.schema-version", "V1"));
    return catalog;
  }

  @Test
  void tablesAreMadeInTheSameWords() throws IOException {
    Path ours = directory.resolve("metastore.db");
    Path its = directory.resolve("iceberg.db");
    Metastores.sqlite(ours, Clock.systemUTC()).close();
    catalog(its).close();
    assertThat(new SqliteFile(ours).query(ITS_TABLES))
        .hasSize(2)
        .isEqualTo(new SqliteFile(its).query(ITS_TABLES));
  }

  @Test
  void stockCatalogListsOurDatabasesAndTables() throws IOException {
    Path file = directory.resolve("metastore.db");
    try (Metastore metastore = Metastores.sqlite(file, Clock.systemUTC())) {
      metastore.createDatabase("empty", Map.of("owner", "me"));
      metastore.createDatabase("demo", Map.of());
      Table table = Samples.table("demo", "t");
      metastore.createTable(table, new PointerChange(table, null, "memory://m/1.json"));
      try (JdbcCatalog catalog = catalog(file)) {
        assertThat(catalog.listNamespaces())
            .containsExactlyInAnyOrder(Namespace.of("demo"), Namespace.of("empty"));
        assertThat(catalog.listTables(Namespace.of("demo")))
            .containsExactly(TableIdentifier.of("demo", "t"));
        catalog.createNamespace(Namespace.of("theirs"));
        assertThat(metastore.databases()).containsExactly("demo", "empty");
        metastore.dropDatabase("empty");
        assertThat(catalog.namespaceExists(Namespace.of("empty"))).isFalse();
      }
    }
  }
}
