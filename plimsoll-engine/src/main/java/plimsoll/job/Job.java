package plimsoll.job;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is remembered of a job.
 *
 * @param id unique for ever in a data directory, from 1
 * @param order what it shall do
 * @param state how far it is
 * @param submitted when it was recorded
 * @param started when its statement was begun last; null if it never was
 * @param ended when it came to a final state; null before
 * @param error why it failed or who stopped it; else empty
 */
public record Job(
    long id,
    JobOrder order,
    JobState state,
    Instant submitted,
    @Nullable Instant started,
    @Nullable Instant ended,
    String error) {}
