/**
 * {@code information_schema}: tables whose rows the server makes, each from what one user may know.
 *
 * <p>In: a user's {@link plimsoll.server.schema.Viewer} and what a query wants of a table. Out:
 * rows. A new table is one class and its line in {@link plimsoll.server.schema.InformationSchema},
 * where to start. Tables ask the viewer and nobody else, so that none can show what is not to be
 * seen.
 */
@NullMarked
package plimsoll.server.schema;

import org.jspecify.annotations.NullMarked;
