package plimsoll.sql.query;

import java.math.BigDecimal;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.calcite.sql.SqlBasicTypeNameSpec;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlCharStringLiteral;
import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNumericLiteral;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.util.Util;
import org.jspecify.annotations.Nullable;

/** Constants of a validated query as texts that a column's own conversion reads. */
final class ConstantText {
  private static final Set<String> WHOLE = Set.of("TINYINT", "SMALLINT", "INTEGER", "BIGINT");
  private static final Set<String> TIMES = Set.of("DATE", "TIMESTAMP");
  private static final Pattern PLAIN_TIME =
      Pattern.compile("\\d{4}-\\d{2}-\\d{2}( \\d{2}:\\d{2}:\\d{2}(\\.\\d{1,6})?)?");

  private static final int MOST_SCALE = 400;

  private ConstantText() {}

  /** The constant, a cast of one that changes no value included; null if it is none. */
  static @Nullable String of(SqlNode value) {
    if (value instanceof SqlCharStringLiteral text) {
      return text.getValueAs(String.class);
    }
    if (value instanceof SqlLiteral truth && truth.getTypeName() == SqlTypeName.BOOLEAN) {
      // Without a place it was a number, of which any but 0 was made TRUE.
      return truth.getParserPosition().equals(SqlParserPos.ZERO) ? null : truth.toValue();
    }
    String number = number(value);
    return number == null ? cast(value) : number;
  }

  private static @Nullable String number(SqlNode value) {
    if (value instanceof SqlNumericLiteral number) {
      return plain(number.getValueAs(BigDecimal.class));
    }
    return value instanceof SqlCall minus
            && minus.getKind() == SqlKind.MINUS_PREFIX
            && minus.operand(0) instanceof SqlNumericLiteral number
        ? plain(number.getValueAs(BigDecimal.class).negate())
        : null;
  }

  /** Null for one of very many digits, which no column holds. */
  private static @Nullable String plain(BigDecimal number) {
    return Math.abs((long) number.scale()) > MOST_SCALE ? null : number.toPlainString();
  }

  /** Digits behind the point that numbers of a type have; -1 if they may not be exact. */
  private static int scale(String type, SqlDataTypeSpec spec) {
    if (type.equals("DECIMAL") && spec.getTypeNameSpec() instanceof SqlBasicTypeNameSpec decimal) {
      return Math.max(0, decimal.getScale());
    }
    return WHOLE.contains(type) ? 0 : -1;
  }

  /** The column is of the wider type, or a time is written as one. */
  private static @Nullable String cast(SqlNode value) {
    if (!(value instanceof SqlCall cast)
        || cast.getKind() != SqlKind.CAST
        || !(cast.operand(1) instanceof SqlDataTypeSpec type)) {
      return null;
    }
    String name = Util.last(type.getTypeName().names);
    SqlNode of = cast.operand(0);
    String number = number(of);
    if (number != null) {
      int digits = number.indexOf('.') < 0 ? 0 : number.length() - 1 - number.indexOf('.');
      return digits <= scale(name, type) ? number : null;
    }
    return of instanceof SqlCharStringLiteral text
            && TIMES.contains(name)
            && PLAIN_TIME.matcher(text.getValueAs(String.class)).matches()
        ? text.getValueAs(String.class)
        : null;
  }
}
