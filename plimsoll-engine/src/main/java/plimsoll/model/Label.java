package plimsoll.model;

import java.util.UUID;
import java.util.regex.Pattern;
import plimsoll.error.ErrorCode;

/**
 * The name that makes a load at-most-once in its database.
 *
 * <p>Source: StarRocks' rule, {@code ^[-\w]{1,128}$}, case-sensitive.
 *
 * @param text the label
 * @param generated made by us, so it ages out with the load's record; a user's label is kept for
 *     ever
 */
public record Label(String text, boolean generated) {
  private static final Pattern FORM = Pattern.compile("[-\\w]{1,128}");

  /** Checks the form. */
  public Label {
    if (!FORM.matcher(text).matches()) {
      throw ErrorCode.LABEL_FORMAT.with(text);
    }
  }

  /** A label that a user gave. */
  public static Label given(String text) {
    return new Label(text, false);
  }

  /** A new label of ours: {@code prefix} and a random UUID. */
  public static Label generate(String prefix) {
    return new Label(prefix + UUID.randomUUID(), true);
  }

  @Override
  public String toString() {
    return text;
  }
}
