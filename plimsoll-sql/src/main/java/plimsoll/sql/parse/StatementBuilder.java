package plimsoll.sql.parse;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.Token;
import org.jspecify.annotations.Nullable;
import plimsoll.error.ErrorCode;
import plimsoll.error.PlimsollException;
import plimsoll.sql.grammar.PlimsollSqlBaseVisitor;
import plimsoll.sql.grammar.PlimsollSqlParser;
import plimsoll.sql.grammar.PlimsollSqlParser.AssignmentContext;
import plimsoll.sql.grammar.PlimsollSqlParser.LiteralContext;
import plimsoll.sql.grammar.PlimsollSqlParser.NameContext;
import plimsoll.sql.grammar.PlimsollSqlParser.OptionListContext;
import plimsoll.sql.grammar.PlimsollSqlParser.SettingValueContext;
import plimsoll.sql.grammar.PlimsollSqlParser.StringContext;
import plimsoll.sql.grammar.PlimsollSqlParser.TableNameContext;
import plimsoll.sql.tree.CancelLoad;
import plimsoll.sql.tree.CheckTable;
import plimsoll.sql.tree.CreateDatabase;
import plimsoll.sql.tree.Delete;
import plimsoll.sql.tree.DescribeTable;
import plimsoll.sql.tree.DropDatabase;
import plimsoll.sql.tree.DropTable;
import plimsoll.sql.tree.Explain;
import plimsoll.sql.tree.Insert;
import plimsoll.sql.tree.Kill;
import plimsoll.sql.tree.Literal;
import plimsoll.sql.tree.Materialize;
import plimsoll.sql.tree.Name;
import plimsoll.sql.tree.Option;
import plimsoll.sql.tree.Position;
import plimsoll.sql.tree.RepairTable;
import plimsoll.sql.tree.ReplayRejects;
import plimsoll.sql.tree.RowFilter;
import plimsoll.sql.tree.SetVariables;
import plimsoll.sql.tree.ShowCreateTable;
import plimsoll.sql.tree.ShowDatabases;
import plimsoll.sql.tree.ShowFilter;
import plimsoll.sql.tree.ShowJobLog;
import plimsoll.sql.tree.ShowJobs;
import plimsoll.sql.tree.ShowLoad;
import plimsoll.sql.tree.ShowServer;
import plimsoll.sql.tree.ShowTable;
import plimsoll.sql.tree.ShowTableStatus;
import plimsoll.sql.tree.ShowTables;
import plimsoll.sql.tree.ShowVariables;
import plimsoll.sql.tree.SqlText;
import plimsoll.sql.tree.Statement;
import plimsoll.sql.tree.StopJob;
import plimsoll.sql.tree.TableRef;
import plimsoll.sql.tree.Transaction;
import plimsoll.sql.tree.TruncateTable;
import plimsoll.sql.tree.Use;

/** ANTLR's tree to our statements. */
final class StatementBuilder extends PlimsollSqlBaseVisitor<Statement> {
  private final Tokens tokens;

  StatementBuilder(Tokens tokens) {
    this.tokens = tokens;
  }

  /** The query that runs from the first to the last of these tokens. */
  static SqlText query(Tokens tokens, List<Token> query) {
    Token first = query.get(0);
    String text = tokens.written(first, query.get(query.size() - 1));
    return new SqlText(Tokens.at(first), text, tokens.source());
  }

  @Override
  public Statement visitSingleStatement(PlimsollSqlParser.SingleStatementContext tree) {
    return visit(tree.statement());
  }

  // ---- databases and tables

  @Override
  public Statement visitCreateDatabase(PlimsollSqlParser.CreateDatabaseContext tree) {
    List<Option> properties =
        tree.properties() == null ? List.of() : options(tree.properties().optionList());
    return new CreateDatabase(at(tree), name(tree.name()), tree.ifNotExists() != null, properties);
  }

  @Override
  public Statement visitDropDatabase(PlimsollSqlParser.DropDatabaseContext tree) {
    return new DropDatabase(
        at(tree), name(tree.name()), tree.ifExists() != null, tree.FORCE() != null);
  }

  @Override
  public Statement visitShowDatabases(PlimsollSqlParser.ShowDatabasesContext tree) {
    return new ShowDatabases(at(tree), filter(tree.showFilter()));
  }

