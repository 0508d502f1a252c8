package plimsoll.model;

/** How bytes are compressed. */
public enum Compression {
  NONE,
  GZIP,
  /** By the ending of the file's name; a body without a name is plain. */
  BY_NAME
}
