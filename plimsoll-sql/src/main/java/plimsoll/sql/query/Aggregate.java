package plimsoll.sql.query;

import java.util.List;
import java.util.Locale;
import org.apache.calcite.sql.SqlAggFunction;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlSelectKeyword;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.type.SqlReturnTypeInference;
import org.apache.calcite.util.Optionality;
import org.jspecify.annotations.Nullable;

/** An aggregate function; also a window function when OVER follows. */
final class Aggregate extends SqlAggFunction implements Documented {
  private final List<String> aliases;
  private final Parameters parameters;
  private final String template;
  private final String help;
  private final boolean widens;

  private Aggregate(
      String names,
      Parameters parameters,
      SqlReturnTypeInference result,
      String template,
      String help,
      boolean ordered,
      boolean widens) {
    super(
        names.split(" ", -1)[0],
        null,
        SqlKind.OTHER_FUNCTION,
        result,
        null,
        parameters,
        SqlFunctionCategory.USER_DEFINED_FUNCTION,
        false,
        false,
        ordered ? Optionality.OPTIONAL : Optionality.FORBIDDEN);
    this.aliases = List.of(names.split(" ", -1));
    this.parameters = parameters;
    this.template = template;
    this.help = help;
    this.widens = widens;
  }

  static Aggregate of(
      String names,
      String parameters,
      SqlReturnTypeInference result,
      String template,
      String help) {
    return new Aggregate(names, new Parameters(parameters), result, template, help, false, false);
  }

  /** An aggregate whose DuckDB type is wider than ours: its value is cast, OVER included. */
  static Aggregate widening(
      String names,
      String parameters,
      SqlReturnTypeInference result,
      String template,
      String help) {
    return new Aggregate(names, new Parameters(parameters), result, template, help, false, true);
  }

  /** An aggregate that takes an ORDER BY inside. */
  static Aggregate ordered(
      String names,
      String parameters,
      SqlReturnTypeInference result,
      String template,
      String help) {
    return new Aggregate(names, new Parameters(parameters), result, template, help, true, false);
  }

  /** Whether the value, with its OVER, must be cast to the type of the call. */
  boolean widens() {
    return widens;
  }

  /** Writes the call; an order, if any, goes before the closing parenthesis. */
  void write(SqlWriter writer, SqlCall call, @Nullable Runnable order) {
    SqlLiteral quantifier = call.getFunctionQuantifier();
    boolean distinct = quantifier != null && quantifier.getValue() == SqlSelectKeyword.DISTINCT;
    List<SqlNode> operands = call.getOperandList();
    int close = template.lastIndexOf(')');
    Template.write(template.substring(0, close), writer, operands, distinct);
    if (order != null) {
      order.run();
    }
    Template.write(template.substring(close), writer, operands, distinct);
  }

  @Override
  public void unparse(SqlWriter writer, SqlCall call, int leftPrec, int rightPrec) {
    writer.setNeedWhitespace(true);
    Template.print(writer, widens ? "CAST(" : "");
    write(writer, call, null);
    Template.print(writer, widens ? " AS BIGINT)" : "");
    writer.setNeedWhitespace(true);
  }

  @Override
  public List<String> names() {
    return aliases;
  }

  @Override
  public String signature() {
    return getName().toUpperCase(Locale.ROOT) + "(" + parameters.signature() + ")";
  }

  @Override
  public String help() {
    return help;
  }
}
