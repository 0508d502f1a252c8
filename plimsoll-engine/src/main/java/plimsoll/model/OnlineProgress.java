package plimsoll.model;

/**
 * How far the metastore knows the online side to be. Numbers are those of {@link OnlineChange}; 0
 * before the first.
 *
 * @param done all changes up to this one are done
 * @param decided the last one that a commit recorded
 */
public record OnlineProgress(long done, long decided) {}
