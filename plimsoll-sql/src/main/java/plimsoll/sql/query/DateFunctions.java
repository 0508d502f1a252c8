package plimsoll.sql.query;

import static plimsoll.sql.query.Result.BIGINT;
import static plimsoll.sql.query.Result.DATE;
import static plimsoll.sql.query.Result.DATETIME;
import static plimsoll.sql.query.Result.INT;
import static plimsoll.sql.query.Result.TEXT;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.calcite.avatica.util.TimeUnit;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.SqlBasicCall;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlCallBinding;
import org.apache.calcite.sql.SqlIntervalQualifier;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOperatorBinding;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.SqlTypeName;
import plimsoll.error.ErrorCode;

/** Functions of dates. There is one time zone, the session's; it is UTC unless said otherwise. */
final class DateFunctions {
  private static final String NOW = "date_trunc('second', current_localtimestamp())";
  private static final String DATE_PART = "CAST(%s($1) AS INTEGER)";

  private DateFunctions() {}

  /** {@code moment + interval}: DATE stays DATE when whole days are added. */
  static final Function ADD =
      Function.rendered(
          "DATE_ADD ADDDATE",
          "moment, days",
          DateFunctions::shifted,
          (writer, call) -> shift(writer, call, "+"),
          "Later by INTERVAL n unit, or by n days.");

  /** {@code moment - interval}. */
  static final Function SUBTRACT =
      Function.rendered(
          "DATE_SUB SUBDATE",
          "moment, days",
          DateFunctions::shifted,
          (writer, call) -> shift(writer, call, "-"),
          "Earlier by INTERVAL n unit, or by n days.");

