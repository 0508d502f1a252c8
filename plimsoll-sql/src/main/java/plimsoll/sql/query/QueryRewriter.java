package plimsoll.sql.query;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.antlr.v4.runtime.Token;
import org.jspecify.annotations.Nullable;
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

  /** As MySQL cuts column names. */
  private static final int LONGEST_NAME = 256;

  /** Marks the divisor of DIV: a sign that users' queries lose, since it has no meaning. */
  private static final String DIV = "/ +";

  /** Marks a divisor of DIV that is a number. */
  static final String DIV_BY = "$div";

  private final QueryErrors errors;
  private final List<Token> tokens;
  private final @Nullable String[] out;
  private final int[] match;
  private final SessionValues session;

  private QueryRewriter(QueryErrors errors, List<Token> tokens, SessionValues session) {
    this.errors = errors;
    this.tokens = tokens;
    this.session = session;
    this.out = new String[tokens.size()];
    this.match = matches();
  }

  /** The query for Calcite. SYNTAX or UNSUPPORTED for what has no meaning here. */
  static QueryText rewrite(QueryErrors errors, Tokens source, SessionValues session) {
    List<Token> tokens = new ArrayList<>(source.all());
    while (!tokens.isEmpty() && type(tokens.get(tokens.size() - 1)) == PlimsollSqlLexer.SEMICOLON) {
      tokens.remove(tokens.size() - 1);
    }
    QueryRewriter rewriter = new QueryRewriter(errors, tokens, session);
    rewriter.checkStart();
    for (int i = 0; i < tokens.size(); i++) {
      if (rewriter.out[i] == null) {
        rewriter.rewrite(i);
      }
    }
    rewriter.nameItems(source);
    QueryText text = new QueryText();
    for (int i = 0; i < tokens.size(); i++) {
      text.add(rewriter.out(i), tokens.get(i));
    }
    return text;
  }

  private String out(int i) {
    String piece = out[i];
    return piece == null ? "" : piece;
  }

  private void checkStart() {
    if (tokens.isEmpty()) {
      throw ErrorCode.SYNTAX.with("Expected a query, found nothing.");
    }
    if (!isWord(0, "SELECT") && !isWord(0, "WITH") && !isWord(0, "VALUES") && !is(0, "(")) {
      throw error(0, "Expected SELECT, WITH or VALUES, found '" + tokens.get(0).getText() + "'.");
    }
  }

  private void rewrite(int i) {
    switch (type(tokens.get(i))) {
      case PlimsollSqlLexer.STRING -> string(i);
      case PlimsollSqlLexer.QUOTED -> name(i, Quoted.name(tokens.get(i).getText()));
      case PlimsollSqlLexer.INTEGER, PlimsollSqlLexer.NUMBER -> out[i] = text(i);
      case PlimsollSqlLexer.PLUS -> out[i] = endsOperand(i - 1) ? "+" : "";
      case PlimsollSqlLexer.LEFT,
          PlimsollSqlLexer.RIGHT,
          PlimsollSqlLexer.COMMA,
          PlimsollSqlLexer.DOT,
          PlimsollSqlLexer.EQUALS,
          PlimsollSqlLexer.LESS,
          PlimsollSqlLexer.GREATER,
          PlimsollSqlLexer.STAR,
          PlimsollSqlLexer.MINUS ->
          out[i] = text(i);
      case PlimsollSqlLexer.SEMICOLON ->
          throw error(i + 1, "Expected one statement, found a second one.");
      case PlimsollSqlLexer.OPERATOR, PlimsollSqlLexer.OTHER, PlimsollSqlLexer.AT -> sign(i);
      default -> word(i);
    }
  }

  // ---- strings, names, signs

  private void string(int i) {
    if (isWord(i - 1, "AS")) {
      name(i, Quoted.string(text(i))); // MySQL: AS 'name'
      return;
    }
    StringBuilder value = new StringBuilder(Quoted.string(text(i)));
    for (int next = i + 1; isType(next, PlimsollSqlLexer.STRING); next++) {
      value.append(Quoted.string(text(next))); // MySQL: 'a' 'b' is 'ab'
      out[next] = "";
    }
    out[i] = "'" + value.toString().replace("'", "''") + "'";
  }

  private void name(int i, String name) {
    if (name.isEmpty()) {
      throw error(i, "A name cannot be empty.");
    }
    out[i] = "`" + name.replace("`", "``") + "`";
  }

  private void sign(int i) {
    switch (text(i)) {
      case "/", "%", "<=", ">=", "<>" -> out[i] = text(i);
      case "!=" -> out[i] = "<>";
      case "<=>" -> out[i] = "IS NOT DISTINCT FROM";
      case "&&" -> out[i] = "AND";
      case "||" ->
          throw unsupported(
              i,
              "'||', which is OR in MySQL and joins text in standard SQL,",
              " Write OR, or CONCAT(a, b).");
      case "!" -> throw unsupported(i, "'!'", " Write NOT.");
      case "@" -> variable(i);
      case "&", "|", "^", "~" ->
          throw unsupported(i, "'" + text(i) + "'", " Write BITAND, BITOR, BITXOR or BITNOT.");
      case "?" -> throw unsupported(i, "A parameter '?' outside a prepared statement", "");
      default -> throw unsupported(i, "'" + text(i) + "' in a query", "");
    }
  }

  private void variable(int i) {
    if (!ConstantSelect.isVariable(tokens, i)) {
      throw unsupported(i, "A variable in a query", "");
    }
    ConstantSelect.Variable variable = located(i);
    Arrays.fill(out, i, variable.last() + 1, "");
    out[i] = variable.value().sql();
  }

  private ConstantSelect.Variable located(int i) {
    try {
      return ConstantSelect.variable(tokens, i, session);
    } catch (PlimsollException unknown) {
      throw errors.at(Tokens.at(tokens.get(i)), unknown);
    }
  }

  // ---- words

  private void word(int i) {
    String word = upper(i);
    if (is(i - 1, ".") || isWord(i - 1, "AS")) {
      name(i, text(i));
    } else if (word.equals("DIV")) {
      div(i);
    } else if (word.equals("REGEXP")) {
      out[i] = is(i + 1, "(") && !endsOperand(i - 1) ? "`regexp`" : "RLIKE";
    } else if (word.equals("INTERVAL")) {
      interval(i);
    } else if (isKeyword(i, word)) {
      keyword(i, word);
    } else if (is(i + 1, "(") && !isWord(i - 1, "WITH")) {
      if (!sessionFunction(i)) {
        call(i, word);
      }
    } else {
      plain(i, word);
    }
  }

  /** {@code DATABASE()} and its like are constants of the query. */
  private boolean sessionFunction(int i) {
    Optional<SessionValues.Value> value =
        is(i + 2, ")") ? session.function(text(i)) : Optional.empty();
    value.ifPresent(
        constant -> {
          out[i] = constant.sql();
          out[i + 1] = "";
          out[i + 2] = "";
        });
    return value.isPresent();
  }

  private boolean isKeyword(int i, String word) {
    if (Words.ALWAYS.contains(word)) {
      return true;
    }
    Set<String> next = Words.BEFORE.get(word);
    if (next != null && i + 1 < tokens.size() && next.contains(upper(i + 1))) {
      return true;
    }
    if (word.equals("OFFSET")) {
      return isType(i + 1, PlimsollSqlLexer.INTEGER);
    }
    if ((word.equals("ROWS") || word.equals("RANGE")) && isType(i + 1, PlimsollSqlLexer.INTEGER)) {
      return true;
    }
    if (word.equals("WINDOW")) {
      return isWord(i + 2, "AS") && is(i + 3, "(");
    }
    if (word.equals("MINUS")) {
      return isWord(i + 1, "SELECT") || (is(i + 1, "(") && isWord(i + 2, "SELECT"));
    }
    Set<String> previous = Words.BEHIND.get(word);
    return previous != null && i > 0 && previous.contains(upper(i - 1));
  }

  private void keyword(int i, String word) {
    out[i] = word.equals("MINUS") ? "EXCEPT" : word;
    if (word.equals("FROM") && isWord(i + 1, "DUAL") && !is(i + 2, ".")) {
      out[i] = "";
      out[i + 1] = "";
    } else if (word.equals("WITH") && isWord(i + 1, "ROLLUP")) {
      throw unsupported(i, "WITH ROLLUP", " Write GROUP BY ROLLUP (a, b).");
    } else if (word.equals("JOIN") && i > 0 && NOT_ALIASES.contains(upper(i - 1))) {
      throw unsupported(i - 1, upper(i - 1) + " JOIN", " Write [NOT] EXISTS (SELECT ...).");
    }
  }

  private static final Set<String> NOT_ALIASES = Set.of("SEMI", "ANTI", "ASOF");

  private void plain(int i, String word) {
    String function = Words.BARE_FUNCTIONS.get(word);
    boolean literal = isType(i + 1, PlimsollSqlLexer.STRING);
    if (function != null) {
      out[i] = function;
    } else if (literal && (word.equals("DATE") || word.equals("TIMESTAMP"))) {
      string(i + 1);
      out[i] = "CAST (";
      out[i + 1] += " AS " + Words.CAST_TYPES.get(word) + " )";
    } else if (literal && INTRODUCERS.contains(word)) {
      out[i] = ""; // all text is UTF-8
    } else if (literal && follows(i, i + 1) && word.equals("X")) {
      out[i] = "";
      out[i + 1] = hexadecimal(i);
    } else if (word.equals("XOR")) {
      throw unsupported(i, "XOR", " Write a <> b for two conditions.");
    } else {
      name(i, text(i));
    }
  }

  private static final Set<String> INTRODUCERS = Set.of("_BINARY", "_UTF8", "_UTF8MB3", "_UTF8MB4");

  private boolean follows(int i, int next) {
    return tokens.get(i).getStopIndex() + 1 == tokens.get(next).getStartIndex();
  }

  /** {@code x'...'}: drivers send text so, and bytes. */
  private String hexadecimal(int i) {
    String digits = Quoted.string(text(i + 1));
    try {
      byte[] bytes = HexFormat.of().parseHex(digits);
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return "'" + text.replace("'", "''") + "'";
    } catch (IllegalArgumentException e) {
      throw error(i, "x'...' takes pairs of hexadecimal digits.");
    } catch (CharacterCodingException e) {
      return "`unhex` ( '" + digits + "' )";
    }
  }

  private void div(int i) {
    out[i] = DIV;
    boolean signed = is(i + 1, "-");
    int number = signed ? i + 2 : i + 1;
    if (isType(number, PlimsollSqlLexer.INTEGER) || isType(number, PlimsollSqlLexer.NUMBER)) {
      out[i] = "/ `" + DIV_BY + "` ("; // Calcite takes a plus before a number for its sign
      out[number] = text(number) + " )";
    }
  }

  private void interval(int i) {
    int unit = afterOperand(is(i + 1, "-") ? i + 2 : i + 1);
    if (unit >= tokens.size() || !Words.UNITS.contains(upper(unit))) {
      throw error(
          Math.min(unit, tokens.size() - 1),
          "Expected a unit after INTERVAL (SECOND, MINUTE, HOUR, DAY, WEEK, MONTH, QUARTER, YEAR)."
              + " An amount that is more than one word needs parentheses.");
    }
    out[i] = "`$interval` (";
    out[unit] = ", '" + upper(unit) + "' )";
  }

  /** First token behind a number, string, name, call or parenthesis. */
  private int afterOperand(int i) {
    int next = i;
    while (next < tokens.size() && !is(next, "(") && is(next + 1, ".")) {
      next += 2;
    }
    if (is(next, "(")) {
      return match[next] + 1;
    }
    return is(next + 1, "(") ? match[next + 1] + 1 : next + 1;
  }

  // ---- calls with a syntax of their own

  private void call(int i, String word) {
    int open = i + 1;
    switch (word) {
      case "CAST" -> cast(i, inside(open, "AS"));
      case "CONVERT" -> convert(i, open);
      case "EXTRACT" -> extract(i, open);
      case "TRIM" -> trim(i, open);
      case "SUBSTRING", "SUBSTR" -> substring(i, open);
      case "POSITION" -> position(i, open);
      case "GROUP_CONCAT" -> groupConcat(i, open);
      case "TIMESTAMPDIFF", "TIMESTAMPADD" -> unitFirst(i, open);
      default -> name(i, text(i).toLowerCase(Locale.ROOT));
    }
  }

  private void cast(int i, int as) {
    if (as < 0) {
      throw error(i, "Expected CAST(value AS type).");
    }
    int close = match[i + 1];
    String type = as + 1 < close ? upper(as + 1) : "";
    out[i] = "CAST";
    if (type.equals("UNSIGNED")) {
      out[i] = "`$unsigned`";
      Arrays.fill(out, as, close, "");
    } else if (Set.of("CHAR", "VARCHAR").contains(type) && is(as + 2, "(")) {
      out[i] = "`$char`";
      out[as] = ",";
      out[as + 1] = "";
    } else if (Set.of("DECIMAL", "NUMERIC").contains(type)) {
      out[as] = "AS";
      out[as + 1] = is(as + 2, "(") ? "DECIMAL" : "DECIMAL(10, 0)";
    } else {
      String known = Words.CAST_TYPES.get(type);
      if (known == null) {
        throw unsupported(as + 1, "CAST to " + text(as + 1), "");
      }
      out[as] = "AS";
      Arrays.fill(out, as + 1, close, "");
      out[as + 1] = known;
    }
  }

  private void convert(int i, int open) {
    int using = inside(open, "USING");
    int comma = inside(open, ",");
    if (using >= 0 || comma < 0) {
      throw unsupported(i, "CONVERT(... USING ...)", " All text is UTF-8.");
    }
    cast(i, comma);
  }

  private void extract(int i, int open) {
    if (!Words.UNITS.contains(upper(open + 1)) || !isWord(open + 2, "FROM")) {
      throw error(open + 1, "Expected EXTRACT(unit FROM value), for example EXTRACT(YEAR FROM d).");
    }
    out[i] = "`" + upper(open + 1).toLowerCase(Locale.ROOT) + "`";
    out[open + 1] = "";
    out[open + 2] = "";
  }

  private void trim(int i, int open) {
    int from = inside(open, "FROM");
    if (from < 0) {
      out[i] = "`trim`";
      return;
    }
    String side = upper(open + 1);
    boolean sided = Set.of("BOTH", "LEADING", "TRAILING").contains(side);
    String function = sided ? side.toLowerCase(Locale.ROOT) : "both";
    boolean letters = from > open + (sided ? 2 : 1);
    out[i] = letters ? "`$trim_" + function + "`" : "`$trim_" + function + "_blanks`";
    if (sided) {
      out[open + 1] = "";
    }
    out[from] = letters ? "," : "";
  }

  private void substring(int i, int open) {
    out[i] = "`substring`";
    int from = inside(open, "FROM");
    int length = inside(open, "FOR");
    if (from >= 0) {
      out[from] = ",";
      if (length >= 0) {
        out[length] = ",";
      }
    }
  }

  private void position(int i, int open) {
    int in = inside(open, "IN");
    if (in < 0) {
      throw error(i, "Expected POSITION(text IN text).");
    }
    out[i] = "`locate`";
    out[in] = ",";
  }

  /**
   * {@code GROUP_CONCAT([DISTINCT] x [ORDER BY ...] [SEPARATOR s])} has its order behind it here.
   */
  private void groupConcat(int i, int open) {
    int close = match[open];
    int order = inside(open, "ORDER");
    int separator = inside(open, "SEPARATOR");
    int end = order >= 0 ? order : separator >= 0 ? separator : close;
    int comma = inside(open, ",");
    if (comma >= 0 && comma < end) {
      throw unsupported(
          comma, "GROUP_CONCAT of several values", " Join them: GROUP_CONCAT(CONCAT(a, b)).");
    }
    out[i] = "`group_concat`";
    String text = "','";
    if (separator >= 0) {
      if (!isType(separator + 1, PlimsollSqlLexer.STRING) || separator + 2 != close) {
        throw error(separator + 1, "Expected a text in quotes after SEPARATOR.");
      }
      string(separator + 1);
      text = out[separator + 1];
      out[separator] = "";
      out[separator + 1] = "";
    }
    if (order >= 0) {
      out[order] = ", " + text + " ) WITHIN GROUP ( ORDER";
    } else {
      out[close] = ", " + text + " )";
    }
  }

  private void unitFirst(int i, int open) {
    if (!Words.UNITS.contains(upper(open + 1)) || !is(open + 2, ",")) {
      throw error(open + 1, "Expected a unit first, as in " + upper(i) + "(DAY, a, b).");
    }
    out[i] = "`" + upper(i).toLowerCase(Locale.ROOT) + "`";
    out[open + 1] = "'" + upper(open + 1) + "'";
  }

  // ---- names of select items

  /**
   * MySQL names a column without alias by its text: {@code SELECT count(*)} gives one so called.
   */
  private void nameItems(Tokens source) {
    for (int i = 0; i < tokens.size(); i++) {
      if (out(i).equals("SELECT")) {
        int first = isWord(i + 1, "DISTINCT") || isWord(i + 1, "ALL") ? i + 2 : i + 1;
        nameItemsFrom(first, source);
      }
    }
  }

  private void nameItemsFrom(int first, Tokens source) {
    int from = first;
    for (int i = first; i <= tokens.size(); i++) {
      boolean end = i == tokens.size() || is(i, ")") || AFTER_ITEMS.contains(out(i));
      if (end || is(i, ",")) {
        if (i > from) {
          nameItem(from, i - 1, source);
        }
        from = i + 1;
      }
      if (end) {
        return;
      }
      i = is(i, "(") ? match[i] : i;
    }
  }

  private static final Set<String> AFTER_ITEMS =
      Set.of(
          "FROM",
          "WHERE",
          "GROUP",
          "HAVING",
          "ORDER",
          "LIMIT",
          "UNION",
          "INTERSECT",
          "EXCEPT",
          "WINDOW",
          "QUALIFY");

  private void nameItem(int from, int to, Tokens source) {
    if (is(to, "*") || isName(from, to) || hasAlias(from, to)) {
      return;
    }
    String text = source.written(tokens.get(from), tokens.get(to));
    String name = text.length() > LONGEST_NAME ? text.substring(0, LONGEST_NAME) : text;
    out[to] += " AS `" + name.replace("`", "``") + "`";
  }

  /** Whether the item is a column and nothing else: {@code a}, {@code t.a}. */
  private boolean isName(int from, int to) {
    for (int i = from; i <= to; i++) {
      boolean right = (i - from) % 2 == 0 ? isPlainName(i) : is(i, ".");
      if (!right) {
        return false;
      }
    }
    return isPlainName(to);
  }

  private boolean hasAlias(int from, int to) {
    return to > from && isPlainName(to) && (isWord(to - 1, "AS") || endsOperand(to - 1));
  }

  private boolean isPlainName(int i) {
    return out(i).startsWith("`") && out(i).endsWith("`") && !is(i + 1, "(");
  }

  // ---- looking at tokens

  /** Position of a word or sign directly inside a parenthesis, or -1; the last one. */
  private int inside(int open, String wanted) {
    int found = -1;
    for (int i = open + 1; i < match[open]; i++) {
      if (is(i, "(")) {
        i = match[i];
      } else if (is(i, wanted) || (isWord(i, wanted) && !is(i - 1, "."))) {
        found = i;
      } else if (isWord(i, "CASE")) {
        i = endOfCase(i, match[open]);
      }
    }
    return found;
  }

  private int endOfCase(int from, int limit) {
    int depth = 0;
    for (int i = from; i < limit; i++) {
      depth += isWord(i, "CASE") ? 1 : isWord(i, "END") ? -1 : 0;
      if (depth == 0) {
        return i;
      }
    }
    return from;
  }

  private int[] matches() {
    int[] found = new int[tokens.size()];
    Deque<Integer> open = new ArrayDeque<>();
    for (int i = 0; i < tokens.size(); i++) {
      if (is(i, "(")) {
        open.push(i);
      } else if (is(i, ")")) {
        if (open.isEmpty()) {
          throw error(i, "This ')' closes nothing.");
        }
        found[open.pop()] = i;
      }
    }
    if (!open.isEmpty()) {
      throw error(open.peek(), "This '(' is never closed.");
    }
    return found;
  }

  /** Whether token {@code i} can end an operand, so that a sign behind it has two sides. */
  private boolean endsOperand(int i) {
    if (i < 0) {
      return false;
    }
    return switch (type(tokens.get(i))) {
      case PlimsollSqlLexer.STRING,
          PlimsollSqlLexer.QUOTED,
          PlimsollSqlLexer.INTEGER,
          PlimsollSqlLexer.NUMBER,
          PlimsollSqlLexer.RIGHT ->
          true;
      default ->
          isWordToken(i)
              && (Set.of("END", "NULL", "TRUE", "FALSE").contains(upper(i))
                  || (!isKeyword(i, upper(i)) && !OPERATORS.contains(upper(i))));
    };
  }

  /** Words with an operand behind them that are no words of Calcite's grammar. */
  private static final Set<String> OPERATORS = Set.of("DIV", "INTERVAL", "REGEXP", "XOR");

  private boolean isWordToken(int i) {
    char first = text(i).charAt(0);
    return Character.isLetterOrDigit(first) || first == '_' || first == '$';
  }

  private boolean is(int i, String sign) {
    return i >= 0 && i < tokens.size() && text(i).equals(sign);
  }

  private boolean isWord(int i, String word) {
    return i >= 0 && i < tokens.size() && upper(i).equals(word);
  }

  private boolean isType(int i, int type) {
    return i >= 0 && i < tokens.size() && type(tokens.get(i)) == type;
  }

  private String text(int i) {
    return tokens.get(i).getText();
  }

  private String upper(int i) {
    return text(i).toUpperCase(Locale.ROOT);
  }

  private static int type(Token token) {
    return token.getType();
  }

  private PlimsollException error(int i, String message) {
    Token at = tokens.get(Math.min(i, tokens.size() - 1));
    return errors.at(Tokens.at(at), ErrorCode.SYNTAX.with(message));
  }

  private PlimsollException unsupported(int i, String what, String instead) {
    return errors.at(Tokens.at(tokens.get(i)), ErrorCode.UNSUPPORTED.with(what, instead));
  }
}
