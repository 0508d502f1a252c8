/**
 * From statements as written to what they mean: every name resolved, every option checked.
 *
 * <p>In: {@code sql.tree}. Out: {@link plimsoll.model.Table}s and load options. Start at {@link
 * plimsoll.sql.plan.TablePlanner} and {@link plimsoll.sql.plan.LoadDataOptions}.
 */
@NullMarked
package plimsoll.sql.plan;

import org.jspecify.annotations.NullMarked;
