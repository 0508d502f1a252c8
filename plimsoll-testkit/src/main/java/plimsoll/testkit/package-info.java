/**
 * What the tests of all modules share: contracts that every implementation of a seam must pass, and
 * models of those seams in memory. Start at {@link plimsoll.testkit.MetastoreContract}.
 */
@NullMarked
package plimsoll.testkit;

import org.jspecify.annotations.NullMarked;
