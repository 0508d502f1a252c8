/**
 * Lexer and parser that ANTLR generates from {@code PlimsollSql.g4}; only {@link
 * plimsoll.sql.parse.SqlParser} uses them. Nothing here is written by hand, so nothing is
 * null-marked.
 */
@NullUnmarked
package plimsoll.sql.grammar;

import org.jspecify.annotations.NullUnmarked;
