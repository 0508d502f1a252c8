package plimsoll.sql.parse;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import plimsoll.sql.grammar.PlimsollSqlParser;
import plimsoll.sql.grammar.PlimsollSqlParser.AlterationContext;
import plimsoll.sql.tree.AlterTable;
import plimsoll.sql.tree.AlterTable.Alteration;
import plimsoll.sql.tree.AlterTable.Place;

/** The ALTER TABLE part of {@link StatementBuilder}. */
final class AlterTableBuilder {
  private final StatementBuilder parts;
  private final CreateTableBuilder columns;

  AlterTableBuilder(StatementBuilder parts) {
    this.parts = parts;
    this.columns = new CreateTableBuilder(parts);
  }

  AlterTable build(PlimsollSqlParser.AlterTableContext tree) {
    List<Alteration> alterations = tree.alteration().stream().map(this::alteration).toList();
    if (alterations.size() > 1) {
      alterations.forEach(alteration -> requireAlike(alteration, alterations.get(0)));
    }
    return new AlterTable(parts.at(tree), parts.table(tree.tableName()), alterations);
  }

  private void requireAlike(Alteration alteration, Alteration first) {
    if (alteration instanceof Alteration.RenameTable) {
      throw parts.unsupported(
          alteration.at(), "RENAME beside other changes", " Say it in a statement of its own.");
    }
    if (alteration.isOfLinks() != first.isOfLinks()) {
      throw parts.unsupported(
          alteration.at(),
          "offline_path beside changes of the definition",
          " Say it in a statement of its own.");
    }
  }

  private Alteration alteration(AlterationContext tree) {
    if (tree instanceof PlimsollSqlParser.AddColumnContext add) {
      return new Alteration.AddColumns(
          parts.at(tree),
          List.of(columns.column(add.columnDefinition())),
          place(add.columnPlace()));
    }
    if (tree instanceof PlimsollSqlParser.AddColumnsContext add) {
      return new Alteration.AddColumns(
          parts.at(tree),
          add.columnDefinition().stream().map(columns::column).toList(),
          Optional.empty());
    }
    if (tree instanceof PlimsollSqlParser.DropColumnContext drop) {
      return new Alteration.DropColumn(parts.at(tree), parts.name(drop.name()));
    }
    if (tree instanceof PlimsollSqlParser.ModifyColumnContext modify) {
      return new Alteration.ModifyColumn(
          parts.at(tree), columns.column(modify.columnDefinition()), place(modify.columnPlace()));
    }
    if (tree instanceof PlimsollSqlParser.RenameColumnContext rename) {
      return new Alteration.RenameColumn(
          parts.at(tree), parts.name(rename.name(0)), parts.name(rename.name(1)));
    }
    return ofTable(tree);
  }

  private Alteration ofTable(AlterationContext tree) {
    if (tree instanceof PlimsollSqlParser.RenameTableContext rename) {
      return new Alteration.RenameTable(parts.at(tree), parts.name(rename.name()));
    }
    if (tree instanceof PlimsollSqlParser.SetCommentContext comment) {
      return new Alteration.SetComment(parts.at(tree), parts.string(comment.string()));
    }
    if (tree instanceof PlimsollSqlParser.AddOfflinePathContext add) {
      return new Alteration.AddOfflinePath(parts.at(tree), parts.string(add.string()));
    }
    if (tree instanceof PlimsollSqlParser.DropOfflinePathContext drop) {
      return new Alteration.DropOfflinePath(parts.at(tree), parts.string(drop.string()));
    }
    PlimsollSqlParser.SetPropertiesContext set = (PlimsollSqlParser.SetPropertiesContext) tree;
    return new Alteration.SetProperties(parts.at(tree), parts.options(set.optionList()));
  }

  private Optional<Place> place(PlimsollSqlParser.@Nullable ColumnPlaceContext tree) {
    if (tree == null) {
      return Optional.empty();
    }
    return Optional.of(new Place(Optional.ofNullable(tree.name()).map(parts::name)));
  }
}
