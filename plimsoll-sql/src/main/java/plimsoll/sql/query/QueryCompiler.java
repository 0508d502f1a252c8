package plimsoll.sql.query;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.apache.calcite.avatica.util.Casing;
import org.apache.calcite.avatica.util.Quoting;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.runtime.CalciteContextException;
import org.apache.calcite.runtime.CalciteException;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOrderBy;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.SqlWith;
import org.apache.calcite.sql.SqlWriterConfig;
import org.apache.calcite.sql.parser.SqlParseException;
import org.apache.calcite.sql.parser.SqlParser;
import org.apache.calcite.sql.pretty.SqlPrettyWriter;
import org.apache.calcite.sql.validate.SqlConformanceEnum;
import org.apache.calcite.sql.validate.SqlValidator;
import org.apache.calcite.sql.validate.SqlValidatorUtil;
import org.apache.calcite.util.Util;
import org.jspecify.annotations.Nullable;
import plimsoll.error.ErrorCode;
import plimsoll.error.PlimsollException;
import plimsoll.model.Column;
import plimsoll.model.DataType;
import plimsoll.model.Schema;
import plimsoll.model.Table;
import plimsoll.model.TableName;
import plimsoll.sql.parse.Tokens;
import plimsoll.sql.tree.Name;
import plimsoll.sql.tree.SqlText;

/**
 * Compiles queries: every name is looked up, every type checked, and the rest is DuckDB's work.
 *
 * <p>Errors name line and column: SYNTAX, UNSUPPORTED, UNKNOWN_TABLE, UNKNOWN_COLUMN,
 * UNKNOWN_FUNCTION, BAD_OPERAND, BAD_QUERY. Safe for many threads.
 */
public final class QueryCompiler {
  /*
   * Calcite parses and validates; its planner is never loaded. The validated tree, in which names are
   * full and casts are written, is printed with a dialect of ours. Cost: what DuckDB means differently
   * must be said by a function of our own, since no rule rewrites it later. Gain: a first query in
   * half the time, and DuckDB's optimizer sees the query as the user wrote it.
   */
  private static final SqlParser.Config PARSER =
      SqlParser.config()
          .withQuoting(Quoting.BACK_TICK)
          .withUnquotedCasing(Casing.UNCHANGED)
          .withQuotedCasing(Casing.UNCHANGED)
          .withCaseSensitive(false)
          .withIdentifierMaxLength(1024)
          .withConformance(SqlConformanceEnum.MYSQL_5);

  private static final SqlValidator.Config VALIDATOR =
      SqlValidator.Config.DEFAULT
          .withConformance(SqlConformanceEnum.MYSQL_5)
          .withIdentifierExpansion(true)
          .withCallRewrite(false);

  private static final SqlWriterConfig WRITER =
      SqlPrettyWriter.config()
          .withDialect(new DuckDbDialect())
          .withQuoteAllIdentifiers(true)
          .withAlwaysUseParentheses(false)
          .withIndentation(0)
          .withClauseStartsLine(false)
          .withSelectListItemsOnSeparateLines(false);

  private final QueryCatalog catalog;
  private final SessionValues session;

  /** A compiler for the tables of a catalog, of no session. */
  public QueryCompiler(QueryCatalog catalog) {
    this(catalog, SessionValues.NONE);
  }

  /** A compiler for the tables of a catalog and one session's variables. */
  public QueryCompiler(QueryCatalog catalog, SessionValues session) {
    this.catalog = catalog;
    this.session = session;
  }

  /**
   * Compiles a query.
   *
   * @param database the session's database, for tables named without one; null if none
   */
  public CompiledQuery compile(SqlText query, @Nullable String database) {
    return guarded(
        () -> {
          Compilation compilation = new Compilation(query, database);
          return compilation.finish(compilation.validated());
        });
  }

  /**
   * What the parser or the validator cannot do must not look like a bug of ours, or end a thread.
   */
  private static <T> T guarded(Supplier<T> compilation) {
    try {
      return compilation.get();
    } catch (StackOverflowError deep) {
      throw Nesting.tooDeep();
    } catch (AssertionError unforeseen) {
      throw unsupported(unforeseen);
    } catch (PlimsollException known) {
      throw known;
    } catch (RuntimeException unforeseen) {
      throw isCalcites(unforeseen) ? unsupported(unforeseen) : unforeseen;
    }
  }

  private static PlimsollException unsupported(Throwable unforeseen) {
    return ErrorCode.UNSUPPORTED.because(
        unforeseen, "An expression of this query", " CAST its operands to types that fit.");
  }

  /** Whether Calcite gave up; what it calls to check itself is not asked. */
  private static boolean isCalcites(RuntimeException failure) {
    for (StackTraceElement frame : failure.getStackTrace()) {
      String type = frame.getClassName();
      if (type.startsWith("org.apache.calcite.")) {
        return true;
      }
      if (type.startsWith("plimsoll.")) {
        return false;
      }
    }
    return false;
  }

