/**
 * Statements as written: sealed, immutable, one record per kind. Names and options are not resolved
 * yet, every part knows where it stands in the text. Start at {@link plimsoll.sql.tree.Statement}.
 */
@NullMarked
package plimsoll.sql.tree;

import org.jspecify.annotations.NullMarked;
