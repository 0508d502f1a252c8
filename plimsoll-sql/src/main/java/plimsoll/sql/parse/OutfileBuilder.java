package plimsoll.sql.parse;

import java.util.List;
import java.util.Locale;
import org.antlr.v4.runtime.Token;
import plimsoll.error.ErrorCode;
import plimsoll.error.PlimsollException;
import plimsoll.sql.grammar.PlimsollSqlLexer;
import plimsoll.sql.grammar.PlimsollSqlParser;
import plimsoll.sql.tree.Literal;
import plimsoll.sql.tree.SelectInto;
import plimsoll.sql.tree.SqlText;

/** INTO OUTFILE behind a query, in OpenMLDB's form. MySQL's clauses are refused by name. */
final class OutfileBuilder {
  private static final List<Integer> MYSQL =
      List.of(
          PlimsollSqlLexer.CHARACTER,
          PlimsollSqlLexer.CHARSET,
          PlimsollSqlLexer.FIELDS,
          PlimsollSqlLexer.COLUMNS,
          PlimsollSqlLexer.LINES);

  /** Tokens of {@code INTO OUTFILE 'path'}. */
  private static final int HEAD = 3;

  private final Tokens tokens;

  OutfileBuilder(Tokens tokens) {
    this.tokens = tokens;
  }

  /** Where INTO OUTFILE stands in a query, outside parentheses, or -1. */
  static int start(List<Token> query) {
    int depth = 0;
    for (int i = 0; i + 1 < query.size(); i++) {
      int type = query.get(i).getType();
      depth += type == PlimsollSqlLexer.LEFT ? 1 : type == PlimsollSqlLexer.RIGHT ? -1 : 0;
      if (depth == 0
          && type == PlimsollSqlLexer.INTO
          && query.get(i + 1).getType() == PlimsollSqlLexer.OUTFILE) {
        return i;
      }
    }
    return -1;
  }

  /**
   * The statement.
   *
   * @param parser of the tokens from INTO on
   * @param outfile these tokens
   */
  SelectInto build(SqlText query, PlimsollSqlParser parser, List<Token> outfile) {
    refuseMisplaced(outfile);
    PlimsollSqlParser.OutfileContext tree = parser.outfile();
    StatementBuilder shared = new StatementBuilder(tokens);
    Literal path =
        new Literal(shared.at(tree.string()), Literal.Kind.STRING, shared.string(tree.string()));
    return new SelectInto(
        query.at(),
        query,
        path,
        tree.optionList() == null ? List.of() : shared.options(tree.optionList()));
  }

  private void refuseMisplaced(List<Token> outfile) {
    if (outfile.size() <= HEAD) {
      return;
    }
    Token next = outfile.get(HEAD);
    if (MYSQL.contains(next.getType())) {
      throw located(
          ErrorCode.UNSUPPORTED.with(
              next.getText().toUpperCase(Locale.ROOT) + " behind INTO OUTFILE",
              " Say it with OPTIONS (delimiter = ..., quote = ..., escape = ...)."),
          next);
    }
    if (next.getType() == PlimsollSqlLexer.FROM) {
      throw located(
          ErrorCode.SYNTAX.with("INTO OUTFILE stands behind the whole query, FROM before it."),
          next);
    }
  }

  private PlimsollException located(PlimsollException failure, Token at) {
    return Excerpt.locate(failure, Tokens.at(at), tokens.source());
  }
}
