package plimsoll.sql.parse;

import java.util.List;
import java.util.Locale;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.antlr.v4.runtime.Token;
import plimsoll.error.ErrorCode;
import plimsoll.error.PlimsollException;
import plimsoll.sql.grammar.PlimsollSqlParser;

/**
 * Clauses of StarRocks and MySQL inside statements that are built: refused by name, with what to
 * use instead. They are looked for only in a statement that could not be read, or would be read as
 * something else.
 *
 * @param form how such a statement begins; its group {@code at} is the clause
 * @param name what the message calls it
 * @param instead what to do, beginning with a blank
 */
record NotYetClause(Pattern form, String name, String instead) {
  private static final int LOOKED_AT = 200; // tokens: these clauses stand before values
  private static final int MOST_LETTERS = 40; // longer than any word of a clause
  private static final String TABLE = "\\S+(?: \\. \\S+)? ";
  private static final String ALTER = "ALTER TABLE " + TABLE;
  private static final String INSERT = "INSERT (?:INTO|OVERWRITE) (?:TABLE )?" + TABLE;

  private static final List<NotYetClause> ALL =
      List.of(
          clause(
              ALTER + "(?:\\S+ )?(?<at>(?:TEMPORARY )?PARTITIONS? )",
              "ALTER TABLE … PARTITION",
              " Partitions come with their rows, as PARTITION BY of CREATE TABLE says; DELETE takes"
                  + " rows away."),
          clause(
              ALTER + "(?:ADD|DROP|RENAME) (?<at>ROLLUP )",
              "ALTER TABLE … ROLLUP",
              " Keep such rows in a table of their own: CREATE TABLE … AS SELECT."),
          clause(
              ALTER + "(?:ADD|DROP) (?<at>INDEX )",
              "ALTER TABLE … INDEX",
              " ORDER BY and PARTITION BY of CREATE TABLE keep together what is asked for together."),
          clause(
              ALTER + "(?<at>SWAP )WITH ",
              "ALTER TABLE … SWAP WITH",
              " Use INSERT OVERWRITE, which takes the place of all rows in one commit; or RENAME"
                  + " one after the other."),
          clause(
              ALTER + "(?<at>CHANGE )",
              "ALTER TABLE … CHANGE",
              " Use RENAME COLUMN for the name and MODIFY COLUMN for the type."),
          clause(
              ALTER + "(?<at>ALTER )",
              "ALTER TABLE … ALTER COLUMN",
              " Use MODIFY COLUMN, with the whole definition of the column."),
          clause(
              INSERT + "(?<at>(?:TEMPORARY )?PARTITIONS? )",
              "INSERT … PARTITION",
              " Leave it out: each row goes into the partition of its values."),
          clause(
              INSERT + "(?<at>SET )",
              "INSERT … SET",
              " Use INSERT INTO table (columns) VALUES (values)."),
          clause(
              INSERT + "(?:WITH LABEL \\S+ )?(?<at>PROPERTIES )",
              "INSERT … PROPERTIES",
              " Use variables of the session, such as SET insert_timeout."),
          clause(
              "TRUNCATE TABLE " + TABLE + "(?<at>(?:TEMPORARY )?PARTITIONS? )",
              "TRUNCATE TABLE … PARTITION",
              " Use DELETE FROM table WHERE …"),
          clause(
              "DROP TABLE (?:IF EXISTS )?" + TABLE + "(?<at>, )", "DROP TABLE of several tables"),
          clause(
              "(?:GRANT|REVOKE) (?:[A-Z]+ |, )*(?<at>\\( )",
              "A grant on columns",
              " Rights are about whole tables: put those columns into one by CREATE TABLE … AS"
                  + " SELECT, and grant on that."),
          clause(
              "GRANT .* (?<at>WITH GRANT OPTION )",
              "WITH GRANT OPTION",
              " Who may grant has the privilege ADMIN."),
          clause("GRANT .* TO [^,]*(?<at>, )", "GRANT to several"),
          clause("REVOKE .* FROM [^,]*(?<at>, )", "REVOKE from several"),
          clause("CREATE USER (?![^,]*DEFAULT ROLE)[^,]*(?<at>, )", "CREATE USER of several users"),
          clause("ALTER USER [^,]*(?<at>, )", "ALTER USER of several users"),
          clause(
              "DELETE FROM " + TABLE + "(?<at>(?:TEMPORARY )?PARTITIONS? )",
              "DELETE … PARTITION",
              " Say by a condition which rows go."),
          clause(
              "DELETE FROM " + TABLE + "(?<at>USING )",
              "DELETE … USING",
              " Ask for the other table in the condition: WHERE column IN (SELECT …)."));

