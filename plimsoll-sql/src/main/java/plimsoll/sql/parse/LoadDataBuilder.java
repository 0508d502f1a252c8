package plimsoll.sql.parse;

import java.util.ArrayList;
import java.util.List;
import org.antlr.v4.runtime.ParserRuleContext;
import org.jspecify.annotations.Nullable;
import plimsoll.sql.grammar.PlimsollSqlParser;
import plimsoll.sql.tree.Literal;
import plimsoll.sql.tree.LoadData;
import plimsoll.sql.tree.LoadText;
import plimsoll.sql.tree.LoadText.Duplicates;
import plimsoll.sql.tree.Option;
import plimsoll.sql.tree.Position;

/** LOAD DATA, in OpenMLDB's form and in MySQL's. */
final class LoadDataBuilder {
  private final StatementBuilder shared;

  LoadDataBuilder(StatementBuilder shared) {
    this.shared = shared;
  }

  LoadData loadData(PlimsollSqlParser.LoadDataContext tree) {
    if (tree.PARTITION() != null) {
      throw shared.unsupported(
          shared.at(tree.columnList()), "PARTITION in LOAD DATA", " Load into the whole table.");
    }
    List<Option> options =
        tree.loadClause().stream().flatMap(clause -> options(clause).stream()).toList();
    Position at = shared.at(tree.string());
    return new LoadData(
        shared.at(tree),
        tree.LOCAL() != null,
        new Literal(at, Literal.Kind.STRING, shared.string(tree.string())),
        shared.table(tree.tableName()),
        options,
        text(tree));
  }

  private List<Option> options(PlimsollSqlParser.LoadClauseContext clause) {
    if (clause.CONFIG() != null && !clause.optionList().option().isEmpty()) {
      throw shared.unsupported(shared.at(clause), "CONFIG in LOAD DATA", " Use OPTIONS.");
    }
    return shared.options(clause.optionList());
  }

  private @Nullable LoadText text(PlimsollSqlParser.LoadDataContext tree) {
    PlimsollSqlParser.LoadTextContext text = tree.loadText();
    boolean said =
        text.getChildCount() > 0
            || tree.REPLACE() != null
            || tree.IGNORE() != null
            || tree.LOW_PRIORITY() != null
            || tree.CONCURRENT() != null;
    if (!said) {
      return null;
    }
    return new LoadText(
        duplicates(tree),
        charset(text.charset()),
        delimiter(once(text.fieldsClause(), c -> c.TERMINATED() != null)),
        delimiter(once(text.fieldsClause(), c -> c.ENCLOSED() != null)),
        delimiter(once(text.fieldsClause(), c -> c.ESCAPED() != null)),
        lineDelimiter(text, c -> c.STARTING() != null),
        lineDelimiter(text, c -> c.TERMINATED() != null),
        text.INTEGER() == null ? 0 : shared.number(text.INTEGER().getSymbol()),
        fields(text),
        assignments(text));
  }

  private List<LoadText.Assignment> assignments(PlimsollSqlParser.LoadTextContext text) {
    return text.loadAssignment().stream()
        .map(
            written ->
                new LoadText.Assignment(
                    shared.name(written.name()),
                    shared.query(written.loadExpression(0).getStart(), written.getStop())))
        .toList();
  }

  private static Duplicates duplicates(PlimsollSqlParser.LoadDataContext tree) {
    if (tree.IGNORE() != null) {
      return Duplicates.IGNORE;
    }
    return tree.REPLACE() != null ? Duplicates.REPLACE : Duplicates.NOT_SAID;
  }

  private @Nullable Literal charset(PlimsollSqlParser.@Nullable CharsetContext tree) {
    if (tree == null || tree.DEFAULT() != null) {
      return null;
    }
    String text =
        tree.string() != null ? shared.string(tree.string()) : shared.name(tree.name()).text();
    return new Literal(shared.at(tree), Literal.Kind.WORD, text);
  }

  private interface Which<C> {
    boolean is(C clause);
  }

  private <C extends ParserRuleContext> @Nullable C once(List<C> clauses, Which<C> which) {
    List<C> found = new ArrayList<>();
    clauses.stream().filter(which::is).forEach(found::add);
    if (found.size() > 1) {
      throw shared.syntax(shared.at(found.get(1)), "This is said twice.");
    }
    return found.isEmpty() ? null : found.get(0);
  }

  private @Nullable Literal lineDelimiter(
      PlimsollSqlParser.LoadTextContext text, Which<PlimsollSqlParser.LinesClauseContext> which) {
    PlimsollSqlParser.LinesClauseContext clause = once(text.linesClause(), which);
    return clause == null ? null : delimiter(clause.delimiter());
  }

  private @Nullable Literal delimiter(PlimsollSqlParser.@Nullable FieldsClauseContext clause) {
    return clause == null ? null : delimiter(clause.delimiter());
  }

  /** A string, or bytes as {@code 0x2C}. */
  private Literal delimiter(PlimsollSqlParser.DelimiterContext tree) {
    Position at = shared.at(tree);
    if (tree.string() != null) {
      return new Literal(at, Literal.Kind.STRING, shared.string(tree.string()));
    }
    if (!tree.getText().matches("0[xX]([0-9a-fA-F]{2})+")) {
      throw shared.syntax(at, "Expected a string, or bytes as in 0x2C.");
    }
    return new Literal(at, Literal.Kind.WORD, tree.getText());
  }

  private @Nullable List<LoadText.Field> fields(PlimsollSqlParser.LoadTextContext text) {
    if (text.loadField().isEmpty()) {
      return null;
    }
    List<LoadText.Field> fields = new ArrayList<>();
    for (PlimsollSqlParser.LoadFieldContext field : text.loadField()) {
      fields.add(
          field.name() != null
              ? new LoadText.Field(shared.name(field.name()), false)
              : new LoadText.Field(shared.word(field.word()), true));
    }
    return fields;
  }
}
