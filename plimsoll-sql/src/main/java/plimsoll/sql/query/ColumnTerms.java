package plimsoll.sql.query;

import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.fun.SqlBetweenOperator;
import org.apache.calcite.sql.validate.SqlValidator;
import org.apache.calcite.util.Util;
import org.jspecify.annotations.Nullable;
import plimsoll.error.ErrorCode;
import plimsoll.sql.query.ColumnTerm.Comparison;

/** Reads a condition that is nothing but terms of columns and constants, joined by AND. */
final class ColumnTerms {
  private final SqlValidator validator;
  private final List<ColumnTerm> terms = new ArrayList<>();

  private ColumnTerms(SqlValidator validator) {
    this.validator = validator;
  }

  /** All that WHERE of a validated SELECT of one table demands. What is more is a misuse. */
  static List<ColumnTerm> of(SqlNode validated, SqlValidator validator) {
    ColumnTerms found = new ColumnTerms(validator);
    SqlNode condition = ((SqlSelect) validated).getWhere();
    if (condition != null) {
      found.add(condition);
    }
    return List.copyOf(found.terms);
  }

  private void add(SqlNode condition) {
    boolean isRead =
        condition instanceof SqlCall call
            && switch (call.getKind()) {
              case AND -> {
                call.getOperandList().forEach(this::add);
                yield true;
              }
              case EQUALS -> compared(call, Comparison.EQUAL);
              case LESS_THAN -> compared(call, Comparison.LESS);
              case LESS_THAN_OR_EQUAL -> compared(call, Comparison.AT_MOST);
              case GREATER_THAN -> compared(call, Comparison.GREATER);
              case GREATER_THAN_OR_EQUAL -> compared(call, Comparison.AT_LEAST);
              case BETWEEN -> between(call);
              case IS_NULL -> term(call.operand(0), Comparison.IS_NULL, null);
              default -> false;
            };
    if (!isRead) {
      throw new MisuseException(
          condition.getParserPosition(),
          ErrorCode.UNSUPPORTED.with(
              "This condition, where execute_mode is online,",
              " Join by AND: 'column = constant' for each KEY column of an index, and comparisons"
                  + " of its TS with constants."));
    }
  }

  private boolean compared(SqlCall call, Comparison comparison) {
    return compared(call.operand(0), comparison, call.operand(1))
        || compared(call.operand(1), comparison.turned(), call.operand(0));
  }

  private boolean between(SqlCall call) {
    return ((SqlBetweenOperator) call.getOperator()).flag == SqlBetweenOperator.Flag.ASYMMETRIC
        && !((SqlBetweenOperator) call.getOperator()).isNegated()
        && compared(call.operand(0), Comparison.AT_LEAST, call.operand(1))
        && compared(call.operand(0), Comparison.AT_MOST, call.operand(2));
  }

  private boolean compared(SqlNode column, Comparison comparison, SqlNode value) {
    String text = ConstantText.of(value);
    return text != null && term(column, comparison, text);
  }

  private boolean term(SqlNode column, Comparison comparison, @Nullable String text) {
    SqlIdentifier name = NamedColumn.of(column, validator);
    return name != null && terms.add(new ColumnTerm(Util.last(name.names), comparison, text));
  }
}
