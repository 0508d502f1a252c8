package plimsoll.convert;

/** What kind of floating point number a text is, blanks around it apart. */
final class FloatText {
  /** The kinds. */
  enum Kind {
    /** NaN or an infinity. */
    SPECIAL,
    /** A number for the library's parser; under Java's syntax perhaps not even that. */
    NUMBER,
    /** No number. */
    NEITHER
  }

  private final boolean javaSyntax;
  private int start;
  private int end;
  private double special;

  /**
   * Looks at texts by one of two syntaxes.
   *
   * @param javaSyntax whether Java's literals are numbers too (a suffix d or f, hexadecimal)
   */
  FloatText(boolean javaSyntax) {
    this.javaSyntax = javaSyntax;
  }

  Kind look(byte[] data, int from, int to) {
    start = Numbers.skipBlanks(data, from, to);
    end = Numbers.dropBlanks(data, start, to);
    if (Numbers.isDecimal(data, start, end)) {
      return Kind.NUMBER;
    }
    if (isSpecial(data)) {
      return Kind.SPECIAL;
    }
    return javaSyntax && start < end ? Kind.NUMBER : Kind.NEITHER;
  }

  private boolean isSpecial(byte[] data) {
    int word = start < end && Numbers.isSign(data[start]) ? start + 1 : start;
    if (Numbers.isWord(data, word, end, "nan")) {
      special = Double.NaN;
      return true;
    }
    if (Numbers.isWord(data, word, end, "inf") || Numbers.isWord(data, word, end, "infinity")) {
      special = data[start] == '-' ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
      return true;
    }
    return false;
  }

  double special() {
    return special;
  }

  int start() {
    return start;
  }

  int length() {
    return end - start;
  }
}
