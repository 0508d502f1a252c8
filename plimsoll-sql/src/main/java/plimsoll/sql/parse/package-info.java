/**
 * Text to statements. In: what a client sent, one statement or several. Out: {@link
 * plimsoll.sql.tree.Statement}s, or an error with its line, column and what was expected. Queries
 * are delimited here and kept as text. Start at {@link plimsoll.sql.parse.SqlParser}.
 */
@NullMarked
package plimsoll.sql.parse;

import org.jspecify.annotations.NullMarked;