  @Override
  public Statement visitUse(PlimsollSqlParser.UseContext tree) {
    return new Use(at(tree), name(tree.name()));
  }

  @Override
  public Statement visitCreateTable(PlimsollSqlParser.CreateTableContext tree) {
    return new CreateTableBuilder(this).build(tree);
  }

  @Override
  public Statement visitAlterTable(PlimsollSqlParser.AlterTableContext tree) {
    return new AlterTableBuilder(this).build(tree);
  }

  @Override
  public Statement visitDropTable(PlimsollSqlParser.DropTableContext tree) {
    return new DropTable(
        at(tree), table(tree.tableName()), tree.ifExists() != null, tree.FORCE() != null);
  }

  @Override
  public Statement visitMaterialize(PlimsollSqlParser.MaterializeContext tree) {
    Optional<Materialize.Span> span =
        tree.from == null
            ? Optional.empty()
            : Optional.of(new Materialize.Span(literal(tree.from), literal(tree.to)));
    return new Materialize(at(tree), table(tree.tableName()), span);
  }

  @Override
  public Statement visitCheckTable(PlimsollSqlParser.CheckTableContext tree) {
    return new CheckTable(at(tree), table(tree.tableName()));
  }

  @Override
  public Statement visitRepairTable(PlimsollSqlParser.RepairTableContext tree) {
    boolean intoOnline =
        tree.ONLINE().getSymbol().getTokenIndex() < tree.FROM().getSymbol().getTokenIndex();
    return new RepairTable(at(tree), table(tree.tableName()), intoOnline);
  }

  @Override
  public Statement visitTruncateTable(PlimsollSqlParser.TruncateTableContext tree) {
    return new TruncateTable(at(tree), table(tree.tableName()));
  }

  @Override
  public Statement visitShowTables(PlimsollSqlParser.ShowTablesContext tree) {
    return new ShowTables(
        at(tree), tree.FULL() != null, optionalName(tree.name()), filter(tree.showFilter()));
  }

  @Override
  public Statement visitShowTableStatus(PlimsollSqlParser.ShowTableStatusContext tree) {
    return new ShowTableStatus(at(tree), optionalName(tree.name()), filter(tree.showFilter()));
  }

  @Override
  public Statement visitShowColumns(PlimsollSqlParser.ShowColumnsContext tree) {
    ShowTable.Part part =
        tree.FULL() != null ? ShowTable.Part.FULL_COLUMNS : ShowTable.Part.COLUMNS;
    TableRef table = table(tree.tableName(), tree.name());
    return new ShowTable(at(tree), part, table, filter(tree.showFilter()));
  }

  @Override
  public Statement visitShowIndex(PlimsollSqlParser.ShowIndexContext tree) {
    TableRef table = table(tree.tableName(), tree.name());
    return new ShowTable(at(tree), ShowTable.Part.INDEXES, table, filter(tree.showFilter()));
  }

  @Override
  public Statement visitShowPartitions(PlimsollSqlParser.ShowPartitionsContext tree) {
    TableRef table = table(tree.tableName());
    return new ShowTable(at(tree), ShowTable.Part.PARTITIONS, table, filter(tree.showFilter()));
  }

  /** The database behind a second FROM counts, as in MySQL. */
  private TableRef table(TableNameContext tree, @Nullable NameContext database) {
    TableRef table = table(tree);
    return database == null
        ? table
        : new TableRef(table.at(), Optional.of(name(database).text()), table.table());
  }

  @Override
  public Statement visitShowCreateTable(PlimsollSqlParser.ShowCreateTableContext tree) {
    return new ShowCreateTable(at(tree), table(tree.tableName()));
  }

  @Override
  public Statement visitDescribeTable(PlimsollSqlParser.DescribeTableContext tree) {
    return new DescribeTable(at(tree), table(tree.tableName()));
  }

  // ---- loads

  @Override
  public Statement visitInsert(PlimsollSqlParser.InsertContext tree) {
    Optional<String> label = Optional.ofNullable(tree.labelText()).map(this::label);
    List<Name> columns = tree.columnList() == null ? List.of() : names(tree.columnList().name());
    return new Insert(
        at(tree),
        tree.OVERWRITE() != null,
        tree.IGNORE() != null,
        table(tree.tableName()),
        label,
        columns,
        tree.BY() != null,
        query(tree.query()));
  }

