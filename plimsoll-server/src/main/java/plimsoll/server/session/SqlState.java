package plimsoll.server.session;

import plimsoll.error.ErrorCode;

/**
 * A failure in the words of MySQL's clients. Numbers and states are MySQL's where it has the same
 * failure; else 1064 / 42000 for what the client can change, as StarRocks does, and 1105 / HY000. A
 * state of class 08 makes connection pools drop the connection, so only those get one.
 *
 * @param number error number
 * @param state SQLSTATE, five characters
 */
public record SqlState(int number, String state) {
  /** What a failure is called. */
  public static SqlState of(ErrorCode code) {
    return switch (code) {
      case UNKNOWN_DATABASE -> of(1049, "42000");
      case UNKNOWN_TABLE -> of(1146, "42S02");
      case UNKNOWN_COLUMN -> of(1054, "42S22");
      case DATABASE_EXISTS -> of(1007, "HY000");
      case TABLE_EXISTS -> of(1050, "42S01");
      case NO_DATABASE -> of(1046, "3D000");
      case BAD_NAME -> of(1103, "42000");
      case SYNTAX -> of(1064, "42000");
      case UNSUPPORTED -> of(1235, "42000");
      case DUPLICATE_COLUMN -> of(1060, "42S21");
      case NO_DEFAULT -> of(1364, "HY000");
      case BAD_SETTING -> of(1231, "42000");
      case UNKNOWN_SETTING -> of(1193, "HY000");
      case UNKNOWN_FUNCTION -> of(1305, "42000");
      case FIELD_COUNT -> of(1136, "21S01");
      case BAD_VALUE -> of(1264, "22003");
      case NULL_VALUE -> of(1048, "23000");
      case TOO_LONG -> of(1406, "22001");
      case SHUTTING_DOWN -> of(1053, "08S01");
      case TIMED_OUT -> of(3024, "HY000");
      case CANCELLED -> of(1317, "70100");
      case FILE_EXISTS -> of(1086, "HY000");
      case DISK_FULL -> of(1021, "HY000");
      case WRONG_PASSWORD, NEED_AUTH -> of(1045, "28000");
      case NO_SUCH_GRANT -> of(1141, "42000");
      case UNKNOWN_CONNECTION -> of(1094, "HY000");
      default -> byBlame(code);
    };
  }

  private static SqlState byBlame(ErrorCode code) {
    return switch (code.blame()) {
      case SENDER -> of(1064, "42000");
      case RIGHTS -> of(1227, "42000");
      case CAPACITY, OUTSIDE, SERVER -> of(1105, "HY000");
    };
  }

  private static SqlState of(int number, String state) {
    return new SqlState(number, state);
  }
}
