package plimsoll.sql.parse;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.tree.ParseTree;
import plimsoll.error.Nearest;
import plimsoll.sql.grammar.PlimsollSqlParser;
import plimsoll.sql.grammar.PlimsollSqlParser.ColumnContext;
import plimsoll.sql.grammar.PlimsollSqlParser.ColumnOptionContext;
import plimsoll.sql.grammar.PlimsollSqlParser.ColumnsBodyContext;
import plimsoll.sql.grammar.PlimsollSqlParser.PartitioningContext;
import plimsoll.sql.grammar.PlimsollSqlParser.TableClauseContext;
import plimsoll.sql.grammar.PlimsollSqlParser.TableElementContext;
import plimsoll.sql.tree.ColumnDefinition;
import plimsoll.sql.tree.ColumnDefinition.Default;
import plimsoll.sql.tree.CreateTable;
import plimsoll.sql.tree.CreateTable.Clause;
import plimsoll.sql.tree.CreateTableLike;
import plimsoll.sql.tree.CreateTableLikeParquet;
import plimsoll.sql.tree.Name;
import plimsoll.sql.tree.Option;
import plimsoll.sql.tree.Partitioning;
import plimsoll.sql.tree.ReplicaSets;
import plimsoll.sql.tree.SqlText;
import plimsoll.sql.tree.Statement;
import plimsoll.sql.tree.TableIndex;
import plimsoll.sql.tree.TypeName;

/** The CREATE TABLE part of {@link StatementBuilder}. */
final class CreateTableBuilder {
  private final StatementBuilder parts;

  CreateTableBuilder(StatementBuilder parts) {
    this.parts = parts;
  }

  Statement build(PlimsollSqlParser.CreateTableContext tree) {
    if (tree.tableBody() instanceof PlimsollSqlParser.LikeBodyContext like) {
      return new CreateTableLike(
          parts.at(tree),
          parts.table(tree.tableName()),
          tree.ifNotExists() != null,
          parts.table(like.tableName()));
    }
    if (tree.tableBody() instanceof PlimsollSqlParser.LikeFileBodyContext like) {
      return likeFile(tree, like);
    }
    if (tree.tableBody() instanceof PlimsollSqlParser.QueryBodyContext body) {
      return create(
          tree,
          List.of(),
          List.of(),
          clauses(body.tableClause()),
          Optional.of(query(body.createAs())));
    }
    return declared(tree, (ColumnsBodyContext) tree.tableBody());
  }

  /** OpenMLDB's forms. */
  private CreateTableLikeParquet likeFile(
      PlimsollSqlParser.CreateTableContext tree, PlimsollSqlParser.LikeFileBodyContext like) {
    Name kind = parts.name(like.kind);
    return switch (kind.text().toUpperCase(Locale.ROOT)) {
      case "PARQUET" ->
          new CreateTableLikeParquet(
              parts.at(tree),
              parts.table(tree.tableName()),
              tree.ifNotExists() != null,
              parts.string(like.string()));
      case "HIVE" ->
          throw parts.unsupported(
              kind.at(),
              "CREATE TABLE ... LIKE HIVE",
              " Name the columns, or say LIKE PARQUET with the path of one of its files.");
      default ->
          throw parts.syntax(
              kind.at(),
              "LIKE takes a table, or PARQUET and a path; '"
                  + kind
                  + "' is no kind of file."
                  + Nearest.hint(kind.text(), List.of("PARQUET")));
    };
  }

  private CreateTable declared(PlimsollSqlParser.CreateTableContext tree, ColumnsBodyContext body) {
    if (body.createAs() != null) {
      throw parts.unsupported(
          parts.at(body), "A column list before AS SELECT", " Name the columns in the query.");
    }
    List<ColumnDefinition> columns = new ArrayList<>();
    List<TableIndex> indexes = new ArrayList<>();
    for (TableElementContext element : body.tableElement()) {
      if (element instanceof ColumnContext column) {
        columns.add(column(column.columnDefinition()));
      } else {
        indexes.add(index(element));
      }
    }
    if (columns.isEmpty()) {
      throw parts.syntax(parts.at(body), "A table needs at least one column.");
    }
    return create(tree, columns, indexes, clauses(body.tableClause()), Optional.empty());
  }

  private CreateTable create(
      PlimsollSqlParser.CreateTableContext tree,
      List<ColumnDefinition> columns,
      List<TableIndex> indexes,
      List<Clause> clauses,
      Optional<SqlText> query) {
    return new CreateTable(
        parts.at(tree),
        parts.table(tree.tableName()),
        tree.ifNotExists() != null,
        columns,
        indexes,
        clauses,
        query);
  }

