package plimsoll.model;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is remembered of a load.
 *
 * @param id load id, unique for ever in a data directory; shown as transaction id. Below 2^53
 * @param database its database
 * @param label its label
 * @param state transaction state
 * @param kind how it came in
 * @param tables tables it wrote to
 * @param counts rows and bytes
 * @param times when and how long
 * @param digest hex of the 128-bit content digest; null if no content was read
 * @param reason why it was aborted; empty otherwise
 * @param user who
 * @param origin from where: client address or {@code local}
 * @param source what was read: file names or {@code request body}
 * @param statement statement text or request line, without secrets
 * @param details headers that were ignored, warnings; one a line
 * @param errorLog name of its error log; null if no row was rejected, or none was to be kept
 * @param parent the load whose rejected rows it loaded; null if it was no such load
 */
public record LoadRecord(
    long id,
    String database,
    Label label,
    LoadState state,
    LoadKind kind,
    List<TableName> tables,
    LoadCounts counts,
    LoadTimes times,
    @Nullable String digest,
    String reason,
    String user,
    String origin,
    String source,
    String statement,
    String details,
    @Nullable String errorLog,
    @Nullable LoadParent parent) {
  /** All that is known of a load whose record was forgotten while its label stays taken. */
  public static LoadRecord forgotten(
      long id, String database, Label label, LoadKind kind, Instant finished) {
    return new LoadRecord(
        id,
        database,
        label,
        LoadState.VISIBLE,
        kind,
        List.of(),
        LoadCounts.ZERO,
        new LoadTimes(finished, finished, 0, 0, 0, 0),
        null,
        "",
        "",
        "",
        "",
        "",
        "The record of this load has aged out; its label stays taken.",
        null,
        null);
  }

  /** This record, final in another state. */
  public LoadRecord in(LoadState newState, String newReason, LoadTimes newTimes) {
    return new LoadRecord(
        id, database, label, newState, kind, tables, counts, newTimes, digest, newReason, user,
        origin, source, statement, details, errorLog, parent);
  }

  /** This record, with what its change of the online side came to. */
  public LoadRecord after(OnlineDone done) {
    return new LoadRecord(
        id,
        database,
        label,
        state,
        kind,
        tables,
        counts.changed(done.notLoaded(), done.unselected()),
        times,
        digest,
        reason,
        user,
        origin,
        source,
        statement,
        details,
        errorLog,
        parent);
  }

  /** This record with another error log. */
  public LoadRecord withErrorLog(@Nullable String newErrorLog) {
    return with(label, statement, newErrorLog);
  }

  /** This record of another statement. */
  public LoadRecord withStatement(String newStatement) {
    return with(label, newStatement, errorLog);
  }

  /** This record under another label. */
  public LoadRecord withLabel(Label newLabel) {
    return with(newLabel, statement, errorLog);
  }

  private LoadRecord with(Label newLabel, String newStatement, @Nullable String newErrorLog) {
    return new LoadRecord(
        id,
        database,
        newLabel,
        state,
        kind,
        tables,
        counts,
        times,
        digest,
        reason,
        user,
        origin,
        source,
        newStatement,
        details,
        newErrorLog,
        parent);
  }
}
