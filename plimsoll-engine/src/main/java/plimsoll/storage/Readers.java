package plimsoll.storage;

/** Who besides the administrator may read a file, where a storage knows such things. */
public enum Readers {
  /** Who made it. */
  OWNER,
  /** Its group too, unless the process was told to leave groups out. */
  GROUP
}
