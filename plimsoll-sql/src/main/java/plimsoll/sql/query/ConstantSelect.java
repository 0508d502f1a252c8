package plimsoll.sql.query;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.antlr.v4.runtime.Token;
import org.jspecify.annotations.Nullable;
import plimsoll.error.ErrorCode;
import plimsoll.error.Nearest;
import plimsoll.sql.grammar.PlimsollSqlLexer;
import plimsoll.sql.parse.Quoted;
import plimsoll.sql.parse.Tokens;
import plimsoll.sql.tree.SqlText;

/**
 * Queries that only ask the session: {@code SELECT @@version_comment, DATABASE() AS d LIMIT 1}.
 * Every driver sends such when it connects; they are answered without a query engine.
 */
public final class ConstantSelect {
  private final Tokens source;
  private final List<Token> tokens;
  private final SessionValues session;
  private final List<Item> items = new ArrayList<>();
  private int at;

  /**
   * One column of the one row.
   *
   * @param name its alias, or as written
   * @param value null, a String or a Long
   */
  public record Item(String name, @Nullable Object value) {}

  private ConstantSelect(Tokens source, SessionValues session) {
    this.source = source;
    this.tokens = source.all();
    this.session = session;
  }

  /** The row, if the query is such a one. UNKNOWN_SETTING. */
  public static Optional<List<Item>> of(SqlText query, SessionValues session) {
    ConstantSelect select = new ConstantSelect(Tokens.of(query.text()), session);
    return select.matches() ? Optional.of(List.copyOf(select.items)) : Optional.empty();
  }

  private boolean matches() {
    if (!takes("SELECT")) {
      return false;
    }
    do {
      if (!item()) {
        return false;
      }
    } while (takes(","));
    if (takes("LIMIT") && (at >= tokens.size() || !text(at++).matches("[1-9][0-9]{0,17}"))) {
      return false;
    }
    return at == tokens.size();
  }

  private boolean item() {
    int from = at;
    SessionValues.Value value = value();
    if (value == null) {
      return false;
    }
    String written = source.written(tokens.get(from), tokens.get(at - 1));
    items.add(new Item(alias().orElse(written), value.content()));
    return true;
  }

  private SessionValues.@Nullable Value value() {
    if (isVariable(tokens, at)) {
      Variable variable = variable(tokens, at, session);
      at = variable.last() + 1;
      return variable.value();
    }
    if (at >= tokens.size()) {
      return null;
    }
    Token token = tokens.get(at);
    if (token.getType() == PlimsollSqlLexer.INTEGER && token.getText().length() <= 18) {
      at++;
      return new SessionValues.Value(Long.valueOf(token.getText()));
    }
    if (at + 2 < tokens.size() && text(at + 1).equals("(") && text(at + 2).equals(")")) {
      SessionValues.Value value = session.function(text(at)).orElse(null);
      at += value == null ? 0 : 3;
      return value;
    }
    return isCurrentUser(tokens, at) ? session.function(text(at++)).orElse(null) : null;
  }

  private Optional<String> alias() {
    boolean as = takes("AS");
    if (at >= tokens.size()) {
      return Optional.empty();
    }
    Token token = tokens.get(at);
    Optional<String> name =
        switch (token.getType()) {
          case PlimsollSqlLexer.QUOTED -> Optional.of(Quoted.name(token.getText()));
          case PlimsollSqlLexer.STRING -> Optional.of(Quoted.string(token.getText()));
          case PlimsollSqlLexer.IDENTIFIER -> Optional.of(token.getText());
          default ->
              as && Character.isLetter(token.getText().charAt(0))
                  ? Optional.of(token.getText())
                  : Optional.empty();
        };
    at += name.isPresent() ? 1 : 0;
    return name;
  }

  private boolean takes(String word) {
    boolean found = at < tokens.size() && text(at).equalsIgnoreCase(word);
    at += found ? 1 : 0;
    return found;
  }

  private String text(int i) {
    return tokens.get(i).getText();
  }

  // ---- shared with the rewriter

  /** Whether CURRENT_USER stands there without the parentheses that its like must have. */
  static boolean isCurrentUser(List<Token> tokens, int i) {
    return tokens.get(i).getText().equalsIgnoreCase("CURRENT_USER")
        && (i + 1 == tokens.size() || !List.of("(", ".").contains(tokens.get(i + 1).getText()));
  }

  /**
   * A variable in a query.
   *
   * @param last its last token
   */
  record Variable(SessionValues.Value value, int last) {}

  /** Whether {@code @@} stands there. */
  static boolean isVariable(List<Token> tokens, int i) {
    return i + 2 < tokens.size()
        && tokens.get(i).getText().equals("@")
        && tokens.get(i + 1).getText().equals("@");
  }

  /** Reads {@code @@[global. | session. | local.]name}. UNKNOWN_SETTING. */
  static Variable variable(List<Token> tokens, int i, SessionValues session) {
    int name = i + 2;
    String scope = tokens.get(name).getText().toUpperCase(Locale.ROOT);
    boolean scoped =
        name + 2 < tokens.size()
            && tokens.get(name + 1).getText().equals(".")
            && List.of("GLOBAL", "SESSION", "LOCAL").contains(scope);
    name += scoped ? 2 : 0;
    String written = tokens.get(name).getText();
    String text = written.startsWith("`") ? Quoted.name(written) : written;
    SessionValues.Value value =
        session
            .variable(text, scoped && scope.equals("GLOBAL"))
            .orElseThrow(() -> ErrorCode.UNKNOWN_SETTING.with(text, Nearest.hint(text, List.of())));
    return new Variable(value, name);
  }
}
