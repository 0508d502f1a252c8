package plimsoll.sql.query;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.calcite.config.CalciteConnectionConfig;
import org.apache.calcite.jdbc.CalciteSchema;
import org.apache.calcite.prepare.CalciteCatalogReader;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.schema.Table;
import org.apache.calcite.schema.impl.AbstractSchema;
import org.apache.calcite.schema.impl.AbstractTable;
import org.apache.calcite.schema.lookup.LikePattern;
import org.apache.calcite.schema.lookup.Lookup;
import org.apache.calcite.schema.lookup.Named;
import org.jspecify.annotations.Nullable;
import plimsoll.model.Schema;
import plimsoll.model.TableName;

/** The catalog as Calcite's validator asks for it, for one compilation. Names match exactly. */
final class CatalogSchema extends AbstractSchema {
  private final QueryCatalog catalog;
  private final Map<TableName, Schema> asked = new LinkedHashMap<>();

  CatalogSchema(QueryCatalog catalog) {
    this.catalog = catalog;
  }

  /** A reader for the validator. */
  CalciteCatalogReader reader(@Nullable String database, RelDataTypeFactory factory) {
    List<String> path = database == null ? List.of() : List.of(database);
    return new CalciteCatalogReader(
        CalciteSchema.createRootSchema(false, false, "", this),
        path,
        factory,
        CalciteConnectionConfig.DEFAULT.set(
            org.apache.calcite.config.CalciteConnectionProperty.CASE_SENSITIVE, "false"));
  }

  /** The tables that were found so far, in the order they were asked for. */
  Map<TableName, Schema> found() {
    return asked;
  }

  @Override
  public Lookup<? extends org.apache.calcite.schema.Schema> subSchemas() {
    return new Exact<org.apache.calcite.schema.Schema>() {
      @Override
      public org.apache.calcite.schema.@Nullable Schema get(String name) {
        return catalog.databaseExists(name) ? new Database(name) : null;
      }

      @Override
      String fullName(String written) {
        return SystemDatabase.is(written) ? SystemDatabase.COMPILED_NAME : written;
      }
    };
  }

  /** One database. */
  private final class Database extends AbstractSchema {
    private final String name;

    Database(String name) {
      this.name = name;
    }

    @Override
    public Lookup<Table> tables() {
      return new Exact<Table>() {
        @Override
        public @Nullable Table get(String table) {
          TableName full = SystemDatabase.canonical(new TableName(name, table));
          Schema schema = asked.get(full);
          if (schema == null) {
            schema = catalog.columns(full).orElse(null);
          }
          if (schema == null) {
            return null;
          }
          asked.put(full, schema);
          return new Columns(schema);
        }

        @Override
        String fullName(String written) {
          return SystemDatabase.canonical(new TableName(name, written)).table();
        }
      };
    }
  }

  /** A table is its columns here. */
  private static final class Columns extends AbstractTable {
    private final Schema schema;

    Columns(Schema schema) {
      this.schema = schema;
    }

    @Override
    public RelDataType getRowType(RelDataTypeFactory factory) {
      return Types.row(schema, factory);
    }
  }

  /** Takes names as they are even where Calcite asks without case; lists nothing. */
  private abstract static class Exact<T> implements Lookup<T> {
    @Override
    public @Nullable Named<T> getIgnoreCase(String name) {
      T found = get(name);
      return found == null ? null : new Named<>(fullName(name), found);
    }

    /** The name that the compiled query has for it. */
    abstract String fullName(String written);

    @Override
    public Set<String> getNames(LikePattern pattern) {
      return Set.of();
    }
  }
}
