package plimsoll.sql.query;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.antlr.v4.runtime.Token;
import org.apache.calcite.runtime.CalciteContextException;
import org.apache.calcite.sql.parser.SqlParseException;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;
import plimsoll.error.ErrorCode;
import plimsoll.error.Nearest;
import plimsoll.error.PlimsollException;
import plimsoll.model.Schema;
import plimsoll.model.TableName;
import plimsoll.sql.parse.Excerpt;
import plimsoll.sql.parse.Tokens;
import plimsoll.sql.tree.Position;
import plimsoll.sql.tree.SqlText;

/** Calcite's failures as ours: with the client's line and column, and the name probably meant. */
final class QueryErrors {
  private static final Pattern NO_COLUMN =
      Pattern.compile("(?:Column|Field) '(.*?)' not found in (?:any )?table.*", Pattern.DOTALL);
  private static final Pattern NO_TABLE =
      Pattern.compile("Object '(.*?)' not found(?: within '(.*?)')?(?:;.*)?", Pattern.DOTALL);
  private static final Pattern NO_ALIAS =
      Pattern.compile("Table '(.*?)' not found.*", Pattern.DOTALL);
  private static final Pattern AMBIGUOUS = Pattern.compile("Column '([^']*)' is ambiguous.*");

  private final SqlText query;
  private final int added;
  private final int end; // of the client's text

  QueryErrors(SqlText query) {
    this(query, 0, 0);
  }

  /** Of a text whose first and last characters, so many, are not the client's. */
  QueryErrors(SqlText query, int before, int behind) {
    this.query = query;
    this.added = before;
    this.end = query.text().codePointCount(0, query.text().length()) - behind;
  }

  /** A failure at a place of the query. */
  PlimsollException at(Position inQuery, PlimsollException failure) {
    boolean before = inQuery.line() == 1 && inQuery.column() <= added;
    Position shown = before ? new Position(1, added + 1) : inQuery;
    return Excerpt.locate(failure, query.at().plus(shown), query.source());
  }

  /** Calcite's parser did not understand a token. */
  PlimsollException syntax(QueryText text, SqlParseException failure) {
    SqlParserPos place = failure.getPos() == null ? SqlParserPos.ZERO : failure.getPos();
    if (failure.getCause() instanceof CalciteContextException context) {
      return invalid(text, context, Map.of(), new NoCatalog(), null);
    }
    if (failure.getCause() instanceof StackOverflowError) {
      return Nesting.tooDeep();
    }
    boolean atEnd =
        place.getLineNum() < 1
            || String.valueOf(failure.getMessage()).contains("Encountered \"<EOF>\"");
    if (atEnd) {
      return at(text.end(), ErrorCode.SYNTAX.with("The query ends too early." + expected(failure)));
    }
    Token token = text.token(place.getLineNum(), place.getColumnNum());
    if (token.getStartIndex() >= end) {
      return at(Tokens.at(token), ErrorCode.SYNTAX.with("The expression ends too early."));
    }
    String found = token.getText();
    boolean quoted = found.startsWith("'") || found.startsWith("\"") || found.startsWith("`");
    String advice =
        Words.ALWAYS.contains(found.toUpperCase(Locale.ROOT))
            ? " As a name it needs backticks."
            : "";
    String message =
        "Unexpected " + (quoted ? found : "'" + found + "'") + "." + expected(failure) + advice;
    return at(text.position(place), ErrorCode.SYNTAX.with(message));
  }

  private static String expected(SqlParseException failure) {
    List<String> words = new ArrayList<>();
    for (String image : failure.getExpectedTokenNames()) {
      String word = image.replace("\"", "");
      if (Words.ALWAYS.contains(word) || word.equals(")") || word.equals("(")) {
        words.add(word.length() > 1 ? word : "'" + word + "'");
      }
    }
    return words.isEmpty() || words.size() > 8
        ? ""
        : " Here could stand " + String.join(", ", new TreeSet<>(words)) + ".";
  }

  /** A function of ours refused its operands. */
  PlimsollException misuse(QueryText text, MisuseException failure) {
    return at(text.position(failure.place()), failure.failure());
  }

