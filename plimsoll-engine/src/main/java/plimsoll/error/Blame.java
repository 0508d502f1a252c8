package plimsoll.error;

/** Who can act on a failure. Front ends map this, not single codes, to their status numbers. */
public enum Blame {
  /** The request or its data is wrong: HTTP 400, exit code 2. */
  SENDER,
  /** The request may not be made by this user: HTTP 401 or 403, exit code 3. */
  RIGHTS,
  /** A limit of this server is reached; the same request may pass later: HTTP 503, exit code 4. */
  CAPACITY,
  /** Something outside Plimsoll failed (disk, network, another server): HTTP 502, exit code 5. */
  OUTSIDE,
  /** A bug of ours: HTTP 500, exit code 70. */
  SERVER
}
