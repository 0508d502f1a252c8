package plimsoll.sql.query;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.antlr.v4.runtime.CommonToken;
import org.antlr.v4.runtime.Token;
import plimsoll.error.ErrorCode;
import plimsoll.error.PlimsollException;
import plimsoll.sql.grammar.PlimsollSqlLexer;
import plimsoll.sql.parse.Quoted;
import plimsoll.sql.parse.Tokens;

/**
 * Brings MySQL's words into those of Calcite's parser, token by token.
 *
 * <p>Names get backticks unless they are words of our list, so a column may be called {@code date}
 * and no word of Calcite's that is not ours has a meaning. Strings get standard quotes. What
 * Calcite has no syntax for becomes a call: {@code INTERVAL 1 DAY} is {@code `$interval`(1,
 * 'DAY')}.
 */
final class QueryRewriter {
  /*
   * Each rule looks at the tokens around one word and writes only the tokens that are its syntax (the
   * word, parentheses, AS, units), never the expressions between them; so rules nest without knowing
   * of each other. Rejected: Calcite's parser template with our additions. It needs FreeMarker and
   * JavaCC in the build and a copy of a grammar of 9,000 lines to keep up with.
   */

  /** Marks the divisor of DIV: a sign that users' queries lose, since it has no meaning. */
  private static final String DIV = "/ +";

  /** Marks a divisor of DIV that is a number. */
  static final String DIV_BY = "$div";

  /** Marks a text that is compared without regard to case: no query of a user's has this sign. */
  private static final String IGNORE_CASE = "|| ''";

  private final QueryErrors errors;
  private final QueryTokens query;
  private final CallSyntax calls;
  private final SessionValues session;

  private QueryRewriter(QueryErrors errors, QueryTokens query, SessionValues session) {
    this.errors = errors;
    this.query = query;
    this.calls = new CallSyntax(query);
    this.session = session;
  }

  /** The query for Calcite. SYNTAX or UNSUPPORTED for what has no meaning here. */
  static QueryText rewrite(QueryErrors errors, Tokens source, SessionValues session) {
    List<Token> tokens = new ArrayList<>(source.all());
    while (!tokens.isEmpty()
        && tokens.get(tokens.size() - 1).getType() == PlimsollSqlLexer.SEMICOLON) {
      tokens.remove(tokens.size() - 1);
    }
    if (session.variablesAreColumns()) {
      tokens = joined(errors, tokens);
    }
    QueryTokens query = new QueryTokens(errors, tokens);
    QueryRewriter rewriter = new QueryRewriter(errors, query, session);
    rewriter.checkStart();
    for (int i = 0; i < tokens.size(); i++) {
      if (query.out[i] == null) {
        rewriter.rewrite(i);
      }
    }
    new ItemNames(query).write(source);
    QueryText text = new QueryText();
    for (int i = 0; i < tokens.size(); i++) {
      text.add(query.out(i), tokens.get(i));
    }
    return text;
  }

  /** {@code @name} becomes one quoted name, so that no rule takes its word for something else. */
  private static List<Token> joined(QueryErrors errors, List<Token> tokens) {
    List<Token> joined = new ArrayList<>();
    for (int i = 0; i < tokens.size(); i++) {
      Token token = tokens.get(i);
      if (token.getType() != PlimsollSqlLexer.AT) {
        joined.add(token);
      } else if (i + 1 < tokens.size() && isName(tokens.get(i + 1))) {
        joined.add(variable(token, tokens.get(++i)));
      } else if (ConstantSelect.isVariable(tokens, i)) {
        joined.add(token); // a variable of the session
        joined.add(tokens.get(++i));
      } else {
        throw errors.at(Tokens.at(token), ErrorCode.SYNTAX.with("Expected a name behind '@'."));
      }
    }
    return joined;
  }

  private static boolean isName(Token token) {
    return switch (token.getType()) {
      case PlimsollSqlLexer.QUOTED, PlimsollSqlLexer.STRING -> true;
      case PlimsollSqlLexer.INTEGER, PlimsollSqlLexer.NUMBER -> false;
      default -> isOfWord(token.getText().codePointAt(0));
    };
  }

  /** Signs are ASCII, as the lexer has them. */
  private static boolean isOfWord(int first) {
    return first == '_' || first == '$' || first >= 0x80 || Character.isLetterOrDigit(first);
  }

  private static Token variable(Token sign, Token word) {
    String name =
        switch (word.getType()) {
          case PlimsollSqlLexer.QUOTED -> Quoted.name(word.getText());
          case PlimsollSqlLexer.STRING -> Quoted.string(word.getText());
          default -> word.getText();
        };
    CommonToken joined = new CommonToken(sign);
    joined.setType(PlimsollSqlLexer.QUOTED);
    joined.setText("`@" + name.replace("`", "``") + "`");
    joined.setStopIndex(word.getStopIndex());
    return joined;
  }

