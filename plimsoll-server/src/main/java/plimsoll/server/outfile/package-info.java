/**
 * SELECT … INTO OUTFILE: rows of a query as one file of the server's machine, whole or not at all.
 * In: rows as sessions give them. Out: a CSV or Parquet file. Start at {@link
 * plimsoll.server.outfile.Outfile}.
 */
@NullMarked
package plimsoll.server.outfile;

import org.jspecify.annotations.NullMarked;