  static List<Function> all() {
    List<Function> all =
        new ArrayList<>(
            List.of(
                ADD,
                SUBTRACT,
                Function.of(
                        "CURDATE CURRENT_DATE",
                        "",
                        Result.notNull(DATE),
                        "CAST(current_localtimestamp() AS DATE)",
                        "Today.")
                    .changing(),
                Function.of(
                    "DATE TO_DATE", "moment", DATE, "CAST($1 AS DATE)", "The day of a time."),
                Function.of(
                    "DATEDIFF",
                    "moment, moment",
                    BIGINT,
                    "date_diff('day', CAST($2 AS DATE), CAST($1 AS DATE))",
                    "Days from second to first."),
                Function.rendered(
                    "DATE_FORMAT",
                    "moment, constant",
                    TEXT,
                    DateFormats::format,
                    "As text, in MySQL's format letters, or yyyyMMdd, yyyy-MM-dd, yyyy-MM-dd HH:mm:ss."),
                Function.rendered(
                    "DATE_TRUNC",
                    "constant, moment",
                    DateFunctions::truncated,
                    DateFunctions::truncate,
                    "Start of the second, minute, hour, day, week, month, quarter or year."),
                Function.of(
                    "DAYNAME", "moment", TEXT, "dayname($1)", "Name of the day, in English."),
                Function.of(
                    "DAYOFWEEK",
                    "moment",
                    INT,
                    "CAST(dayofweek($1) + 1 AS INTEGER)",
                    "Day of the week, 1 is Sunday."),
                Function.of(
                    "FROM_DAYS",
                    "integer",
                    DATE,
                    "(DATE '1970-01-01' + CAST($1 - 719528 AS INTEGER))",
                    "The day with that TO_DAYS number."),
                Function.rendered(
                    "FROM_UNIXTIME",
                    "integer, [constant]",
                    DateFunctions::fromUnixType,
                    DateFunctions::fromUnix,
                    "Time of seconds since 1970; as text if a format is given."),
                Function.of("LAST_DAY", "moment", DATE, "last_day($1)", "Last day of the month."),
                Function.of(
                    "MONTHNAME", "moment", TEXT, "monthname($1)", "Name of the month, in English."),
                Function.of(
                        "NOW CURRENT_TIMESTAMP LOCALTIME LOCALTIMESTAMP SYSDATE",
                        "",
                        Result.notNull(DATETIME),
                        NOW,
                        "Date and time now, in seconds.")
                    .changing(),
                Function.rendered(
                    "STR_TO_DATE",
                    "text, constant",
                    DateFormats::parsedType,
                    DateFormats::parse,
                    "Text in MySQL's format letters as DATE, or DATETIME if a time is in it; NULL if it"
                        + " does not fit."),
                Function.rendered(
                    "TIMESTAMPADD",
                    "constant, integer, moment",
                    DateFunctions::timestampAdded,
                    DateFunctions::timestampAdd,
                    "Later by n units: TIMESTAMPADD(HOUR, 3, t)."),
                Function.rendered(
                    "TIMESTAMPDIFF",
                    "constant, moment, moment",
                    BIGINT,
                    DateFunctions::timestampDiff,
                    "Whole units from second to third: TIMESTAMPDIFF(MONTH, a, b)."),
                Function.of(
                    "TO_DAYS",
                    "moment",
                    BIGINT,
                    "(date_diff('day', DATE '1970-01-01', CAST($1 AS DATE)) + 719528)",
                    "Days since year 0."),
                Function.rendered(
                    "UNIX_TIMESTAMP",
                    "[moment]",
                    BIGINT,
                    DateFunctions::toUnix,
                    "Seconds since 1970 of a time, or of now."),
                Function.of(
                        "UTC_DATE",
                        "",
                        Result.notNull(DATE),
                        "CAST((now() AT TIME ZONE 'UTC') AS DATE)",
                        "Today in UTC.")
                    .changing(),
                Function.of(
                        "UTC_TIMESTAMP",
                        "",
                        Result.notNull(DATETIME),
                        "date_trunc('second', now() AT TIME ZONE 'UTC')",
                        "Now in UTC.")
                    .changing(),
                Function.of(
                    "WEEK",
                    "moment",
                    INT,
                    "CAST(strftime($1, '%U') AS INTEGER)",
                    "Week of the year, 0 to 53; weeks begin on Sunday, week 1 has the first Sunday."),
                Function.of(
                    "WEEKDAY",
                    "moment",
                    INT,
                    "CAST(isodow($1) - 1 AS INTEGER)",
                    "Day of the week, 0 is Monday."),
                Function.rendered(
                    "$interval",
                    "number, constant",
                    DateFunctions::intervalType,
                    DateFunctions::interval,
                    "")));
    addParts(all);
    addShifts(all);
    return all;
  }

  private static void addParts(List<Function> all) {
    all.add(part("YEAR", "year", "Year."));
    all.add(part("QUARTER", "quarter", "Quarter, 1 to 4."));
    all.add(part("MONTH", "month", "Month, 1 to 12."));
    all.add(part("WEEKOFYEAR WEEK_ISO", "weekofyear", "ISO week, 1 to 53."));
    all.add(part("DAY DAYOFMONTH", "day", "Day of the month."));
    all.add(part("DAYOFYEAR", "dayofyear", "Day of the year."));
    all.add(part("HOUR", "hour", "Hour, 0 to 23."));
    all.add(part("MINUTE", "minute", "Minute."));
    all.add(part("SECOND", "second", "Second."));
    all.add(
        Function.of(
            "MICROSECOND",
            "moment",
            INT,
            "CAST(microsecond($1) % 1000000 AS INTEGER)",
            "Microseconds of the second."));
  }

  private static Function part(String names, String duck, String help) {
    return Function.of(names, "moment", INT, String.format(DATE_PART, duck), help);
  }

