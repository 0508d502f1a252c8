/**
 * The web console: a page, a style sheet and a script, served as they lie in the resources. The
 * script asks {@code GET /api/plimsoll/status} and draws what it gets; nothing is fetched from
 * elsewhere and nothing needs a build. Start at {@link plimsoll.server.console.ConsolePages}.
 */
@NullMarked
package plimsoll.server.console;

import org.jspecify.annotations.NullMarked;
