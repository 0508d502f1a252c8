/**
 * Queries: MySQL-flavoured SQL in, DuckDB SQL out, every name and type checked against the catalog.
 *
 * <p>Tokens are brought into the words of Calcite's parser ({@link
 * plimsoll.sql.query.QueryRewriter}), parsed, validated against {@link
 * plimsoll.sql.query.QueryCatalog} and our functions ({@link plimsoll.sql.query.Functions}), and
 * written out for DuckDB ({@link plimsoll.sql.query.DuckDbDialect}). What is not in the catalog or
 * not in our list of functions never gets through. Start at {@link
 * plimsoll.sql.query.QueryCompiler}.
 */
@NullMarked
package plimsoll.sql.query;

import org.jspecify.annotations.NullMarked;
