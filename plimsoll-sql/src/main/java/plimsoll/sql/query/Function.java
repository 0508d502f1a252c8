package plimsoll.sql.query;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Locale;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.type.SqlReturnTypeInference;

/** A scalar function: what it takes, what it gives, how DuckDB says it. */
final class Function extends SqlFunction implements Documented {
  private final List<String> aliases;
  private final Parameters parameters;
  private final Rendering rendering;
  private final String help;
  private final boolean deterministic;
  private final boolean asDate;

  /** Writes a call for DuckDB. */
  interface Rendering {
    void write(SqlWriter writer, SqlCall call);
  }

  private Function(
      String names,
      Parameters parameters,
      SqlReturnTypeInference result,
      Rendering rendering,
      String help,
      boolean deterministic,
      boolean asDate) {
    super(
        names.split(" ", -1)[0],
        SqlKind.OTHER_FUNCTION,
        result,
        null,
        parameters,
        SqlFunctionCategory.USER_DEFINED_FUNCTION);
    this.aliases = List.of(names.split(" ", -1));
    this.parameters = parameters;
    this.rendering = rendering;
    this.help = help;
    this.deterministic = deterministic;
    this.asDate = asDate;
  }

  /**
   * A function by template.
   *
   * @param names its name and, separated by blanks, its other names
   */
  static Function of(
      String names,
      String parameters,
      SqlReturnTypeInference result,
      String template,
      String help) {
    return rendered(
        names,
        parameters,
        result,
        (writer, call) -> Template.write(template, writer, operands(call), false),
        help);
  }

  /** A function by code. */
  static Function rendered(
      String names,
      String parameters,
      SqlReturnTypeInference result,
      Rendering rendering,
      String help) {
    return new Function(names, new Parameters(parameters), result, rendering, help, true, false);
  }

  /** The same function, but two calls may differ. */
  Function changing() {
    return new Function(
        String.join(" ", aliases),
        parameters,
        requireNonNull(getReturnTypeInference()),
        rendering,
        help,
        false,
        false);
  }

  /** The same function, its value cast to DATE. */
  Function asDate() {
    return asDate ? this : new Function(this);
  }

  private Function(Function time) {
    this(
        String.join(" ", time.aliases),
        time.parameters,
        requireNonNull(time.getReturnTypeInference()),
        (writer, call) -> {
          Template.print(writer, "CAST(");
          time.rendering.write(writer, call);
          Template.print(writer, " AS DATE)");
        },
        time.help,
        time.deterministic,
        true);
  }

  static List<SqlNode> operands(SqlCall call) {
    return call.getOperandList();
  }

  @Override
  public boolean isDeterministic() {
    return deterministic;
  }

  @Override
  public void unparse(SqlWriter writer, SqlCall call, int leftPrec, int rightPrec) {
    writer.setNeedWhitespace(true);
    rendering.write(writer, call);
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
