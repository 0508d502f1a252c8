/**
 * The HTTP front end: Stream Load and its helpers, SQL over HTTP, metrics, the console's data.
 *
 * <p>In: requests on a loopback socket. Out: a {@link plimsoll.load.LoadRequest} or a statement for
 * the engine, and its report as the JSON that StarRocks' clients read. Request bodies are never
 * held: they stream into the load's workers, which set the pace. Start at {@link
 * plimsoll.server.http.HttpServer}; {@link plimsoll.server.http.Backend} is all it needs of the
 * rest of the server.
 */
@NullMarked
package plimsoll.server.http;

import org.jspecify.annotations.NullMarked;