  /** The query makes no sense against the catalog. */
  PlimsollException invalid(
      QueryText text,
      CalciteContextException failure,
      Map<TableName, Schema> tables,
      QueryCatalog catalog,
      @Nullable String database) {
    SqlParserPos place =
        new SqlParserPos(
            failure.getPosLine(),
            failure.getPosColumn(),
            failure.getEndPosLine(),
            failure.getEndPosColumn());
    String message =
        String.valueOf(
                failure.getCause() == null ? failure.getMessage() : failure.getCause().getMessage())
            .replace(SystemDatabase.COMPILED_NAME, SystemDatabase.NAME);
    Matcher first = NO_TABLE.matcher(message);
    PlimsollException ours =
        first.matches() && first.group(2) == null && text.isFollowedByDot(place)
            ? ErrorCode.UNKNOWN_DATABASE.with(
                first.group(1), Nearest.sentence(first.group(1), catalog.databases()))
            : named(message, tables, catalog, database);
    if (ours == null) {
      ours = ErrorCode.BAD_QUERY.with(plain(message));
    }
    return at(text.position(place), ours);
  }

  private static @Nullable PlimsollException named(
      String message,
      Map<TableName, Schema> tables,
      QueryCatalog catalog,
      @Nullable String database) {
    Matcher column = NO_COLUMN.matcher(message);
    if (column.matches()) {
      return unknownColumn(column.group(1), tables);
    }
    Matcher table = NO_TABLE.matcher(message);
    if (table.matches()) {
      return unknownTable(table.group(1), table.group(2), catalog, database);
    }
    Matcher alias = NO_ALIAS.matcher(message);
    if (alias.matches()) {
      return ErrorCode.UNKNOWN_TABLE.with(alias.group(1), " FROM does not name it.");
    }
    Matcher ambiguous = AMBIGUOUS.matcher(message);
    return ambiguous.matches()
        ? ErrorCode.BAD_QUERY.with(
            "Column '" + ambiguous.group(1) + "' is in several tables: write table.column.")
        : null;
  }

  private static PlimsollException unknownColumn(String name, Map<TableName, Schema> tables) {
    Collection<String> known = new TreeSet<>();
    tables.values().forEach(schema -> known.addAll(schema.names()));
    String where =
        tables.isEmpty()
            ? "the query"
            : tables.containsKey(CompiledExpression.INPUT)
                ? "the fields of the file"
                : String.join(", ", tables.keySet().stream().map(TableName::toString).toList());
    return ErrorCode.UNKNOWN_COLUMN.with(name, where, Nearest.hint(name, known));
  }

  private static PlimsollException unknownTable(
      String name, @Nullable String within, QueryCatalog catalog, @Nullable String database) {
    if (within != null) {
      catalog.requireReadable(new TableName(within.substring(within.lastIndexOf('.') + 1), name));
      return ErrorCode.UNKNOWN_TABLE.with(
          within + "." + name, Nearest.hint(name, catalog.tables(within)));
    }
    if (database == null) {
      return ErrorCode.NO_DATABASE.with();
    }
    catalog.requireReadable(new TableName(database, name));
    if (catalog.databases().contains(name)) {
      return ErrorCode.UNKNOWN_TABLE.with(name, " It is a database: write " + name + ".table.");
    }
    List<String> tables = catalog.databaseExists(database) ? catalog.tables(database) : List.of();
    return ErrorCode.UNKNOWN_TABLE.with(name, Nearest.hint(name, tables));
  }

  /** Calcite's wording without its own names for things. */
  private static String plain(String message) {
    String text = message.replace("EXPR$", "column ").replace("$interval", "INTERVAL");
    return text.endsWith(".") ? text : text + ".";
  }

  /** For failures where no name is looked up. */
  private static final class NoCatalog implements QueryCatalog {
    @Override
    public boolean databaseExists(String database) {
      return false;
    }

    @Override
    public java.util.Optional<Schema> columns(TableName table) {
      return java.util.Optional.empty();
    }

    @Override
    public List<String> databases() {
      return List.of();
    }

    @Override
    public List<String> tables(String database) {
      return List.of();
    }
  }
}