  private SqlText query(PlimsollSqlParser.CreateAsContext tree) {
    return tree.query() != null ? parts.query(tree.query()) : parts.query(tree);
  }

  // ---- columns

  ColumnDefinition column(PlimsollSqlParser.ColumnDefinitionContext tree) {
    ColumnOptions options = new ColumnOptions();
    tree.columnOption().forEach(options::add);
    return new ColumnDefinition(
        parts.name(tree.name()),
        type(tree.type()),
        options.nullable,
        options.defaultValue,
        options.comment.orElse(""),
        options.others);
  }

  private TypeName type(PlimsollSqlParser.TypeContext tree) {
    List<String> arguments =
        tree.typeArguments() == null
            ? List.of()
            : tree.typeArguments().typeArgument().stream().map(ParseTree::getText).toList();
    return new TypeName(
        parts.at(tree),
        parts.name(tree.name()).text(),
        arguments,
        tree.UNSIGNED() != null,
        tree.typePart().stream().map(this::part).toList());
  }

  private TypeName.Part part(PlimsollSqlParser.TypePartContext tree) {
    Optional<Name> name =
        tree.name() == null ? Optional.empty() : Optional.of(parts.name(tree.name()));
    return new TypeName.Part(name, type(tree.type()));
  }

  /** Collects what follows a column's type; each kind at most once. */
  private final class ColumnOptions {
    Optional<Boolean> nullable = Optional.empty();
    Optional<Default> defaultValue = Optional.empty();
    Optional<String> comment = Optional.empty();
    final List<Name> others = new ArrayList<>();

    void add(ColumnOptionContext tree) {
      if (tree instanceof PlimsollSqlParser.NotNullContext
          || tree instanceof PlimsollSqlParser.NullableContext) {
        once(nullable, tree, "NULL or NOT NULL");
        nullable = Optional.of(tree instanceof PlimsollSqlParser.NullableContext);
      } else if (tree instanceof PlimsollSqlParser.DefaultOptionContext option) {
        once(defaultValue, tree, "DEFAULT");
        defaultValue = Optional.of(defaultOf(option.defaultValue()));
      } else if (tree instanceof PlimsollSqlParser.ColumnCommentContext option) {
        once(comment, tree, "COMMENT");
        comment = Optional.of(parts.string(option.string()));
      } else {
        others.add(new Name(parts.at(tree), other(tree)));
      }
    }

    private void once(Optional<?> before, ColumnOptionContext tree, String what) {
      if (before.isPresent()) {
        throw parts.syntax(parts.at(tree), what + " was already said for this column.");
      }
    }
  }

  private static String other(ColumnOptionContext tree) {
    return tree instanceof PlimsollSqlParser.GeneratedContext
        ? "AS (expression)"
        : tree.getText().toUpperCase(Locale.ROOT).replaceFirst("(?<=.)KEY$", " KEY");
  }

  private Default defaultOf(PlimsollSqlParser.DefaultValueContext tree) {
    if (tree.literal() != null) {
      return new Default.Constant(parts.at(tree), parts.literal(tree.literal()));
    }
    boolean now = tree.CURRENT_TIMESTAMP() != null || tree.NOW() != null;
    return now
        ? new Default.CurrentTimestamp(parts.at(tree))
        : new Default.Expression(parts.at(tree), parts.written(tree));
  }

  // ---- indexes

  private TableIndex index(TableElementContext tree) {
    if (tree instanceof PlimsollSqlParser.InlineKeyContext key) {
      String kind = key.keyKind.getText().toUpperCase(Locale.ROOT);
      throw parts.unsupported(
          parts.at(tree),
          kind + " KEY inside the column list",
          " Write DUPLICATE KEY (...) after the closing parenthesis.");
    }
    List<TableIndex.Item> items =
        tree instanceof PlimsollSqlParser.OpenmldbIndexContext index
            ? index.indexItem().stream().map(this::item).toList()
            : List.of();
    return new TableIndex(parts.at(tree), parts.written(tree), items);
  }

  private TableIndex.Item item(PlimsollSqlParser.IndexItemContext tree) {
    Name name = tree.name() != null ? parts.name(tree.name()) : new Name(parts.at(tree), "KEY");
    return new TableIndex.Item(
        name, tree.indexValue().indexAtom().stream().map(this::atom).toList());
  }

  private String atom(PlimsollSqlParser.IndexAtomContext tree) {
    if (tree.name() != null) {
      return parts.name(tree.name()).text();
    }
    return tree.string() != null ? parts.string(tree.string()) : tree.getText();
  }

  // ---- clauses