  /**
   * Compiles the query of an INSERT: its columns get the names of the target's.
   *
   * @param columns the target's columns in the order of the query's; empty for all
   * @param database the session's database; null if none
   */
  public CompiledInsert compileInsert(
      SqlText query, Table target, List<Name> columns, @Nullable String database) {
    List<Integer> targets = targets(target, columns);
    return guarded(() -> compileInsert(query, target, unused -> targets, database));
  }

  /** As above; the query's columns go to the target's columns of their names. */
  public CompiledInsert compileInsertByName(
      SqlText query, Table target, @Nullable String database) {
    return guarded(
        () ->
            compileInsert(
                query,
                target,
                columns ->
                    targets(
                        target,
                        columns.stream()
                            .map(column -> new Name(query.at(), column.name()))
                            .toList()),
                database));
  }

  /**
   * Reads the condition of a SELECT of one table, which must be nothing but comparisons of columns
   * with constants, joined by AND.
   *
   * @param query whose WHERE it is
   * @param database the session's database; null if none
   * @return what it demands; nothing if there is no WHERE
   */
  public List<ColumnTerm> compileTerms(SqlText query, @Nullable String database) {
    return guarded(() -> new Compilation(query, database).terms());
  }

  /**
   * Compiles an expression of the columns of {@link CompiledExpression#INPUT}, of which the catalog
   * knows; values of other rows have no place in it.
   *
   * @param target the column that gets its value
   */
  public CompiledExpression compileExpression(SqlText expression, Column target) {
    return guarded(
        () -> {
          SqlText text = RowExpression.asQuery(expression);
          Compilation compilation = new Compilation(text, RowExpression.errors(text), null);
          SqlNode query = compilation.validated(RowExpression::check);
          SqlNode value = RowExpression.of(query);
          DataType type = compilation.columns(query).get(0).type();
          String column =
              value instanceof SqlIdentifier name && !name.isStar() ? Util.last(name.names) : null;
          return new CompiledExpression(
              Types.bytesOrText(compilation.sql(value), type, target.type()),
              column,
              RowExpression.names(value));
        });
  }

  private CompiledInsert compileInsert(
      SqlText query,
      Table target,
      Function<List<OutputColumn>, List<Integer>> order,
      @Nullable String database) {
    Compilation compilation = new Compilation(query, database);
    SqlNode validated = compilation.validated();
    CompiledQuery compiled = compilation.finish(validated);
    List<Integer> targets = order.apply(compiled.columns());
    if (compiled.columns().size() != targets.size()) {
      throw compilation.errors.at(
          compilation.text.position(validated.getParserPosition()),
          ErrorCode.BAD_QUERY.with(
              "The query has "
                  + compiled.columns().size()
                  + " columns, but "
                  + targets.size()
                  + " are inserted into "
                  + target.name()
                  + "."));
    }
    return new CompiledInsert(named(compiled, target, targets), targets);
  }

  private static List<Integer> targets(Table target, List<Name> columns) {
    if (columns.isEmpty()) {
      return IntStream.range(0, target.schema().size()).boxed().toList();
    }
    Set<Integer> targets = new LinkedHashSet<>();
    for (Name column : columns) {
      int index = index(target, column);
      if (!targets.add(index)) {
        throw ErrorCode.DUPLICATE_COLUMN
            .with(column.text(), "the column list")
            .at(column.at().toString());
      }
    }
    return List.copyOf(targets);
  }

  private static int index(Table target, Name column) {
    try {
      return target.schema().require(column.text(), target.name().toString());
    } catch (PlimsollException unknown) {
      throw unknown.at(column.at().toString());
    }
  }

  /**
   * Values keep their types, text its length: what its column does not take is the load's to
   * reject, by row.
   */
  private static CompiledQuery named(CompiledQuery query, Table target, List<Integer> targets) {
    List<String> items = new ArrayList<>();
    List<String> names = new ArrayList<>();
    List<OutputColumn> columns = new ArrayList<>();
    for (int i = 0; i < targets.size(); i++) {
      Column column = target.schema().column(targets.get(i));
      String value = Types.bytesOrText("c" + i, query.columns().get(i).type(), column.type());
      names.add("c" + i);
      items.add(value + " AS \"" + column.name().replace("\"", "\"\"") + '"');
      columns.add(
          new OutputColumn(column.name(), column.type(), query.columns().get(i).nullable(), null));
    }
    String sql =
        "SELECT "
            + String.join(", ", items)
            + " FROM ("
            + query.sql()
            + ") AS q("
            + String.join(", ", names)
            + ")";
    return new CompiledQuery(sql, query.tables(), columns, query.reads());
  }

  /** One query on its way. */
  private final class Compilation {
    private final @Nullable String database;
    private final QueryErrors errors;
    private final QueryText text;
    private final CatalogSchema schema = new CatalogSchema(catalog);
    private final SqlValidator validator;

