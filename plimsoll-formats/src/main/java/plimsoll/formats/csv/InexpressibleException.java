package plimsoll.formats.csv;

/** A value that the options of a text cannot express: it would be read back as another one. */
public final class InexpressibleException extends Exception {
  private static final long serialVersionUID = 1;

  /**
   * Why.
   *
   * @param reason a clause about the value, and a sentence with the option that helps
   */
  InexpressibleException(String reason) {
    super(reason);
  }

  /** The reason; ends with a full stop. */
  public String reason() {
    return String.valueOf(getMessage());
  }
}
