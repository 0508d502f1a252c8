package plimsoll.model;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * A table as declared. What the store knows of it (files, snapshots) is the store's.
 *
 * @param id identity for life; a dropped and re-created table gets a new one. Also the Iceberg uuid
 * @param name full name
 * @param schema columns
 * @param keyKind kind of key
 * @param keys names of the key columns, in order; empty if none. They give the sort order
 * @param partitioning empty if not partitioned
 * @param comment free text, empty if none
 * @param properties as declared, kept and shown even where they have no effect here
 * @param indexes orders of its online side; empty if none was declared: at its first online use it
 *     has OpenMLDB's default one then
 */
public record Table(
    UUID id,
    TableName name,
    Schema schema,
    KeyKind keyKind,
    List<String> keys,
    List<PartitionField> partitioning,
    String comment,
    Map<String, String> properties,
    List<IndexDefinition> indexes) {

  /** The property that keeps the name a table was created under, once it has another. */
  public static final String FIRST_NAME = "plimsoll.kept.first-name";

  /** Copies the collections. */
  public Table {
    keys = List.copyOf(keys);
    partitioning = List.copyOf(partitioning);
    properties = Map.copyOf(properties);
    indexes = List.copyOf(indexes);
  }

  /** A table without declared indexes. */
  public Table(
      UUID id,
      TableName name,
      Schema schema,
      KeyKind keyKind,
      List<String> keys,
      List<PartitionField> partitioning,
      String comment,
      Map<String, String> properties) {
    this(id, name, schema, keyKind, keys, partitioning, comment, properties, List.of());
  }

  /** A table with a schema and nothing else. */
  public static Table of(UUID id, TableName name, Schema schema) {
    return new Table(id, name, schema, KeyKind.NONE, List.of(), List.of(), "", Map.of());
  }

  /** A table that is defined like this one and has a life of its own; field ids begin anew. */
  public Table copyAs(UUID newId, TableName newName) {
    List<Column> columns = new ArrayList<>();
    for (Column column : schema.columns()) {
      columns.add(column.withFieldId(columns.size() + 1));
    }
    Map<String, String> copied = new HashMap<>(properties);
    copied.remove(FIRST_NAME);
    return new Table(
        newId,
        newName,
        new Schema(columns).numbered(),
        keyKind,
        keys,
        partitioning,
        comment,
        copied,
        indexes);
  }

  /** This table under another name in its database; its files stay where they are. */
  public Table renamed(String newName) {
    Map<String, String> kept = new HashMap<>(properties);
    kept.putIfAbsent(FIRST_NAME, name.table());
    return new Table(
        id,
        new TableName(name.database(), newName),
        schema,
        keyKind,
        keys,
        partitioning,
        comment,
        kept,
        indexes);
  }

  /** The name it was created under: its directory is called by it. */
  public TableName home() {
    return new TableName(name.database(), properties.getOrDefault(FIRST_NAME, name.table()));
  }

  /** What a key means for rows that share it. */
  public enum KeyKind {
    /** No key was declared. */
    NONE,
    /** All rows are kept; the key only sorts. */
    DUPLICATE
  }
}