    Compilation(SqlText query, @Nullable String database) {
      this(query, new QueryErrors(query), database);
    }

    Compilation(SqlText query, QueryErrors errors, @Nullable String database) {
      this.database = database;
      this.errors = errors;
      Tokens tokens = tokens(query);
      Nesting.check(errors, tokens.all());
      this.text = QueryRewriter.rewrite(errors, tokens, session);
      RelDataTypeFactory types = Types.factory();
      this.validator =
          SqlValidatorUtil.newValidator(
              Functions.TABLE, schema.reader(database, types), types, VALIDATOR);
    }

    private Tokens tokens(SqlText query) {
      return Tokens.of(query.text());
    }

    SqlNode validated() {
      return validated(parsed -> {});
    }

    /** What {@code check} refuses it throws as a {@link MisuseException}. */
    SqlNode validated(Consumer<SqlNode> check) {
      SqlNode parsed = parsed();
      try {
        QueryTree.resolve(parsed);
        check.accept(parsed);
        return validator.validate(parsed);
      } catch (MisuseException misuse) {
        throw errors.misuse(text, misuse);
      } catch (CalciteContextException invalid) {
        throw failure(invalid);
      } catch (CalciteException invalid) {
        throw errors.at(
            Tokens.at(text.token(1, 1)), ErrorCode.BAD_QUERY.with(invalid.getMessage()));
      }
    }

    private RuntimeException failure(CalciteContextException invalid) {
      for (Throwable cause = invalid; cause != null; cause = cause.getCause()) {
        if (cause instanceof MisuseException misuse) {
          return errors.misuse(text, misuse);
        }
      }
      return errors.invalid(text, invalid, schema.found(), catalog, database);
    }

    private SqlNode parsed() {
      try {
        SqlNode parsed = SqlParser.create(text.text(), PARSER).parseQuery();
        if (!parsed.isA(SqlKind.QUERY)) {
          throw errors.at(Tokens.at(text.token(1, 1)), ErrorCode.SYNTAX.with("Expected a query."));
        }
        return parsed;
      } catch (SqlParseException failure) {
        throw errors.syntax(text, failure);
      }
    }

    List<ColumnTerm> terms() {
      SqlNode validated = validated();
      try {
        return ColumnTerms.of(validated, validator);
      } catch (MisuseException misuse) {
        throw errors.misuse(text, misuse);
      }
    }

    CompiledQuery finish(SqlNode validated) {
      List<OutputColumn> columns = columns(validated);
      Map<TableName, TableRead> reads = TableReads.of(validated, validator);
      String sql = sql(validated);
      return new CompiledQuery(sql, List.copyOf(schema.found().keySet()), columns, reads);
    }

    /** A validated query, or a part of one, as DuckDB reads it. */
    String sql(SqlNode validated) {
      QueryTree.finish(validated);
      SqlPrettyWriter writer = new SqlPrettyWriter(WRITER);
      try {
        validated.unparse(writer, 0, 0);
      } catch (MisuseException misuse) {
        throw errors.misuse(text, misuse);
      }
      return writer.toSqlString().getSql();
    }

    /** Only the columns of VALUES have no name; they get MySQL's. */
    private static String name(RelDataTypeField field) {
      return field.getName().startsWith("EXPR$") ? "column_" + field.getIndex() : field.getName();
    }

    List<OutputColumn> columns(SqlNode validated) {
      RelDataType row = validator.getValidatedNodeType(validated);
      List<@Nullable List<String>> origins = origins(validated);
      List<OutputColumn> columns = new ArrayList<>();
      for (RelDataTypeField field : row.getFieldList()) {
        RelDataType type = field.getType();
        ColumnOrigin origin = origins.isEmpty() ? null : origin(origins.get(field.getIndex()));
        DataType declared = declared(origin, Types.toOurs(type));
        columns.add(new OutputColumn(name(field), declared, type.isNullable(), origin));
      }
      return columns;
    }

    /** A column that is a table's and nothing else has the type that it was declared with. */
    private DataType declared(@Nullable ColumnOrigin origin, DataType inferred) {
      if (origin == null) {
        return inferred;
      }
      Schema columns = schema.found().get(origin.table());
      int index = columns == null ? -1 : columns.indexOf(origin.column());
      return columns == null || index < 0 ? inferred : columns.column(index).type();
    }

    /** Calcite knows them of a SELECT and of what is around one. */
    private List<@Nullable List<String>> origins(SqlNode validated) {
      SqlNode query = validated;
      while (query instanceof SqlOrderBy || query instanceof SqlWith) {
        query = query instanceof SqlOrderBy order ? order.query : ((SqlWith) query).body;
      }
      return query instanceof SqlSelect ? validator.getFieldOrigins(query) : List.of();
    }

    private static @Nullable ColumnOrigin origin(@Nullable List<String> path) {
      return path == null || path.size() != 3
          ? null
          : new ColumnOrigin(new TableName(path.get(0), path.get(1)), path.get(2));
    }
  }
}
