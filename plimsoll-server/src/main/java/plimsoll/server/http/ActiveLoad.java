package plimsoll.server.http;

import java.time.Instant;
import plimsoll.model.Label;
import plimsoll.model.LoadKind;
import plimsoll.model.LoadState;
import plimsoll.model.TableName;

/**
 * A load on its way.
 *
 * @param id load id
 * @param table where its rows go
 * @param label its label
 * @param kind how it came in
 * @param state PREPARE or PREPARED
 * @param started when it began
 * @param loaded rows written so far
 * @param filtered rows filtered so far
 * @param sourceBytes raw bytes read so far
 * @param totalBytes raw bytes in all, -1 if not known
 */
public record ActiveLoad(
    long id,
    TableName table,
    Label label,
    LoadKind kind,
    LoadState state,
    Instant started,
    long loaded,
    long filtered,
    long sourceBytes,
    long totalBytes) {}