  @Override
  public Statement visitDeleteRows(PlimsollSqlParser.DeleteRowsContext tree) {
    return new Delete(
        at(tree), table(tree.tableName()), Optional.ofNullable(tree.condition()).map(this::query));
  }

  @Override
  public Statement visitLoadData(PlimsollSqlParser.LoadDataContext tree) {
    return new LoadDataBuilder(this).loadData(tree);
  }

  @Override
  public Statement visitShowLoad(PlimsollSqlParser.ShowLoadContext tree) {
    PlimsollSqlParser.LimitContext limit = tree.limit();
    OptionalLong most = OptionalLong.empty();
    long offset = 0;
    if (limit != null) {
      long first = number(limit.INTEGER(0).getSymbol());
      boolean two = limit.INTEGER().size() > 1;
      long second = two ? number(limit.INTEGER(1).getSymbol()) : 0;
      boolean offsetFirst = two && limit.OFFSET() == null;
      most = OptionalLong.of(offsetFirst ? second : first);
      offset = offsetFirst ? first : second;
    }
    return new ShowLoad(
        at(tree),
        optionalName(tree.name()),
        tree.loadFilter().stream().map(this::filter).toList(),
        tree.sortItem().stream()
            .map(item -> new ShowLoad.SortItem(name(item.name()), item.DESC() != null))
            .toList(),
        most,
        offset);
  }

  private ShowLoad.Filter filter(PlimsollSqlParser.LoadFilterContext tree) {
    if (tree instanceof PlimsollSqlParser.LabelIsContext is) {
      return new ShowLoad.Filter(ShowLoad.Filter.Kind.LABEL_IS, string(is.string()));
    }
    if (tree instanceof PlimsollSqlParser.LabelLikeContext like) {
      return new ShowLoad.Filter(ShowLoad.Filter.Kind.LABEL_LIKE, string(like.string()));
    }
    StringContext state = ((PlimsollSqlParser.StateIsContext) tree).string();
    return new ShowLoad.Filter(
        ShowLoad.Filter.Kind.STATE_IS, string(state).toUpperCase(Locale.ROOT));
  }

  @Override
  public Statement visitReplayRejects(PlimsollSqlParser.ReplayRejectsContext tree) {
    return new ReplayRejects(
        at(tree),
        optionalName(tree.name()),
        label(tree.labelText(0)),
        Optional.ofNullable(tree.labelText(1)).map(this::label),
        tree.optionList() == null ? List.of() : options(tree.optionList()));
  }

  private String label(PlimsollSqlParser.LabelTextContext text) {
    return text.string() != null ? string(text.string()) : name(text.name()).text();
  }

  @Override
  public Statement visitCancelLoad(PlimsollSqlParser.CancelLoadContext tree) {
    return new CancelLoad(at(tree), optionalName(tree.name()), string(tree.string()));
  }

  @Override
  public Statement visitShowJobs(PlimsollSqlParser.ShowJobsContext tree) {
    return new ShowJobs(
        at(tree),
        Optional.empty(),
        optionalName(tree.name()).map(Name::text),
        Optional.ofNullable(tree.string()).map(this::string));
  }

  @Override
  public Statement visitShowJob(PlimsollSqlParser.ShowJobContext tree) {
    return new ShowJobs(
        at(tree),
        Optional.of(number(tree.INTEGER().getSymbol())),
        Optional.empty(),
        Optional.empty());
  }

  @Override
  public Statement visitShowJobLog(PlimsollSqlParser.ShowJobLogContext tree) {
    return new ShowJobLog(at(tree), number(tree.INTEGER().getSymbol()));
  }

  @Override
  public Statement visitStopJob(PlimsollSqlParser.StopJobContext tree) {
    return new StopJob(at(tree), number(tree.INTEGER().getSymbol()));
  }

  // ---- queries and variables

  @Override
  public Statement visitExplain(PlimsollSqlParser.ExplainContext tree) {
    return new Explain(at(tree), query(tree.query()));
  }

