/** Networks that fail, for tests. Start at {@link plimsoll.testkit.net.CuttingProxy}. */
@NullMarked
package plimsoll.testkit.net;

import org.jspecify.annotations.NullMarked;
