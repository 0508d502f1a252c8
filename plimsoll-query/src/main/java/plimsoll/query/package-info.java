/**
 * Queries on DuckDB: SQL that was validated elsewhere, run over exactly the files of table
 * snapshots.
 *
 * <p>In: DuckDB SQL and {@link plimsoll.query.ScanFiles}. Out: a {@link
 * plimsoll.query.QueryResult}, or the rows of a load ({@link plimsoll.query.QueryRows}), or columns
 * computed beside those that a load reads ({@link plimsoll.query.DerivedRows}). Start at {@link
 * plimsoll.query.QueryEngine}; {@code Sandbox} is what keeps a query inside. The only module that
 * knows DuckDB.
 */
@NullMarked
package plimsoll.query;

import org.jspecify.annotations.NullMarked;