  @Override
  public Statement visitSetVariables(PlimsollSqlParser.SetVariablesContext tree) {
    List<SetVariables.Assignment> set = new ArrayList<>();
    boolean global = false; // the last GLOBAL or SESSION holds for those that follow, as in MySQL
    for (AssignmentContext assignment : tree.assignment()) {
      if (assignment instanceof PlimsollSqlParser.NamesContext names) {
        set.addAll(names(names));
      } else if (assignment instanceof PlimsollSqlParser.CharacterSetContext charset) {
        set.addAll(characterSet(charset));
      } else {
        PlimsollSqlParser.VariableContext variable = (PlimsollSqlParser.VariableContext) assignment;
        global = variable.scope() == null ? global : isGlobal(variable.scope());
        boolean marked = variable.getStart().getText().equals("@");
        set.add(assignment(variable, marked ? variable.GLOBAL() != null : global));
      }
    }
    return new SetVariables(at(tree), set);
  }

  private SetVariables.Assignment assignment(
      PlimsollSqlParser.VariableContext tree, boolean global) {
    SettingValueContext value = tree.settingValue();
    if (value.name() != null && !value.name().getText().equalsIgnoreCase("CONCAT")) {
      throw unsupported(at(value), "A function in SET", " Write a constant, or CONCAT of some.");
    }
    List<Literal> parts = value.settingConstant().stream().map(this::value).toList();
    return new SetVariables.Assignment(
        global, name(tree.name()), parts.get(0), parts.subList(1, parts.size()));
  }

  private Literal value(PlimsollSqlParser.SettingConstantContext tree) {
    if (tree.literal() != null) {
      return literal(tree.literal());
    }
    boolean variable = tree.getStart().getText().equals("@");
    String word =
        variable
            ? VARIABLE_MARK + name(tree.name()).text()
            : tree.name() != null ? name(tree.name()).text() : tree.getText();
    return new Literal(at(tree), Literal.Kind.WORD, word);
  }

  private static final String VARIABLE_MARK = "@@";

  private static boolean isGlobal(PlimsollSqlParser.@Nullable ScopeContext scope) {
    return scope != null && scope.GLOBAL() != null;
  }

  /** The three variables that it stands for in MySQL. */
  private List<SetVariables.Assignment> names(PlimsollSqlParser.NamesContext tree) {
    Literal charset = charset(tree.charset(0));
    List<SetVariables.Assignment> set = new ArrayList<>();
    for (String variable :
        List.of("character_set_client", "character_set_connection", "character_set_results")) {
      set.add(assignment(charset, variable, charset));
    }
    if (tree.COLLATE() != null) {
      Literal collation = charset(tree.charset(1));
      set.add(assignment(collation, "collation_connection", collation));
    }
    return set;
  }

  private List<SetVariables.Assignment> characterSet(PlimsollSqlParser.CharacterSetContext tree) {
    Literal charset = charset(tree.charset());
    return List.of(
        assignment(charset, "character_set_client", charset),
        assignment(charset, "character_set_results", charset));
  }

  private Literal charset(PlimsollSqlParser.CharsetContext tree) {
    if (tree.string() != null) {
      return new Literal(at(tree), Literal.Kind.STRING, string(tree.string()));
    }
    String word = tree.name() != null ? name(tree.name()).text() : tree.getText();
    return new Literal(at(tree), Literal.Kind.WORD, word);
  }

  private static SetVariables.Assignment assignment(Literal at, String variable, Literal value) {
    return new SetVariables.Assignment(false, new Name(at.at(), variable), value, List.of());
  }

  @Override
  public Statement visitSetTransaction(PlimsollSqlParser.SetTransactionContext tree) {
    boolean global = isGlobal(tree.scope());
    List<SetVariables.Assignment> set = new ArrayList<>();
    for (PlimsollSqlParser.TransactionModeContext mode : tree.transactionMode()) {
      boolean level = mode.ISOLATION() != null;
      String name = level ? "transaction_isolation" : "transaction_read_only";
      String value =
          level
              ? written(mode).replaceAll("(?i)^isolation\\s+level\\s+", "").replaceAll("\\s+", "-")
              : mode.ONLY() != null ? "1" : "0";
      Literal literal = new Literal(at(mode), Literal.Kind.WORD, value);
      set.add(new SetVariables.Assignment(global, new Name(at(mode), name), literal, List.of()));
    }
    return new SetVariables(at(tree), set);
  }

  @Override
  public Statement visitShowVariables(PlimsollSqlParser.ShowVariablesContext tree) {
    return new ShowVariables(at(tree), isGlobal(tree.scope()), filter(tree.showFilter()));
  }

