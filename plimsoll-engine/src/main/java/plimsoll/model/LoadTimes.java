package plimsoll.model;

import java.time.Instant;

/**
 * When a load did what.
 *
 * @param started when the request came in
 * @param finished when it was answered
 * @param planMillis checking names and options
 * @param readMillis waiting for bytes, added up over workers
 * @param writeMillis parse to staged files, wall clock
 * @param commitMillis waiting for the group, metadata and the SQL transaction
 */
public record LoadTimes(
    Instant started,
    Instant finished,
    long planMillis,
    long readMillis,
    long writeMillis,
    long commitMillis) {}
