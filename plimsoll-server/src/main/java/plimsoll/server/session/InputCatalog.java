package plimsoll.server.session;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import plimsoll.model.Schema;
import plimsoll.model.Table;
import plimsoll.model.TableName;
import plimsoll.sql.query.QueryCatalog;

/** What the query of a load may name: the load's input, which hides a table of its name. */
record InputCatalog(QueryCatalog others, Table input) implements QueryCatalog {
  @Override
  public boolean databaseExists(String database) {
    return others.databaseExists(database);
  }

  @Override
  public Optional<Schema> columns(TableName table) {
    return table.equals(input.name()) ? Optional.of(input.schema()) : others.columns(table);
  }

  @Override
  public void requireReadable(TableName table) {
    others.requireReadable(table);
  }

  @Override
  public List<String> databases() {
    return others.databases();
  }

  @Override
  public List<String> tables(String database) {
    List<String> tables = others.tables(database);
    return database.equals(input.name().database())
        ? Stream.concat(Stream.of(input.name().table()), tables.stream()).distinct().toList()
        : tables;
  }
}