  private List<Clause> clauses(List<TableClauseContext> trees) {
    List<Clause> clauses = new ArrayList<>();
    Set<Class<?>> seen = new HashSet<>();
    for (TableClauseContext tree : trees) {
      Clause clause = clause(tree);
      if (!seen.add(clause.getClass())) {
        throw parts.syntax(
            clause.at(), tree.getStart().getText().toUpperCase(Locale.ROOT) + " was already said.");
      }
      clauses.add(clause);
    }
    return clauses;
  }

  private Clause clause(TableClauseContext tree) {
    if (tree instanceof PlimsollSqlParser.EngineContext engine) {
      return new Clause.Engine(parts.at(tree), word(engine.word()));
    }
    if (tree instanceof PlimsollSqlParser.TableKeyContext key) {
      String kind = key.keyKind.getText().toUpperCase(Locale.ROOT);
      return new Clause.Key(parts.at(tree), kind, parts.names(key.name()));
    }
    if (tree instanceof PlimsollSqlParser.TableCommentContext comment) {
      return new Clause.Comment(parts.at(tree), parts.string(comment.string()));
    }
    if (tree instanceof PlimsollSqlParser.PartitionByContext partition) {
      return new Clause.Partition(parts.at(tree), partitioning(partition.partitioning()));
    }
    if (tree instanceof PlimsollSqlParser.DistributedByContext distributed) {
      return new Clause.Distribution(parts.at(tree), parts.written(distributed.distribution()));
    }
    if (tree instanceof PlimsollSqlParser.OrderByContext order) {
      return new Clause.Order(parts.at(tree), parts.names(order.name()));
    }
    return lists(tree);
  }

  private Clause lists(TableClauseContext tree) {
    if (tree instanceof PlimsollSqlParser.TablePropertiesContext properties) {
      return new Clause.Properties(
          parts.at(tree), parts.options(properties.properties().optionList()));
    }
    if (tree instanceof PlimsollSqlParser.TableOptionsContext options) {
      return options(options);
    }
    return new Clause.Rollup(parts.at(tree));
  }

  private Clause.Options options(PlimsollSqlParser.TableOptionsContext tree) {
    List<Option> options = new ArrayList<>();
    List<ReplicaSets> lists = new ArrayList<>();
    for (PlimsollSqlParser.TableOptionContext option : tree.tableOption()) {
      Name name = parts.optionName(option.optionName());
      if (option.literal() != null) {
        options.add(new Option(name, parts.literal(option.literal())));
      } else {
        lists.add(
            new ReplicaSets(
                name, option.replicaSets().replicaSet().stream().map(this::replicas).toList()));
      }
    }
    return new Clause.Options(parts.at(tree), options, lists);
  }

  private ReplicaSets.Part replicas(PlimsollSqlParser.ReplicaSetContext tree) {
    List<String> servers = tree.string().stream().map(parts::string).toList();
    return new ReplicaSets.Part(parts.at(tree), servers.get(0), servers.subList(1, servers.size()));
  }

  private String word(PlimsollSqlParser.WordContext tree) {
    return tree.string() != null ? parts.string(tree.string()) : parts.name(tree.name()).text();
  }

  private Partitioning partitioning(PartitioningContext tree) {
    if (tree.partitionKind != null) {
      boolean range = tree.partitionKind.getType() == PlimsollSqlParser.RANGE;
      return new Partitioning(
          parts.at(tree),
          range ? Partitioning.Kind.RANGE : Partitioning.Kind.LIST,
          List.of(),
          true);
    }
    List<Partitioning.Term> terms = tree.partitionItem().stream().map(this::term).toList();
    return new Partitioning(parts.at(tree), Partitioning.Kind.EXPRESSIONS, terms, hasBounds(tree));
  }

  /** Whether parentheses with written partitions follow the expressions. */
  private static boolean hasBounds(PartitioningContext tree) {
    ParserRuleContext last = tree.partitionItem(tree.partitionItem().size() - 1);
    boolean wrapped = tree.getStart().getType() == PlimsollSqlParser.LEFT;
    int after = tree.getStop().getTokenIndex() - last.getStop().getTokenIndex();
    return after > (wrapped ? 1 : 0);
  }

  private Partitioning.Term term(PlimsollSqlParser.PartitionItemContext tree) {
    return new Partitioning.Term(
        parts.name(tree.name()),
        tree.LEFT() != null,
        tree.partitionArgument().stream().map(this::argument).toList());
  }

  private Partitioning.Argument argument(PlimsollSqlParser.PartitionArgumentContext tree) {
    String text;
    if (tree.name() != null) {
      text = parts.name(tree.name()).text();
    } else {
      text = tree.string() != null ? parts.string(tree.string()) : tree.getText();
    }
    return new Partitioning.Argument(parts.at(tree), tree.name() != null, text);
  }
}
