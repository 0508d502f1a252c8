package plimsoll.sql.plan;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import plimsoll.error.ErrorCode;
import plimsoll.error.Nearest;
import plimsoll.error.PlimsollException;
import plimsoll.model.IndexDefinition;
import plimsoll.model.Schema;
import plimsoll.model.Ttl;
import plimsoll.sql.tree.Name;
import plimsoll.sql.tree.TableIndex;

/**
 * An INDEX of OpenMLDB's form: its words become names of columns and a time to live. Whether the
 * columns can be key and time is the online store's to say.
 */
final class IndexPlanner {
  private static final String KEY = "KEY";
  private static final String TS = "TS";
  private static final String TTL = "TTL";
  private static final String TTL_TYPE = "TTL_TYPE";
  private static final List<String> KNOWN = List.of(KEY, TS, TTL, TTL_TYPE);
  private static final List<String> REPLACING = List.of("CKEY", "SKEY");
  private static final List<String> KINDS = List.of("absolute", "latest", "absandlat", "absorlat");
  private static final Pattern SPAN = Pattern.compile("(\\d{1,9})([smhdSMHD])");

  private final TableIndex index;
  private final Map<String, TableIndex.Item> items = new HashMap<>();

  private IndexPlanner(TableIndex index) {
    this.index = index;
    for (TableIndex.Item item : index.items()) {
      String word = item.name().text().toUpperCase(Locale.ROOT);
      if (REPLACING.contains(word)) {
        throw ErrorCode.UNSUPPORTED
            .with(word, " Rows of equal key would replace each other. Use KEY, which keeps all.")
            .at(item.name().at().toString());
      }
      if (!KNOWN.contains(word)) {
        throw ErrorCode.UNKNOWN_OPTION
            .with(item.name(), "INDEX", Nearest.hint(word, KNOWN))
            .at(item.name().at().toString());
      }
      if (items.put(word, item) != null) {
        throw bad(item, "is given twice");
      }
    }
  }

  /** The index that is written. UNKNOWN_OPTION, UNKNOWN_COLUMN, BAD_OPTION, UNSUPPORTED. */
  static IndexDefinition plan(TableIndex index, Schema schema) {
    return new IndexPlanner(index).plan(schema);
  }

  private IndexDefinition plan(Schema schema) {
    TableIndex.Item key = items.get(KEY);
    TableIndex.Item time = items.get(TS);
    if (key == null && time == null) {
      throw ErrorCode.BAD_SCHEMA
          .with("An index needs KEY = (column, ...) or TS = column.")
          .at(index.at().toString());
    }
    List<String> keys = new ArrayList<>();
    if (key != null) {
      key.values().forEach(name -> keys.add(column(name, key, schema)));
    }
    return new IndexDefinition(
        keys, time == null ? null : column(single(time), time, schema), ttl());
  }

  private static String column(String name, TableIndex.Item item, Schema schema) {
    int at = schema.indexOf(name);
    if (at < 0) {
      throw ErrorCode.UNKNOWN_COLUMN
          .with(name, "the column list", Nearest.hint(name, schema.names()))
          .at(item.name().at().toString());
    }
    return schema.column(at).name();
  }

  private static String single(TableIndex.Item item) {
    if (item.values().size() != 1) {
      throw bad(item, "takes one value");
    }
    return item.values().get(0);
  }

  private Ttl ttl() {
    TableIndex.Item type = items.get(TTL_TYPE);
    String kind = type == null ? KINDS.get(0) : single(type).toLowerCase(Locale.ROOT);
    if (!KINDS.contains(kind)) {
      throw bad(
          Objects.requireNonNull(type), // the default is one of them
          "is '" + kind + "', must be " + String.join(", ", KINDS));
    }
    TableIndex.Item ttl = items.get(TTL);
    if (ttl == null) {
      if (type != null && !kind.equals(KINDS.get(0))) {
        throw bad(type, "needs TTL = ...");
      }
      return Ttl.NONE;
    }
    return switch (kind) {
      case "absolute" -> Ttl.absolute(span(single(ttl), ttl), TimeUnit.SECONDS);
      case "latest" -> Ttl.latest(count(single(ttl), ttl));
      case "absandlat" -> both(Ttl.Kind.ABSANDLAT, ttl);
      default -> both(Ttl.Kind.ABSORLAT, ttl);
    };
  }

  private static Ttl both(Ttl.Kind kind, TableIndex.Item ttl) {
    if (ttl.values().size() != 2) {
      throw bad(ttl, "is a span and a number for this TTL_TYPE, such as (30d, 10)");
    }
    Ttl age = Ttl.absolute(span(ttl.values().get(0), ttl), TimeUnit.SECONDS);
    return new Ttl(kind, age.minutes(), count(ttl.values().get(1), ttl));
  }

  /** Seconds. */
  private static long span(String text, TableIndex.Item item) {
    if (text.equals("0")) {
      return 0;
    }
    Matcher span = SPAN.matcher(text);
    if (!span.matches()) {
      throw bad(item, "is '" + text + "', must be a span such as 10m, 12h or 30d, or 0 for ever");
    }
    long amount = Long.parseLong(span.group(1));
    return switch (span.group(2).toLowerCase(Locale.ROOT)) {
      case "s" -> amount;
      case "m" -> TimeUnit.MINUTES.toSeconds(amount);
      case "h" -> TimeUnit.HOURS.toSeconds(amount);
      default -> TimeUnit.DAYS.toSeconds(amount);
    };
  }

  private static int count(String text, TableIndex.Item item) {
    if (!text.matches("\\d{1,9}")) {
      throw bad(item, "is '" + text + "', must be a number of rows, 0 for all");
    }
    return Integer.parseInt(text);
  }

  private static PlimsollException bad(TableIndex.Item item, String why) {
    Name name = item.name();
    return ErrorCode.BAD_OPTION
        .with("INDEX: " + name.text().toUpperCase(Locale.ROOT) + " " + why + ".")
        .at(name.at().toString());
  }
}
