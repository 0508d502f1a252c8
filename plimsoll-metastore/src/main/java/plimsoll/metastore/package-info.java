/**
 * Catalog, labels, loads and Iceberg's table pointers over JDBC, in one database.
 *
 * <p>In: the nouns of {@code model}. Out: rows, and nouns again. Start at {@link
 * plimsoll.metastore.Metastores}; {@link plimsoll.metastore.JdbcMetastore} reads as the list of
 * what a metastore does, {@code *Rows} hold the SQL of one group of tables each, {@link
 * plimsoll.metastore.Sessions} is how a transaction runs. Imports {@code commit}, {@code model} and
 * {@code error} only.
 */
@NullMarked
package plimsoll.metastore;

import org.jspecify.annotations.NullMarked;
