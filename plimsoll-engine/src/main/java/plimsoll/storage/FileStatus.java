package plimsoll.storage;

import java.time.Instant;

/**
 * What a listing says of a file.
 *
 * @param path absolute path
 * @param length bytes
 * @param modified last change
 */
public record FileStatus(String path, long length, Instant modified) {}
