package plimsoll.sql.query;

import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import plimsoll.sql.grammar.PlimsollSqlLexer;

/** Calls with a syntax of their own, for example {@code CAST(a AS CHAR(3))}; others are names. */
final class CallSyntax {
  private final QueryTokens query;

  CallSyntax(QueryTokens query) {
    this.query = query;
  }

  /** Writes what the call at {@code i} of that word becomes, but for the expressions in it. */
  void rewrite(int i, String word) {
    int open = i + 1;
    switch (word) {
      case "CAST" -> cast(i, query.inside(open, "AS"));
      case "CONVERT" -> convert(i, open);
      case "EXTRACT" -> extract(i, open);
      case "TRIM" -> trim(i, open);
      case "SUBSTRING", "SUBSTR" -> substring(i, open);
      case "POSITION" -> position(i, open);
      case "GROUP_CONCAT" -> groupConcat(i, open);
      case "TIMESTAMPDIFF", "TIMESTAMPADD" -> unitFirst(i, open);
      default -> query.name(i, query.text(i).toLowerCase(Locale.ROOT));
    }
  }

  private void cast(int i, int as) {
    if (as < 0) {
      throw query.error(i, "Expected CAST(value AS type).");
    }
    int close = query.match[i + 1];
    String type = as + 1 < close ? query.upper(as + 1) : "";
    query.out[i] = "CAST";
    if (type.equals("UNSIGNED")) {
      query.out[i] = "`$unsigned`";
      Arrays.fill(query.out, as, close, "");
    } else if (Set.of("CHAR", "VARCHAR").contains(type) && query.is(as + 2, "(")) {
      query.out[i] = "`$char`";
      query.out[as] = ",";
      query.out[as + 1] = "";
    } else if (Set.of("DECIMAL", "NUMERIC").contains(type)) {
      query.out[as] = "AS";
      query.out[as + 1] = query.is(as + 2, "(") ? "DECIMAL" : "DECIMAL(10, 0)";
    } else {
      String known = Words.CAST_TYPES.get(type);
      if (known == null) {
        throw query.unsupported(as + 1, "CAST to " + query.text(as + 1), "");
      }
      query.out[as] = "AS";
      Arrays.fill(query.out, as + 1, close, "");
      query.out[as + 1] = known;
    }
  }

  private void convert(int i, int open) {
    int using = query.inside(open, "USING");
    int comma = query.inside(open, ",");
    if (using >= 0 || comma < 0) {
      throw query.unsupported(i, "CONVERT(... USING ...)", " All text is UTF-8.");
    }
    cast(i, comma);
  }

  private void extract(int i, int open) {
    if (!Words.UNITS.contains(query.upper(open + 1)) || !query.isWord(open + 2, "FROM")) {
      throw query.error(
          open + 1, "Expected EXTRACT(unit FROM value), for example EXTRACT(YEAR FROM d).");
    }
    query.out[i] = "`" + query.upper(open + 1).toLowerCase(Locale.ROOT) + "`";
    query.out[open + 1] = "";
    query.out[open + 2] = "";
  }

  private void trim(int i, int open) {
    int from = query.inside(open, "FROM");
    if (from < 0) {
      query.out[i] = "`trim`";
      return;
    }
    String side = query.upper(open + 1);
    boolean sided = Set.of("BOTH", "LEADING", "TRAILING").contains(side);
    String function = sided ? side.toLowerCase(Locale.ROOT) : "both";
    boolean letters = from > open + (sided ? 2 : 1);
    query.out[i] = letters ? "`$trim_" + function + "`" : "`$trim_" + function + "_blanks`";
    if (sided) {
      query.out[open + 1] = "";
    }
    query.out[from] = letters ? "," : "";
  }

  private void substring(int i, int open) {
    query.out[i] = "`substring`";
    int from = query.inside(open, "FROM");
    int length = query.inside(open, "FOR");
    if (from >= 0) {
      query.out[from] = ",";
      if (length >= 0) {
        query.out[length] = ",";
      }
    }
  }

  private void position(int i, int open) {
    int in = query.inside(open, "IN");
    if (in < 0) {
      throw query.error(i, "Expected POSITION(text IN text).");
    }
    query.out[i] = "`locate`";
    query.out[in] = ",";
  }

  /**
   * {@code GROUP_CONCAT([DISTINCT] x [ORDER BY ...] [SEPARATOR s])} has its order behind it here.
   */
  private void groupConcat(int i, int open) {
    int close = query.match[open];
    int order = query.inside(open, "ORDER");
    int separator = query.inside(open, "SEPARATOR");
    int end = order >= 0 ? order : separator >= 0 ? separator : close;
    int comma = query.inside(open, ",");
    if (comma >= 0 && comma < end) {
      throw query.unsupported(
          comma, "GROUP_CONCAT of several values", " Join them: GROUP_CONCAT(CONCAT(a, b)).");
    }
    query.out[i] = "`group_concat`";
    String text = "','";
    if (separator >= 0) {
      if (!query.isType(separator + 1, PlimsollSqlLexer.STRING) || separator + 2 != close) {
        throw query.error(separator + 1, "Expected a text in quotes after SEPARATOR.");
      }
      query.string(separator + 1);
      text = query.out[separator + 1];
      query.out[separator] = "";
      query.out[separator + 1] = "";
    }
    if (order >= 0) {
      query.out[order] = ", " + text + " ) WITHIN GROUP ( ORDER";
    } else {
      query.out[close] = ", " + text + " )";
    }
  }

  private void unitFirst(int i, int open) {
    if (!Words.UNITS.contains(query.upper(open + 1)) || !query.is(open + 2, ",")) {
      throw query.error(
          open + 1, "Expected a unit first, as in " + query.upper(i) + "(DAY, a, b).");
    }
    query.out[i] = "`" + query.upper(i).toLowerCase(Locale.ROOT) + "`";
    query.out[open + 1] = "'" + query.upper(open + 1) + "'";
  }
}
