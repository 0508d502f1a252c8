package plimsoll.sql.parse;

import org.antlr.v4.runtime.CharStream;
import org.antlr.v4.runtime.CharStreams;
import org.antlr.v4.runtime.misc.Interval;

/**
 * A text as the lexer sees it: outside ASCII there are letters, and blanks.
 *
 * <p>ANTLR remembers where ASCII characters lead and works it out anew for each of the others, at
 * ten times the cost. The grammar tells letters from blanks and nothing else there, so the lexer is
 * shown one sign of each kind. What tokens say is the text as it is. Counts in code points.
 */
final class LexerInput implements CharStream {
  /** A letter that no keyword has. */
  private static final int LETTER = '$';

  private final CharStream text;

  LexerInput(String text) {
    this.text = CharStreams.fromString(text);
  }

  @Override
  public int LA(int offset) {
    int codePoint = text.LA(offset);
    if (codePoint < 0x80) {
      return codePoint; // the end too, which is negative
    }
    return codePoint == 0xA0 || codePoint == 0xFEFF ? ' ' : LETTER;
  }

  @Override
  public String getText(Interval interval) {
    return text.getText(interval);
  }

  @Override
  public void consume() {
    text.consume();
  }

  @Override
  public int mark() {
    return text.mark();
  }

  @Override
  public void release(int marker) {
    text.release(marker);
  }

  @Override
  public int index() {
    return text.index();
  }

  @Override
  public void seek(int index) {
    text.seek(index);
  }

  @Override
  public int size() {
    return text.size();
  }

  @Override
  public String getSourceName() {
    return text.getSourceName();
  }
}
