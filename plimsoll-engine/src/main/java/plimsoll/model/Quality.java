package plimsoll.model;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import plimsoll.error.ErrorCode;
import plimsoll.error.Nearest;

/**
 * How many bad rows a load bears, and what a value that does not convert does, as its options say.
 *
 * @param ratio tolerated share of bad rows, 0 to 1; null if not said
 * @param maxErrors tolerated number of bad rows; negative if not said
 * @param badValues what a value that does not convert does
 */
public record Quality(@Nullable Double ratio, long maxErrors, BadValuePolicy badValues) {
  /** Nothing said: no bad row, values that do not convert become NULL. */
  public static final Quality DEFAULT = new Quality(null, -1, BadValuePolicy.NULLIFY);

  /** The words of the options. */
  public static final List<String> WORDS =
      List.of("max_filter_ratio", "max_error_number", "strict_mode", "bad_values");

  private static final Map<String, BadValuePolicy> BAD_VALUES =
      Map.of(
          "null", BadValuePolicy.NULLIFY,
          "reject", BadValuePolicy.REJECT,
          "abort", BadValuePolicy.ABORT);

  /** Who says a number of bad rows and no share means the number. */
  public double maxFilterRatio() {
    Double said = ratio;
    return said != null ? said : maxErrors >= 0 ? 1 : 0;
  }

  /** This, with one option read; BAD_OPTION. */
  public Quality with(String word, String text) {
    return switch (word) {
      case "max_filter_ratio" -> new Quality(ratio(text), maxErrors, badValues);
      case "max_error_number" -> new Quality(ratio, number(text), badValues);
      case "strict_mode" -> new Quality(ratio, maxErrors, strict(text));
      case "bad_values" -> new Quality(ratio, maxErrors, policy(text));
      default -> throw new IllegalArgumentException(word);
    };
  }

  private static double ratio(String text) {
    try {
      double ratio = Double.parseDouble(text.strip());
      if (ratio >= 0 && ratio <= 1) {
        return ratio;
      }
    } catch (NumberFormatException e) {
      throw ErrorCode.BAD_OPTION.because(
          e, "max_filter_ratio is '" + text + "', must be a number from 0 to 1.");
    }
    throw ErrorCode.BAD_OPTION.with("max_filter_ratio is " + text + ", must be between 0 and 1.");
  }

  private static long number(String text) {
    try {
      long number = Long.parseLong(text.strip());
      if (number >= 0) {
        return number;
      }
    } catch (NumberFormatException e) {
      throw ErrorCode.BAD_OPTION.because(
          e, "max_error_number is '" + text + "', must be a whole number from 0.");
    }
    throw ErrorCode.BAD_OPTION.with("max_error_number is " + text + ", must be 0 or more.");
  }

  private static BadValuePolicy strict(String text) {
    return switch (text.strip().toLowerCase(Locale.ROOT)) {
      case "true" -> BadValuePolicy.REJECT;
      case "false" -> BadValuePolicy.NULLIFY;
      default ->
          throw ErrorCode.BAD_OPTION.with("strict_mode is '" + text + "', must be true or false.");
    };
  }

  private static BadValuePolicy policy(String text) {
    String wanted = text.strip().toLowerCase(Locale.ROOT);
    BadValuePolicy policy = BAD_VALUES.get(wanted);
    if (policy == null) {
      throw ErrorCode.BAD_OPTION.with(
          "bad_values is '"
              + text
              + "', must be one of null, reject, abort."
              + Nearest.hint(wanted, BAD_VALUES.keySet()));
    }
    return policy;
  }
}