  /** Rights hold at once: nothing is left to do. Clients of MySQL send it all the same. */
  @Override
  public Statement visitFlushPrivileges(PlimsollSqlParser.FlushPrivilegesContext tree) {
    return new SetVariables(at(tree), List.of());
  }

  // ---- what the server is and does

  @Override
  public Statement visitShowServer(PlimsollSqlParser.ShowServerContext tree) {
    PlimsollSqlParser.LimitContext limit = tree.limit();
    OptionalLong most =
        limit == null
            ? OptionalLong.empty()
            : OptionalLong.of(number(limit.INTEGER(limit.INTEGER().size() - 1).getSymbol()));
    return new ShowServer(at(tree), what(tree.shown()), filter(tree.showFilter()), most);
  }

  private static ShowServer.What what(PlimsollSqlParser.ShownContext tree) {
    if (tree instanceof PlimsollSqlParser.ShownCollationsContext) {
      return ShowServer.What.COLLATIONS;
    }
    if (tree instanceof PlimsollSqlParser.ShownCharacterSetsContext) {
      return ShowServer.What.CHARACTER_SETS;
    }
    if (tree instanceof PlimsollSqlParser.ShownEnginesContext) {
      return ShowServer.What.ENGINES;
    }
    if (tree instanceof PlimsollSqlParser.ShownPluginsContext) {
      return ShowServer.What.PLUGINS;
    }
    if (tree instanceof PlimsollSqlParser.ShownWarningsContext) {
      return ShowServer.What.WARNINGS;
    }
    if (tree instanceof PlimsollSqlParser.ShownTriggersContext) {
      return ShowServer.What.TRIGGERS;
    }
    if (tree instanceof PlimsollSqlParser.ShownEventsContext) {
      return ShowServer.What.EVENTS;
    }
    if (tree instanceof PlimsollSqlParser.ShownRoutinesContext) {
      return ShowServer.What.ROUTINES;
    }
    if (tree instanceof PlimsollSqlParser.ShownErrorsContext) {
      return ShowServer.What.ERRORS;
    }
    return tree instanceof PlimsollSqlParser.ShownStatusContext
        ? ShowServer.What.STATUS
        : ShowServer.What.PROCESSES;
  }

  private RowFilter filter(PlimsollSqlParser.@Nullable ShowFilterContext tree) {
    if (tree == null) {
      return RowFilter.NONE;
    }
    if (tree.condition() != null) {
      return new RowFilter(List.of(), Optional.of(query(tree.condition())));
    }
    List<ShowFilter> oneOf =
        tree.string() != null
            ? List.of(new ShowFilter("", string(tree.string())))
            : tree.columnFilter().stream().flatMap(each -> filters(each).stream()).toList();
    return new RowFilter(oneOf, Optional.empty());
  }

  private List<ShowFilter> filters(PlimsollSqlParser.ColumnFilterContext tree) {
    String column = name(tree.name()).text();
    return tree.string().stream()
        .map(this::string)
        .map(
            text ->
                tree.LIKE() != null ? new ShowFilter(column, text) : ShowFilter.equal(column, text))
        .toList();
  }

  @Override
  public Statement visitBegin(PlimsollSqlParser.BeginContext tree) {
    return new Transaction(at(tree), Transaction.Kind.BEGIN);
  }

  @Override
  public Statement visitCommit(PlimsollSqlParser.CommitContext tree) {
    return new Transaction(at(tree), Transaction.Kind.COMMIT);
  }

  @Override
  public Statement visitRollback(PlimsollSqlParser.RollbackContext tree) {
    return new Transaction(at(tree), Transaction.Kind.ROLLBACK);
  }

  @Override
  public Statement visitKill(PlimsollSqlParser.KillContext tree) {
    return new Kill(at(tree), tree.QUERY() != null, number(tree.INTEGER().getSymbol()));
  }

  // ---- parts that statements share

  Position at(ParserRuleContext tree) {
    return Tokens.at(tree.getStart());
  }

  String written(ParserRuleContext tree) {
    return tokens.written(tree.getStart(), tree.getStop());
  }

  PlimsollException unsupported(Position at, String what, String instead) {
    return Excerpt.locate(ErrorCode.UNSUPPORTED.with(what, instead), at, tokens.source());
  }