  private void checkStart() {
    if (query.tokens.isEmpty()) {
      throw ErrorCode.SYNTAX.with("Expected a query, found nothing.");
    }
    if (!query.isWord(0, "SELECT")
        && !query.isWord(0, "WITH")
        && !query.isWord(0, "VALUES")
        && !query.is(0, "(")) {
      throw query.error(
          0, "Expected SELECT, WITH or VALUES, found '" + query.tokens.get(0).getText() + "'.");
    }
  }

  private void rewrite(int i) {
    switch (query.tokens.get(i).getType()) {
      case PlimsollSqlLexer.STRING -> query.string(i);
      case PlimsollSqlLexer.QUOTED -> query.name(i, Quoted.name(query.tokens.get(i).getText()));
      case PlimsollSqlLexer.INTEGER, PlimsollSqlLexer.NUMBER -> query.out[i] = query.text(i);
      case PlimsollSqlLexer.PLUS -> query.out[i] = query.endsOperand(i - 1) ? "+" : "";
      case PlimsollSqlLexer.LEFT,
          PlimsollSqlLexer.RIGHT,
          PlimsollSqlLexer.COMMA,
          PlimsollSqlLexer.DOT,
          PlimsollSqlLexer.EQUALS,
          PlimsollSqlLexer.LESS,
          PlimsollSqlLexer.GREATER,
          PlimsollSqlLexer.STAR,
          PlimsollSqlLexer.MINUS ->
          query.out[i] = query.text(i);
      case PlimsollSqlLexer.SEMICOLON ->
          throw query.error(i + 1, "Expected one statement, found a second one.");
      case PlimsollSqlLexer.OPERATOR,
          PlimsollSqlLexer.LEFT_SQUARE,
          PlimsollSqlLexer.RIGHT_SQUARE,
          PlimsollSqlLexer.OTHER,
          PlimsollSqlLexer.AT ->
          sign(i);
      default -> word(i);
    }
  }

  // ---- strings, names, signs

  private void sign(int i) {
    switch (query.text(i)) {
      case "/", "%", "<=", ">=", "<>" -> query.out[i] = query.text(i);
      case "!=" -> query.out[i] = "<>";
      case "<=>" -> query.out[i] = "IS NOT DISTINCT FROM";
      case "&&" -> query.out[i] = "AND";
      case "||" ->
          throw query.unsupported(
              i,
              "'||', which is OR in MySQL and joins text in standard SQL,",
              " Write OR, or CONCAT(a, b).");
      case "!" -> throw query.unsupported(i, "'!'", " Write NOT.");
      case "@" -> variable(i);
      case "&", "|", "^", "~" ->
          throw query.unsupported(
              i, "'" + query.text(i) + "'", " Write BITAND, BITOR, BITXOR or BITNOT.");
      case "?" -> throw query.unsupported(i, "A parameter '?' outside a prepared statement", "");
      default -> throw query.unsupported(i, "'" + query.text(i) + "' in a query", "");
    }
  }

  private void variable(int i) {
    if (!ConstantSelect.isVariable(query.tokens, i)) {
      throw query.unsupported(i, "A variable in a query", "");
    }
    ConstantSelect.Variable variable = located(i);
    Arrays.fill(query.out, i, variable.last() + 1, "");
    query.out[i] = variable.value().sql();
  }

  private ConstantSelect.Variable located(int i) {
    try {
      return ConstantSelect.variable(query.tokens, i, session);
    } catch (PlimsollException unknown) {
      throw errors.at(Tokens.at(query.tokens.get(i)), unknown);
    }
  }

  // ---- words

  private void word(int i) {
    String word = query.upper(i);
    if (query.is(i - 1, ".") || query.isWord(i - 1, "AS")) {
      query.name(i, query.text(i));
    } else if (word.equals("DIV")) {
      div(i);
    } else if (word.equals("REGEXP")) {
      query.out[i] = query.is(i + 1, "(") && !query.endsOperand(i - 1) ? "`regexp`" : "RLIKE";
    } else if (word.equals("COLLATE") && query.endsOperand(i - 1)) {
      collate(i);
    } else if (word.equals("INTERVAL")) {
      interval(i);
    } else if (query.isKeyword(i, word)) {
      keyword(i, word);
    } else if (query.is(i + 1, "(") && !query.isWord(i - 1, "WITH")) {
      if (!sessionFunction(i)) {
        calls.rewrite(i, word);
      }
    } else {
      plain(i, word);
    }
  }

  /** {@code DATABASE()} and its like are constants of the query. */
  private boolean sessionFunction(int i) {
    Optional<SessionValues.Value> value =
        query.is(i + 2, ")") ? session.function(query.text(i)) : Optional.empty();
    value.ifPresent(
        constant -> {
          query.out[i] = constant.sql();
          query.out[i + 1] = "";
          query.out[i + 2] = "";
        });
    return value.isPresent();
  }