  /** StarRocks' DAYS_ADD and its kin. */
  private static void addShifts(List<Function> all) {
    for (String unit : List.of("YEAR", "MONTH", "WEEK", "DAY", "HOUR", "MINUTE", "SECOND")) {
      String to = duckInterval(unit);
      String part = unit.toLowerCase(Locale.ROOT);
      boolean whole = isWholeDays(unit);
      for (String sign : List.of("+", "-")) {
        all.add(
            Function.rendered(
                unit + "S_" + (sign.equals("+") ? "ADD" : "SUB"),
                "moment, integer",
                call -> shiftedBy(call, whole, call.getOperandType(0)),
                (writer, call) ->
                    Template.write(
                        "($1 " + sign + " " + to.replace("$1", "$2") + ")",
                        writer,
                        call.getOperandList(),
                        false),
                (sign.equals("+") ? "Later" : "Earlier") + " by n " + part + "s."));
      }
      all.add(
          Function.of(
              unit + "S_DIFF",
              "moment, moment",
              BIGINT,
              difference(unit, "$2", "$1"),
              "Whole " + part + "s from second to first."));
    }
  }

  // ---- intervals

  private static String duckInterval(String unit) {
    return switch (unit) {
      case "SECOND" -> "to_microseconds(CAST(round(($1) * 1000000) AS BIGINT))";
      case "MICROSECOND" -> "to_microseconds(CAST($1 AS BIGINT))";
      case "MILLISECOND" -> "to_microseconds(CAST(round(($1) * 1000) AS BIGINT))";
      case "MINUTE", "HOUR" -> "to_" + unit.toLowerCase(Locale.ROOT) + "s(CAST($1 AS BIGINT))";
      default -> "to_" + unit.toLowerCase(Locale.ROOT) + "s(CAST($1 AS INTEGER))";
    };
  }

  private static boolean isWholeDays(String unit) {
    return switch (unit) {
      case "DAY", "WEEK", "MONTH", "QUARTER", "YEAR" -> true;
      default -> false;
    };
  }

  private static RelDataType intervalType(SqlOperatorBinding call) {
    String unit = String.valueOf(call.getOperandLiteralValue(1, String.class));
    TimeUnit kind = isWholeDays(unit) ? TimeUnit.DAY : TimeUnit.SECOND;
    RelDataType type =
        call.getTypeFactory()
            .createSqlIntervalType(new SqlIntervalQualifier(kind, null, SqlParserPos.ZERO));
    return Result.nullable(call, type, Result.anyNullable(call));
  }

  private static void interval(SqlWriter writer, SqlCall call) {
    Template.write(duckInterval(constant(call, 1)), writer, call.getOperandList(), false);
  }

  private static RelDataType shifted(SqlOperatorBinding call) {
    RelDataType by = call.getOperandType(1);
    boolean whole = by.getSqlTypeName() == SqlTypeName.INTERVAL_DAY || Types.isInteger(by);
    return shiftedBy(call, whole, call.getOperandType(0));
  }

  private static RelDataType shiftedBy(
      SqlOperatorBinding call, boolean wholeDays, RelDataType moment) {
    boolean day = wholeDays && moment.getSqlTypeName() == SqlTypeName.DATE;
    return dayOrTime(call, day);
  }

  /** DuckDB computes times; what is a day for us is cast back. */
  private static RelDataType dayOrTime(SqlOperatorBinding call, boolean day) {
    if (day
        && call instanceof SqlCallBinding binding
        && binding.getCall() instanceof SqlBasicCall basic
        && basic.getOperator() instanceof Function function) {
      basic.setOperator(function.asDate());
    }
    RelDataType type =
        day ? call.getTypeFactory().createSqlType(SqlTypeName.DATE) : Result.datetime(call);
    return Result.nullable(call, type, Result.anyNullable(call));
  }

  private static void shift(SqlWriter writer, SqlCall call, String sign) {
    boolean interval = isIntervalCall(call.operand(1));
    String by = interval ? "$2" : "to_days(CAST($2 AS INTEGER))";
    Template.write("($1 " + sign + " " + by + ")", writer, call.getOperandList(), false);
  }

  static boolean isIntervalCall(SqlNode node) {
    return node instanceof SqlCall call && call.getOperator().getName().equals("$interval");
  }

  // ---- units as constants