  PlimsollException syntax(Position at, String message) {
    return Excerpt.locate(ErrorCode.SYNTAX.with(message), at, tokens.source());
  }

  SqlText query(ParserRuleContext tree) {
    return query(tree.getStart(), tree.getStop());
  }

  SqlText query(Token from, Token to) {
    return new SqlText(Tokens.at(from), tokens.written(from, to), tokens.source());
  }

  Name name(NameContext tree) {
    Token token = tree.getStart();
    String text = token.getText();
    return new Name(
        Tokens.at(token), token.getType() == PlimsollSqlParser.QUOTED ? Quoted.name(text) : text);
  }

  List<Name> names(List<NameContext> trees) {
    return trees.stream().map(this::name).toList();
  }

  private Optional<Name> optionalName(@Nullable NameContext tree) {
    return Optional.ofNullable(tree).map(this::name);
  }

  TableRef table(TableNameContext tree) {
    Name first = name(tree.name(0));
    return tree.name().size() == 1
        ? new TableRef(first.at(), Optional.empty(), first.text())
        : new TableRef(first.at(), Optional.of(first.text()), name(tree.name(1)).text());
  }

  String string(StringContext tree) {
    return Quoted.string(tree.getText());
  }

  List<Option> options(OptionListContext tree) {
    return tree.option().stream()
        .map(option -> new Option(optionName(option.optionName()), literal(option.literal())))
        .toList();
  }

  Name optionName(PlimsollSqlParser.OptionNameContext tree) {
    return tree.name() != null ? name(tree.name()) : new Name(at(tree), string(tree.string()));
  }

  /** A name, or a string that is one. */
  Name word(PlimsollSqlParser.WordContext tree) {
    return tree.name() != null ? name(tree.name()) : new Name(at(tree), string(tree.string()));
  }

  Literal literal(LiteralContext tree) {
    if (tree.string() != null) {
      return new Literal(at(tree), Literal.Kind.STRING, string(tree.string()));
    }
    return new Literal(at(tree), kind(tree), tree.getText());
  }

  private static Literal.Kind kind(LiteralContext tree) {
    if (tree.INTEGER() != null) {
      return Literal.Kind.INTEGER;
    }
    if (tree.NUMBER() != null) {
      return Literal.Kind.NUMBER;
    }
    return tree.NULL() != null ? Literal.Kind.NULL : Literal.Kind.BOOLEAN;
  }

  long number(Token token) {
    try {
      return Long.parseLong(token.getText());
    } catch (NumberFormatException tooLarge) {
      throw syntax(Tokens.at(token), "'" + token.getText() + "' is larger than any row count.");
    }
  }

  // ---- users and rights

  @Override
  public Statement visitCreateUser(PlimsollSqlParser.CreateUserContext tree) {
    return new AccessBuilder(this).createUser(tree);
  }

  @Override
  public Statement visitAlterUser(PlimsollSqlParser.AlterUserContext tree) {
    return new AccessBuilder(this).alterUser(tree);
  }

  @Override
  public Statement visitDropUser(PlimsollSqlParser.DropUserContext tree) {
    return new AccessBuilder(this).dropUser(tree);
  }

  @Override
  public Statement visitSetPassword(PlimsollSqlParser.SetPasswordContext tree) {
    return new AccessBuilder(this).setPassword(tree);
  }

  @Override
  public Statement visitCreateRole(PlimsollSqlParser.CreateRoleContext tree) {
    return new AccessBuilder(this).createRole(tree);
  }

  @Override
  public Statement visitDropRole(PlimsollSqlParser.DropRoleContext tree) {
    return new AccessBuilder(this).dropRole(tree);
  }

  @Override
  public Statement visitGrant(PlimsollSqlParser.GrantContext tree) {
    return new AccessBuilder(this).grant(tree);
  }

  @Override
  public Statement visitRevoke(PlimsollSqlParser.RevokeContext tree) {
    return new AccessBuilder(this).revoke(tree);
  }

  @Override
  public Statement visitShowGrants(PlimsollSqlParser.ShowGrantsContext tree) {
    return new AccessBuilder(this).showGrants(tree);
  }

  @Override
  public Statement visitShowUsers(PlimsollSqlParser.ShowUsersContext tree) {
    return new AccessBuilder(this).showUsers(tree);
  }
}
