package plimsoll.sql.parse;

import java.util.ArrayList;
import java.util.List;
import org.antlr.v4.runtime.CommonTokenStream;
import org.antlr.v4.runtime.ListTokenSource;
import org.antlr.v4.runtime.Token;
import plimsoll.error.ErrorCode;
import plimsoll.error.PlimsollException;
import plimsoll.sql.grammar.PlimsollSqlLexer;
import plimsoll.sql.grammar.PlimsollSqlParser;
import plimsoll.sql.tree.Position;
import plimsoll.sql.tree.Query;
import plimsoll.sql.tree.Statement;

/**
 * Text to statements.
 *
 * <p>Errors: SYNTAX with line, column and what was expected; UNSUPPORTED for statements that are
 * known but not built. Safe for many threads.
 */
public final class SqlParser {
  /** What a query begins with, as far as it is a word; see {@link #isQuery}. */
  static final List<String> QUERY_WORDS = List.of("SELECT", "WITH", "VALUES");

  private SqlParser() {}

  /** The statements of a text, separated by {@code ;}. Empty if there is none. */
  public static List<Statement> parse(String text) {
    Tokens tokens = Tokens.of(text);
    List<Statement> statements = new ArrayList<>();
    for (List<Token> statement : tokens.statements()) {
      statements.add(statement(tokens, statement));
    }
    return statements;
  }

  /**
   * A statement and its own text.
   *
   * @param statement as it was read; its places are counted in the whole text
   * @param text from its first to its last word
   */
  public record Parsed(Statement statement, String text) {}

  /** As {@link #parse}, with the text of each. */
  public static List<Parsed> parseEach(String text) {
    Tokens tokens = Tokens.of(text);
    List<Parsed> statements = new ArrayList<>();
    for (List<Token> statement : tokens.statements()) {
      Token last = statement.get(statement.size() - 1);
      statements.add(
          new Parsed(statement(tokens, statement), tokens.written(statement.get(0), last)));
    }
    return statements;
  }

  /** The one statement of a text. SYNTAX if there is none or a second one. */
  public static Statement parseOne(String text) {
    Tokens tokens = Tokens.of(text);
    List<List<Token>> statements = tokens.statements();
    if (statements.isEmpty()) {
      throw ErrorCode.SYNTAX.with("Expected a statement, found nothing.");
    }
    if (statements.size() > 1) {
      throw Excerpt.locate(
          ErrorCode.SYNTAX.with("Expected one statement, found a second one."),
          Tokens.at(statements.get(1).get(0)),
          text);
    }
    return statement(tokens, statements.get(0));
  }

  private static Statement statement(Tokens tokens, List<Token> statement) {
    Position at = Tokens.at(statement.get(0));
    if (isQuery(statement.get(0))) {
      return query(tokens, statement);
    }
    NotYet.match(statement)
        .ifPresent(
            phrase -> {
              throw Excerpt.locate(ErrorCode.UNSUPPORTED.with(phrase, ""), at, tokens.source());
            });
    NotYetClause.refuseMisread(statement, tokens);
    try {
      return new StatementBuilder(tokens).visitSingleStatement(tree(tokens, statement));
    } catch (PlimsollException e) {
      throw e.code() == ErrorCode.SYNTAX ? NotYetClause.match(statement, tokens).orElse(e) : e;
    } catch (StackOverflowError deep) {
      throw ErrorCode.SYNTAX.with("The statement is nested too deeply.").at(at.toString());
    }
  }

  private static Statement query(Tokens tokens, List<Token> statement) {
    Position at = Tokens.at(statement.get(0));
    int into = OutfileBuilder.start(statement);
    if (into < 0) {
      return new Query(at, StatementBuilder.query(tokens, statement));
    }
    List<Token> query = statement.subList(0, into);
    List<Token> outfile = statement.subList(into, statement.size());
    return new OutfileBuilder(tokens)
        .build(StatementBuilder.query(tokens, query), parser(tokens, outfile), outfile);
  }

  /** Whether a text is a query that gives its rows to the client. */
  public static boolean isQuery(String text) {
    List<Token> tokens = Tokens.of(text).all();
    return !tokens.isEmpty() && isQuery(tokens.get(0)) && OutfileBuilder.start(tokens) < 0;
  }

  /** Queries skip the statement parser: less to load before a first answer. */
  private static boolean isQuery(Token first) {
    return switch (first.getType()) {
      case PlimsollSqlLexer.SELECT,
          PlimsollSqlLexer.WITH,
          PlimsollSqlLexer.VALUES,
          PlimsollSqlLexer.LEFT ->
          true;
      default -> false;
    };
  }

  private static PlimsollSqlParser.SingleStatementContext tree(
      Tokens tokens, List<Token> statement) {
    return parser(tokens, statement).singleStatement();
  }

  private static PlimsollSqlParser parser(Tokens tokens, List<Token> statement) {
    List<Token> ended = new ArrayList<>(statement);
    ended.add(tokens.endOf(statement));
    PlimsollSqlParser parser =
        new PlimsollSqlParser(new CommonTokenStream(new ListTokenSource(ended)));
    parser.removeErrorListeners();
    parser.setErrorHandler(new SyntaxErrors(tokens.source()));
    return parser;
  }
}
