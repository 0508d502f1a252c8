package plimsoll.server.http;

import plimsoll.access.AccessControl;
import plimsoll.commit.Metastore;
import plimsoll.load.ErrorLogs;
import plimsoll.server.audit.AuditLog;
import plimsoll.server.auth.Logins;
import plimsoll.server.online.PointReads;

/**
 * What the HTTP front end needs of the rest of the server; the wiring fills it in.
 *
 * @param loads runs, cancels and lists loads
 * @param headers reads the headers of a Stream Load
 * @param sql runs statements
 * @param reads reads rows by key
 * @param offline reads and replaces what tables show offline
 * @param metastore databases, tables, labels and finished loads
 * @param sizes how much tables hold
 * @param errorLogs rejected rows by name of their log
 * @param metrics what {@code /metrics} shows
 * @param info what the server says of itself
 * @param access who may do what
 * @param logins checks names and passwords
 * @param audit a line for each load and each failed login
 */
public record Backend(
    LoadDesk loads,
    StreamLoadHeaders headers,
    SqlDesk sql,
    PointReads reads,
    OfflineDesk offline,
    Metastore metastore,
    TableSizes sizes,
    ErrorLogs errorLogs,
    ServerMetrics metrics,
    ServerInfo info,
    AccessControl access,
    Logins logins,
    AuditLog audit) {}