  private static NotYetClause clause(String form, String name, String instead) {
    return new NotYetClause(Pattern.compile(form), name, instead);
  }

  private static NotYetClause clause(String form, String name) {
    return clause(form, name, " Use a statement for each, one after the other.");
  }

  /** Refuses what could be read, but not as it is meant. UNSUPPORTED. */
  static void refuseMisread(List<Token> statement, Tokens tokens) {
    switch (statement.get(0).getType()) {
      case PlimsollSqlParser.DELETE -> refuseRanked(statement, tokens);
      case PlimsollSqlParser.INSERT -> refuseDefaults(statement, tokens);
      default -> {}
    }
  }

  /** ORDER BY and LIMIT of a DELETE itself, not of a subquery in its condition. */
  private static void refuseRanked(List<Token> statement, Tokens tokens) {
    int depth = 0;
    for (int i = 0; i < statement.size(); i++) {
      Token token = statement.get(i);
      depth += depth(token);
      boolean order =
          token.getType() == PlimsollSqlParser.ORDER
              && type(statement, i + 1, PlimsollSqlParser.BY);
      if (depth == 0 && (order || token.getType() == PlimsollSqlParser.LIMIT)) {
        String name = order ? "DELETE … ORDER BY" : "DELETE … LIMIT";
        throw refused(name, " Say by a condition which rows go.", token, tokens);
      }
    }
  }

  private static void refuseDefaults(List<Token> statement, Tokens tokens) {
    boolean values = false;
    for (int i = 1; i < statement.size(); i++) {
      Token token = statement.get(i);
      values |= token.getType() == PlimsollSqlParser.VALUES;
      boolean alone =
          token.getType() == PlimsollSqlParser.DEFAULT
              && (is(statement, i - 1, "(") || is(statement, i - 1, ","))
              && (is(statement, i + 1, ")") || is(statement, i + 1, ","));
      if (values && alone) {
        throw refused(
            "DEFAULT among VALUES",
            " Name the columns that get values, INSERT INTO table (columns) VALUES …: the others"
                + " get their defaults.",
            token,
            tokens);
      }
    }
  }

  private static int depth(Token token) {
    return token.getText().equals("(") ? 1 : token.getText().equals(")") ? -1 : 0;
  }

  private static boolean is(List<Token> statement, int at, String text) {
    return at < statement.size() && statement.get(at).getText().equals(text);
  }

  private static boolean type(List<Token> statement, int at, int type) {
    return at < statement.size() && statement.get(at).getType() == type;
  }

  /** The refusal of a clause, if a statement that could not be read has one. */
  static Optional<PlimsollException> match(List<Token> statement, Tokens tokens) {
    NavigableMap<Integer, Token> starts = new TreeMap<>();
    StringBuilder words = new StringBuilder();
    for (Token token : statement.subList(0, Math.min(LOOKED_AT, statement.size()))) {
      starts.put(words.length(), token);
      words.append(word(token)).append(' ');
    }
    for (NotYetClause clause : ALL) {
      Matcher found = clause.form.matcher(words);
      if (found.lookingAt()) {
        Token at = starts.floorEntry(found.start("at")).getValue();
        return Optional.of(refused(clause.name, clause.instead, at, tokens));
      }
    }
    return Optional.empty();
  }

  /** What is in quotes is no word of a clause. */
  private static String word(Token token) {
    return switch (token.getType()) {
      case PlimsollSqlParser.STRING, PlimsollSqlParser.QUOTED -> "''";
      default -> {
        String text = token.getText();
        yield text.substring(0, Math.min(MOST_LETTERS, text.length())).toUpperCase(Locale.ROOT);
      }
    };
  }

  private static PlimsollException refused(String name, String instead, Token at, Tokens tokens) {
    return Excerpt.locate(
        ErrorCode.UNSUPPORTED.with(name, instead), Tokens.at(at), tokens.source());
  }
}
