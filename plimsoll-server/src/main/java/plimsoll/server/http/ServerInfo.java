package plimsoll.server.http;

import java.time.Instant;

/**
 * What the server says of itself.
 *
 * @param version its version
 * @param started when it was ready
 * @param dataDirectory absolute path of its data
 * @param mysqlPort port of the MySQL front end, 0 if there is none
 */
public record ServerInfo(String version, Instant started, String dataDirectory, int mysqlPort) {}