  private static RelDataType truncated(SqlOperatorBinding call) {
    boolean day =
        call.getOperandType(1).getSqlTypeName() == SqlTypeName.DATE
            && isWholeDays(
                String.valueOf(call.getOperandLiteralValue(0, String.class))
                    .toUpperCase(Locale.ROOT));
    return dayOrTime(call, day);
  }

  private static void truncate(SqlWriter writer, SqlCall call) {
    String unit = unit(call, 0).toLowerCase(Locale.ROOT);
    Template.write(
        "date_trunc('" + unit + "', CAST($2 AS TIMESTAMP))", writer, call.getOperandList(), false);
  }

  private static RelDataType timestampAdded(SqlOperatorBinding call) {
    String unit = String.valueOf(call.getOperandLiteralValue(0, String.class));
    return shiftedBy(call, isWholeDays(unit), call.getOperandType(2));
  }

  private static void timestampAdd(SqlWriter writer, SqlCall call) {
    String by = duckInterval(unit(call, 0)).replace("$1", "$2");
    Template.write("($3 + " + by + ")", writer, call.getOperandList(), false);
  }

  private static void timestampDiff(SqlWriter writer, SqlCall call) {
    Template.write(difference(unit(call, 0), "$2", "$3"), writer, call.getOperandList(), false);
  }

  /**
   * Whole units between two times. DuckDB counts from a month's last day to a shorter month's last
   * day as a whole month; MySQL does not, so months are counted here.
   */
  private static String difference(String unit, String from, String to) {
    String a = "CAST(" + from + " AS TIMESTAMP)";
    String b = "CAST(" + to + " AS TIMESTAMP)";
    int months =
        switch (unit) {
          case "MONTH" -> 1;
          case "QUARTER" -> 3;
          case "YEAR" -> 12;
          default -> 0;
        };
    if (months == 0) {
      return "date_sub('" + unit.toLowerCase(Locale.ROOT) + "', " + a + ", " + b + ")";
    }
    String intoA = "(" + a + " - date_trunc('month', " + a + "))";
    String intoB = "(" + b + " - date_trunc('month', " + b + "))";
    return "((date_diff('month', "
        + a
        + ", "
        + b
        + ") - CASE WHEN "
        + b
        + " >= "
        + a
        + " AND "
        + intoB
        + " < "
        + intoA
        + " THEN 1 WHEN "
        + b
        + " < "
        + a
        + " AND "
        + intoB
        + " > "
        + intoA
        + " THEN -1 ELSE 0 END) // "
        + months
        + ")";
  }

  private static String unit(SqlCall call, int i) {
    String unit = constant(call, i).toUpperCase(Locale.ROOT);
    if (!Words.UNITS.contains(unit)) {
      throw new MisuseException(
          call.operand(i).getParserPosition(),
          ErrorCode.SYNTAX.with(
              "'"
                  + constant(call, i)
                  + "' is no unit: write second, minute, hour,"
                  + " day, week, month, quarter or year."));
    }
    return unit;
  }

  static String constant(SqlCall call, int i) {
    return String.valueOf(((SqlLiteral) call.operand(i)).getValueAs(String.class));
  }

  // ---- seconds since 1970

  private static RelDataType fromUnixType(SqlOperatorBinding call) {
    return Result.inferred(call.getOperandCount() == 1 ? DATETIME : TEXT, call);
  }

  private static void fromUnix(SqlWriter writer, SqlCall call) {
    String time = "make_timestamp(CAST($1 AS BIGINT) * 1000000)";
    if (call.operandCount() == 1) {
      Template.write(time, writer, call.getOperandList(), false);
    } else {
      DateFormats.write(writer, call, time);
    }
  }

  private static void toUnix(SqlWriter writer, SqlCall call) {
    String time = call.operandCount() == 0 ? "now()" : "CAST($1 AS TIMESTAMP)";
    Template.write(
        "CAST(floor(epoch(" + time + ")) AS BIGINT)", writer, call.getOperandList(), false);
  }
}
