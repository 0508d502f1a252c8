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
 * @param keptRejects how many bad rows can be read later, all being counted; negative for all
 */
public record Quality(
    @Nullable Double ratio, long maxErrors, BadValuePolicy badValues, long keptRejects) {
  /** The option that says how many rejected rows are kept. */
  public static final String KEPT_REJECTS = "log_rejected_record_num";

  /** Nothing said: no bad row, values that do not convert become NULL. */
  public static final Quality DEFAULT = new Quality(null, -1, BadValuePolicy.NULLIFY, -1);

  /** The words of the options. */
  public static final List<String> WORDS =
      List.of("max_filter_ratio", "max_error_number", "strict_mode", "bad_values", KEPT_REJECTS);

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

  /** This, with another policy. */
  public Quality with(BadValuePolicy policy) {
    return new Quality(ratio, maxErrors, policy, keptRejects);
  }

  /** This, with one option read; BAD_OPTION. */
  public Quality with(String word, String text) {
    return switch (word) {
      case "max_filter_ratio" -> new Quality(ratio(text), maxErrors, badValues, keptRejects);
      case "max_error_number" -> new Quality(ratio, number(text), badValues, keptRejects);
      case "strict_mode" -> new Quality(ratio, maxErrors, strict(text), keptRejects);
      case "bad_values" -> new Quality(ratio, maxErrors, policy(text), keptRejects);
      case KEPT_REJECTS -> new Quality(ratio, maxErrors, badValues, kept(text));
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

  private static long kept(String text) {
    try {
      long number = Long.parseLong(text.strip());
      if (number >= -1) {
        return number;
      }
    } catch (NumberFormatException e) {
      throw ErrorCode.BAD_OPTION.because(
          e, KEPT_REJECTS + " is '" + text + "', must be a whole number from -1 (all).");
    }
    throw ErrorCode.BAD_OPTION.with(KEPT_REJECTS + " is " + text + ", must be -1 (all) or more.");
  }

  private static BadValuePolicy strict(String text) {
    return switch (text.strip().toLowerCase(Locale.ROOT)) {
      case "true" -> BadValuePolicy.REJECT;
      case "false" -> BadValuePolicy.NULLIFY;
      default ->
          throw ErrorCode.BAD_OPTION.with("strict_mode is '" + text + "', must be true or false.");
    };
  }

  /** The value of bad_values that says a policy. */
  public static String word(BadValuePolicy policy) {
    return BAD_VALUES.entrySet().stream()
        .filter(each -> each.getValue() == policy)
        .map(Map.Entry::getKey)
        .findFirst()
        .orElseThrow();
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
