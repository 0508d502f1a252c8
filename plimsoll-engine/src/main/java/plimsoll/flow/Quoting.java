package plimsoll.flow;

/** What there is among some bytes that may take its meaning from a delimiter. */
public enum Quoting {
  /** Nobody looked, or looking was not enough to tell. */
  UNKNOWN,

  /** No escape that works; quotes there may be. */
  UNESCAPED,

  /** Neither quotes nor escapes that work: every delimiter is one. */
  NONE
}
