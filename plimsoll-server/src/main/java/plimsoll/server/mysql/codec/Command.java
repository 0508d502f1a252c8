package plimsoll.server.mysql.codec;

import java.util.Arrays;
import java.util.Optional;

/** What a message asks for: its first byte. Those that are not here are refused. */
public enum Command {
  QUIT(1),
  INIT_DB(2),
  QUERY(3),
  FIELD_LIST(4),
  STATISTICS(9),
  PROCESS_KILL(12),
  PING(14),
  CHANGE_USER(17),
  STMT_PREPARE(22),
  STMT_EXECUTE(23),
  STMT_SEND_LONG_DATA(24),
  STMT_CLOSE(25),
  STMT_RESET(26),
  SET_OPTION(27),
  RESET_CONNECTION(31);

  private final int code;

  Command(int code) {
    this.code = code;
  }

  /** The byte. */
  public int code() {
    return code;
  }

  /** The command of that byte. */
  public static Optional<Command> of(int code) {
    return Arrays.stream(values()).filter(command -> command.code == code).findFirst();
  }
}
