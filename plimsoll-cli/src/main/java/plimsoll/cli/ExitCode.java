package plimsoll.cli;

import plimsoll.error.Blame;

/** What a command exits with: by who can act on the failure. */
final class ExitCode {
  static final int OK = 0;
  static final int SENDER = 2;
  static final int RIGHTS = 3;
  static final int CAPACITY = 4;
  static final int OUTSIDE = 5;

  /** EX_SOFTWARE of sysexits.h. */
  static final int BUG = 70;

  private ExitCode() {}

  static int of(Blame blame) {
    return switch (blame) {
      case SENDER -> SENDER;
      case RIGHTS -> RIGHTS;
      case CAPACITY -> CAPACITY;
      case OUTSIDE -> OUTSIDE;
      case SERVER -> BUG;
    };
  }
}
