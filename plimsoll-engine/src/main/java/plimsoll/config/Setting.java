package plimsoll.config;

import java.util.List;
import java.util.function.Function;
import plimsoll.error.ErrorCode;

/**
 * One setting: key, type, default, range and meaning, said once.
 *
 * @param key name in {@code plimsoll.conf}; StarRocks' where it has one
 * @param byDefault default, as written in the file
 * @param range allowed values, in words
 * @param help what it does, one sentence
 * @param reader reads a written value; null or an exception means out of range
 * @param <T> type of the value
 */
public record Setting<T>(
    String key, String byDefault, String range, String help, Function<String, T> reader) {

  /** Reads a written value. BAD_SETTING says what is allowed. */
  public T read(String written) {
    try {
      return reader.apply(written.trim());
    } catch (IllegalArgumentException e) {
      throw ErrorCode.BAD_SETTING.because(e, key, written.trim(), range);
    }
  }

  /** A whole number. */
  static Setting<Integer> number(String key, int byDefault, int least, int most, String help) {
    return new Setting<>(
        key,
        Integer.toString(byDefault),
        least + " to " + most,
        help,
        text -> Math.toIntExact(within(Long.parseLong(text), least, most)));
  }

  /** Bytes, written as a number with or without KB, MB or GB (powers of 1024). */
  static Setting<Long> bytes(String key, String byDefault, String least, String most, String help) {
    return new Setting<>(
        key,
        byDefault,
        least + " to " + most,
        help,
        text -> within(parseBytes(text), parseBytes(least), parseBytes(most)));
  }

  /** True or false. */
  static Setting<Boolean> flag(String key, boolean byDefault, String help) {
    return new Setting<>(key, Boolean.toString(byDefault), "true or false", help, Setting::truth);
  }

  private static Boolean truth(String text) {
    return switch (text) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new IllegalArgumentException("neither true nor false");
    };
  }

  /** One of some words. */
  static Setting<String> word(String key, List<String> allowed, String help) {
    return new Setting<>(
        key,
        allowed.get(0),
        String.join(", ", allowed),
        help,
        text -> {
          if (!allowed.contains(text)) {
            throw new IllegalArgumentException("none of them");
          }
          return text;
        });
  }

  /** Free text. */
  static Setting<String> text(String key, String byDefault, String help) {
    return new Setting<>(key, byDefault, "text", help, text -> text);
  }

  private static long within(long value, long least, long most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException("out of range");
    }
    return value;
  }

  private static long parseBytes(String text) {
    String number = text.replaceAll("[^0-9]", "");
    String unit = text.substring(number.length()).trim();
    long factor =
        switch (unit) {
          case "", "B" -> 1;
          case "KB" -> 1L << 10;
          case "MB" -> 1L << 20;
          case "GB" -> 1L << 30;
          default -> throw new IllegalArgumentException("unknown unit " + unit);
        };
    return Math.multiplyExact(Long.parseLong(number), factor);
  }
}
