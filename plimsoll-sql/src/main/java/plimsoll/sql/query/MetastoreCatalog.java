package plimsoll.sql.query;

import java.util.List;
import java.util.Optional;
import plimsoll.commit.Metastore;
import plimsoll.model.Schema;
import plimsoll.model.Table;
import plimsoll.model.TableName;

/** The metastore's tables. */
public final class MetastoreCatalog implements QueryCatalog {
  private final Metastore metastore;

  /** Of that metastore. */
  public MetastoreCatalog(Metastore metastore) {
    this.metastore = metastore;
  }

  @Override
  public boolean databaseExists(String database) {
    return metastore.databaseExists(database);
  }

  @Override
  public Optional<Schema> columns(TableName table) {
    return metastore.table(table).map(Table::schema);
  }

  @Override
  public List<String> databases() {
    return metastore.databases();
  }

  @Override
  public List<String> tables(String database) {
    return metastore.tables(database).stream().map(table -> table.name().table()).toList();
  }
}
