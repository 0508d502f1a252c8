package plimsoll.server.session;

import java.util.stream.Collectors;
import plimsoll.model.Table;
import plimsoll.model.TableName;
import plimsoll.sql.tree.Delete;
import plimsoll.sql.tree.Position;
import plimsoll.sql.tree.SqlText;

/**
 * The queries of one DELETE; what the user wrote keeps its line and column in each.
 *
 * @param target the table as queries know it
 */
record DeleteCondition(Delete statement, TableName target) {
  private String from() {
    String database = target.database().replace("`", "``");
    String alias = statement.table().table().replace("`", "``");
    return " FROM `" + database + "`.`" + target.table() + "` AS `" + alias + "` WHERE ";
  }

  /** It must be a condition before it is put in parentheses. */
  SqlText alone() {
    return query("SELECT 1" + from(), "");
  }

  SqlText filesAndRows() {
    String file = "`" + DeleteTables.FILE + "`";
    return query("SELECT " + file + ", COUNT(*)" + from() + "(", "\n) GROUP BY " + file);
  }

  SqlText rowsThatStay(Table table) {
    String columns =
        table.schema().names().stream()
            .map(name -> "`" + name.replace("`", "``") + "`")
            .collect(Collectors.joining(", "));
    return query("SELECT " + columns + from() + "(", "\n) IS NOT TRUE");
  }

  private SqlText query(String before, String after) {
    SqlText written =
        statement.condition().orElseGet(() -> new SqlText(statement.at(), "TRUE", "TRUE"));
    Position at = written.at();
    String text = before + "\n" + " ".repeat(at.column() - 1) + written.text() + after;
    return new SqlText(new Position(at.line() - 1, 1), text, written.source());
  }
}