  /** Text is compared by code point, which the binary collations ask for. */
  private void collate(int i) {
    if (i + 1 == query.tokens.size()) {
      throw query.error(i, "Expected the name of a collation behind COLLATE.");
    }
    String collation =
        query.isType(i + 1, PlimsollSqlLexer.STRING)
            ? Quoted.string(query.text(i + 1))
            : query.upper(i + 1);
    String name = collation.toLowerCase(Locale.ROOT).replace("`", "");
    if (name.endsWith("_ci")) {
      query.out[i] = IGNORE_CASE;
    } else if (name.endsWith("_bin") || name.equals("binary")) {
      query.out[i] = "";
    } else {
      throw query.unsupported(i, "COLLATE " + name, " Collations end in _ci or _bin.");
    }
    query.out[i + 1] = "";
  }

  private void keyword(int i, String word) {
    query.out[i] = word.equals("MINUS") ? "EXCEPT" : word;
    if (word.equals("FROM") && query.isWord(i + 1, "DUAL") && !query.is(i + 2, ".")) {
      boolean filtered = query.isWord(i + 2, "WHERE");
      query.out[i] = filtered ? "FROM" : "";
      query.out[i + 1] = filtered ? "(VALUES (0)) AS `dual`" : "";
    } else if (word.equals("WITH") && query.isWord(i + 1, "ROLLUP")) {
      throw query.unsupported(i, "WITH ROLLUP", " Write GROUP BY ROLLUP (a, b).");
    } else if (word.equals("JOIN") && i > 0 && NOT_ALIASES.contains(query.upper(i - 1))) {
      throw query.unsupported(
          i - 1, query.upper(i - 1) + " JOIN", " Write [NOT] EXISTS (SELECT ...).");
    }
  }

  private static final Set<String> NOT_ALIASES = Set.of("SEMI", "ANTI", "ASOF");

  private void plain(int i, String word) {
    String function = Words.BARE_FUNCTIONS.get(word);
    boolean literal = query.isType(i + 1, PlimsollSqlLexer.STRING);
    if (function != null) {
      query.out[i] = session.function(word).map(SessionValues.Value::sql).orElse(function);
    } else if (ConstantSelect.isCurrentUser(query.tokens, i)
        && session.function(word).isPresent()) {
      query.out[i] = session.function(word).get().sql();
    } else if (literal && (word.equals("DATE") || word.equals("TIMESTAMP"))) {
      query.string(i + 1);
      query.out[i] = "CAST (";
      query.out[i + 1] += " AS " + Words.CAST_TYPES.get(word) + " )";
    } else if (literal && INTRODUCERS.contains(word)) {
      query.out[i] = ""; // all text is UTF-8
    } else if (literal && follows(i, i + 1) && word.equals("X")) {
      query.out[i] = "";
      query.out[i + 1] = hexadecimal(i);
    } else if (word.equals("XOR")) {
      throw query.unsupported(i, "XOR", " Write a <> b for two conditions.");
    } else {
      query.name(i, query.text(i));
    }
  }

  private static final Set<String> INTRODUCERS = Set.of("_BINARY", "_UTF8", "_UTF8MB3", "_UTF8MB4");

  private boolean follows(int i, int next) {
    return query.tokens.get(i).getStopIndex() + 1 == query.tokens.get(next).getStartIndex();
  }

  /** {@code x'...'}: drivers send text so, and bytes. */
  private String hexadecimal(int i) {
    String digits = Quoted.string(query.text(i + 1));
    try {
      byte[] bytes = HexFormat.of().parseHex(digits);
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return "'" + text.replace("'", "''") + "'";
    } catch (IllegalArgumentException e) {
      throw query.error(i, "x'...' takes pairs of hexadecimal digits.");
    } catch (CharacterCodingException e) {
      return "`unhex` ( '" + digits + "' )";
    }
  }

  private void div(int i) {
    query.out[i] = DIV;
    boolean signed = query.is(i + 1, "-");
    int number = signed ? i + 2 : i + 1;
    if (query.isType(number, PlimsollSqlLexer.INTEGER)
        || query.isType(number, PlimsollSqlLexer.NUMBER)) {
      query.out[i] = "/ `" + DIV_BY + "` ("; // Calcite takes a plus before a number for its sign
      query.out[number] = query.text(number) + " )";
    }
  }

  private void interval(int i) {
    int unit = afterOperand(query.is(i + 1, "-") ? i + 2 : i + 1);
    if (unit >= query.tokens.size() || !Words.UNITS.contains(query.upper(unit))) {
      throw query.error(
          Math.min(unit, query.tokens.size() - 1),
          "Expected a unit after INTERVAL (SECOND, MINUTE, HOUR, DAY, WEEK, MONTH, QUARTER, YEAR)."
              + " An amount that is more than one word needs parentheses.");
    }
    query.out[i] = "`$interval` (";
    query.out[unit] = ", '" + query.upper(unit) + "' )";
  }

  /** First token behind a number, string, name, call or parenthesis. */
  private int afterOperand(int i) {
    int next = i;
    while (next < query.tokens.size() && !query.is(next, "(") && query.is(next + 1, ".")) {
      next += 2;
    }
    if (query.is(next, "(")) {
      return query.match[next] + 1;
    }
    return query.is(next + 1, "(") ? query.match[next + 1] + 1 : next + 1;
  }
}
