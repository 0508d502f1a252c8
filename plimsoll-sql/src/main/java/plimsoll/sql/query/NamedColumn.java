package plimsoll.sql.query;

import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.type.SqlTypeUtil;
import org.apache.calcite.sql.validate.SqlValidator;
import org.jspecify.annotations.Nullable;

/** Columns in conditions of a validated query, where they are compared as what they hold. */
final class NamedColumn {
  private NamedColumn() {}

  /**
   * The name of a column, behind that of its table. A cast to a wider type of number is looked
   * through: it stands before each column that is compared with a number of another type.
   */
  static @Nullable SqlIdentifier of(SqlNode node, SqlValidator validator) {
    SqlNode named = node;
    if (node instanceof SqlCall cast
        && cast.getKind() == SqlKind.CAST
        && holdsAll(
            validator.getValidatedNodeTypeIfKnown(cast),
            validator.getValidatedNodeTypeIfKnown(cast.operand(0)))) {
      named = cast.operand(0);
    }
    return named instanceof SqlIdentifier name && name.names.size() == 2 // more: a STRUCT's field
        ? name
        : null;
  }

  private static boolean holdsAll(@Nullable RelDataType wide, @Nullable RelDataType narrow) {
    return wide != null
        && narrow != null
        && SqlTypeUtil.isExactNumeric(wide)
        && SqlTypeUtil.isExactNumeric(narrow)
        && wide.getScale() >= narrow.getScale()
        && wide.getPrecision() - wide.getScale() >= narrow.getPrecision() - narrow.getScale();
  }
}
