package plimsoll.sql.query;

import java.util.Set;
import plimsoll.sql.parse.Tokens;

/**
 * The names of select items. MySQL names a column without alias by its text: {@code SELECT
 * count(*)} gives one so called.
 */
final class ItemNames {
  /** As MySQL cuts column names. */
  private static final int LONGEST_NAME = 256;

  private final QueryTokens query;

  ItemNames(QueryTokens query) {
    this.query = query;
  }

  /** Gives every item without an alias one. */
  void write(Tokens source) {
    for (int i = 0; i < query.tokens.size(); i++) {
      if (query.out(i).equals("SELECT")) {
        int first = query.isWord(i + 1, "DISTINCT") || query.isWord(i + 1, "ALL") ? i + 2 : i + 1;
        nameItemsFrom(first, source);
      }
    }
  }

  private void nameItemsFrom(int first, Tokens source) {
    int from = first;
    for (int i = first; i <= query.tokens.size(); i++) {
      boolean end =
          i == query.tokens.size() || query.is(i, ")") || AFTER_ITEMS.contains(query.out(i));
      if (end || query.is(i, ",")) {
        if (i > from) {
          nameItem(from, i - 1, source);
        }
        from = i + 1;
      }
      if (end) {
        return;
      }
      i = query.is(i, "(") ? query.match[i] : i;
    }
  }

  private static final Set<String> AFTER_ITEMS =
      Set.of(
          "FROM",
          "WHERE",
          "GROUP",
          "HAVING",
          "ORDER",
          "LIMIT",
          "UNION",
          "INTERSECT",
          "EXCEPT",
          "WINDOW",
          "QUALIFY");

  private void nameItem(int from, int to, Tokens source) {
    if (query.is(to, "*") || isName(from, to) || hasAlias(from, to)) {
      return;
    }
    String text = source.written(query.tokens.get(from), query.tokens.get(to));
    String cut = text.length() > LONGEST_NAME ? text.substring(0, LONGEST_NAME) : text;
    String name = cut.replace('\n', ' ').replace('\r', ' '); // Calcite takes no line break in names
    query.out[to] += " AS `" + name.replace("`", "``") + "`";
  }

  /** Whether the item is a column and nothing else: {@code a}, {@code t.a}. */
  private boolean isName(int from, int to) {
    for (int i = from; i <= to; i++) {
      boolean right = (i - from) % 2 == 0 ? isPlainName(i) : query.is(i, ".");
      if (!right) {
        return false;
      }
    }
    return isPlainName(to);
  }

  private boolean hasAlias(int from, int to) {
    return to > from
        && isPlainName(to)
        && (query.isWord(to - 1, "AS") || query.endsOperand(to - 1));
  }

  private boolean isPlainName(int i) {
    return query.out(i).startsWith("`") && query.out(i).endsWith("`") && !query.is(i + 1, "(");
  }
}
