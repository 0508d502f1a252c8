package plimsoll.sql.plan;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import plimsoll.error.ErrorCode;
import plimsoll.error.Nearest;
import plimsoll.error.PlimsollException;
import plimsoll.model.Quality;
import plimsoll.model.TableWork;
import plimsoll.model.Target;
import plimsoll.pipeline.parse.CsvOption;
import plimsoll.pipeline.parse.CsvOptions;
import plimsoll.pipeline.parse.CsvOptions.Header;
import plimsoll.pipeline.parse.CsvPreset;
import plimsoll.pipeline.parse.Delimiter;
import plimsoll.pipeline.parse.InputFormat;
import plimsoll.sql.tree.Literal;
import plimsoll.sql.tree.LoadData;
import plimsoll.sql.tree.LoadText;
import plimsoll.sql.tree.Option;

/**
 * What the options of LOAD DATA INFILE mean. All are checked before a file is opened, and every bad
 * one is named.
 *
 * <p>Source: OpenMLDB's LOAD DATA in cluster or, where asked, local mode, and MySQL's where its
 * clauses are written; each takes the CSV options that every front end has. Unknown options are
 * errors here.
 *
 * @param clientFile the file that the client is asked for; null if the files lie on the server
 * @param mayBeEmpty whether the client may send nothing; a client that cannot read the file does so
 *     too, which MySQL takes for no rows
 * @param format how files are written; null if their names say it
 * @param csv how text is read; for Parquet only which names and conversions are taken
 * @param mode whether the rows come to a table that must be empty, beside its rows, or instead
 * @param quality how many bad rows it bears, and what becomes of values that do not convert
 * @param memoryBytes what its workers together may hold; 0 for no limit of its own
 * @param target the stores that the rows go to
 * @param softLink whether the table shows the files where they are, instead of a copy of their rows
 * @param workers how many workers it may have; 0 for as many as the server gives
 * @param query what is asked of the files before their rows are loaded; null if nothing
 */
public record LoadDataOptions(
    @Nullable String clientFile,
    boolean mayBeEmpty,
    @Nullable InputFormat format,
    CsvOptions csv,
    TableWork.Mode mode,
    Quality quality,
    long memoryBytes,
    Target target,
    boolean softLink,
    int workers,
    @Nullable Literal query) {
  private static final String LOAD_MEM_LIMIT = "load_mem_limit";
  private static final String DEEP_COPY = "deep_copy";
  private static final String LOAD_MODE = "load_mode";
  private static final String THREAD = "thread";
  private static final String SQL = "sql";
  private static final String PUT_IF_ABSENT = "put_if_absent";
  private static final String TARGET = "target";
  private static final String LOCAL = "local";
  private static final List<String> KNOWN =
      List.of(
          "format",
          "mode",
          DEEP_COPY,
          LOAD_MODE,
          THREAD,
          "writer_type",
          PUT_IF_ABSENT,
          SQL,
          TARGET,
          LOAD_MEM_LIMIT);

  /**
   * Checks and reads the options of a statement. BAD_OPTION, UNKNOWN_OPTION.
   *
   * @param online whether the session's statements go to the online side
   */
  public static LoadDataOptions of(LoadData statement, boolean online) {
    Map<String, Option> written = new HashMap<>();
    for (Option option : statement.options()) {
      String key = option.name().text().toLowerCase(Locale.ROOT);
      if (!known().contains(key)) {
        throw ErrorCode.UNKNOWN_OPTION
            .with(option.name(), "LOAD DATA", Nearest.hint(key, known()))
            .at(option.name().at().toString());
      }
      String word = CsvOption.find(key).map(CsvOption::word).orElse(key);
      if (written.put(word, option) != null) {
        throw bad(option, "is given twice");
      }
    }
    return new Reader(written, online).read(statement);
  }

  private static List<String> known() {
    List<String> known = new ArrayList<>(KNOWN);
    known.add(CsvPreset.OPTION);
    known.addAll(Quality.WORDS);
    known.addAll(CsvOption.words());
    return known;
  }

  private static PlimsollException bad(Option option, String why) {
    return ErrorCode.BAD_OPTION
        .with("Option " + option.name() + " " + why + ".")
        .at(option.value().at().toString());
  }

  /** Reads one statement's options. */
  private record Reader(Map<String, Option> written, boolean online) {
    LoadDataOptions read(LoadData statement) {
      word("writer_type", "single", List.of("single", "batch")); // a load is whole either way
      Literal query = query(statement.text());
      String clientFile = clientFile(statement);
      LoadText mysql = statement.text();
      boolean warns = mysql != null && MySqlText.warnsOnly(clientFile != null, mysql);
      CsvOptions base = base(mysql, warns);
      CsvOptions.Builder csv = base.toBuilder();
      for (CsvOption option : CsvOption.values()) {
        Option said = written.get(option.word());
        if (said != null) {
          set(csv, option, said, base);
        }
      }
      if (query != null) {
        nameColumns(csv);
      }
      boolean cluster = mysql == null && !saysLocal();
      Target target = target();
      TableWork.Mode mode =
          mode(cluster && target.equals(Target.OFFLINE) ? "error_if_exists" : "append");
      requireAppend(target, mode);
      return new LoadDataOptions(
          clientFile,
          statement.local() && !saysLocal() && mode != TableWork.Mode.REPLACE,
          format(statement, clientFile != null),
          csv.build(),
          mode,
          quality(mysql, warns),
          memoryBytes(),
          target,
          softLink(target, clientFile, mysql),
          workers(),
          query);
    }

    /** No text is none, as in the original. */
    private @Nullable Literal query(@Nullable LoadText mysql) {
      Option said = written.get(SQL);
      if (said == null || said.value().text().isBlank()) {
        return null;
      }
      if (mysql != null) {
        throw refused(
            SQL, "has no place beside MySQL's clauses: leave them out, or compute columns by SET");
      }
      return said.value();
    }

    /** A query names columns as the files do, unless it was said to skip their names. */
    private void nameColumns(CsvOptions.Builder csv) {
      Option said = written.get(CsvOption.HEADER.word());
      boolean skips = said != null && said.value().text().equalsIgnoreCase("skip");
      if (!skips && csv.build().header() == Header.SKIP) {
        csv.header(Header.BY_NAME);
      }
    }

    private boolean softLink(Target target, @Nullable String clientFile, @Nullable LoadText mysql) {
      if (flag(DEEP_COPY, true)) {
        return false;
      }
      if (clientFile != null) {
        throw refused(
            DEEP_COPY, "is false, but a client sends the file: a link leads to the server's");
      }
      if (mysql != null) {
        throw refused(
            DEEP_COPY, "is false, which MySQL's clauses have no place for: leave them out");
      }
      if (!target.equals(Target.OFFLINE)) {
        throw refused(
            DEEP_COPY, "is false, but target is '" + target.word() + "': links are offline only");
      }
      Set<String> ofLoads = new TreeSet<>(Quality.WORDS);
      ofLoads.addAll(List.of(LOAD_MEM_LIMIT, THREAD));
      ofLoads.removeAll(List.of("bad_values", "strict_mode"));
      for (String word : ofLoads) {
        if (written.containsKey(word)) {
          throw refused(word, "bounds one load, and a link is read by each query: leave it out");
        }
      }
      if (query(null) != null) {
        throw refused(
            SQL, "makes rows of the files', and a link shows the files as they are: leave it out");
      }
      return true;
    }

    private Target target() {
      boolean ifAbsent = flag(PUT_IF_ABSENT, false);
      String word = text(TARGET, online ? "online" : "offline");
      Option said = written.get(written.containsKey(TARGET) ? TARGET : PUT_IF_ABSENT);
      return said == null
          ? Target.of(word, ifAbsent)
          : located(said, () -> Target.of(word, ifAbsent));
    }

    /** What is there by key and time stays beside what comes. */
    private void requireAppend(Target target, TableWork.Mode mode) {
      if (target.online() && mode != TableWork.Mode.APPEND) {
        throw refused(
            "mode",
            "must be 'append' where rows go online. TRUNCATE TABLE takes away what is there");
      }
    }

    private boolean saysLocal() {
      return word(LOAD_MODE, "cluster", List.of("cluster", LOCAL)).equals(LOCAL);
    }

    private @Nullable String clientFile(LoadData statement) {
      if (saysLocal()) {
        return ClientPath.ofOpenMldb(statement.path());
      }
      if (statement.local() && written.containsKey(LOAD_MODE)) {
        throw refused(
            LOAD_MODE,
            "is 'cluster', but LOCAL has the client send the file: leave out one of them");
      }
      return statement.local() ? statement.path().text() : null;
    }

    private TableWork.Mode mode(String otherwise) {
      return switch (word("mode", otherwise, List.of("error_if_exists", "append", "overwrite"))) {
        case "append" -> TableWork.Mode.APPEND;
        case "overwrite" -> TableWork.Mode.REPLACE;
        default -> TableWork.Mode.APPEND_IF_EMPTY;
      };
    }

    /** MySQL's clauses describe text, whatever the file is called. */
    private @Nullable InputFormat format(LoadData statement, boolean sent) {
      LoadText mysql = statement.text();
      Option said = written.get("format");
      boolean asText = mysql != null || sent;
      if (said == null
          && asText
          && InputFormat.byName(statement.path().text()) == InputFormat.PARQUET) {
        throw ErrorCode.BAD_OPTION
            .with(
                "'"
                    + statement.path().text()
                    + "' is called a Parquet file, which LOCAL, load_mode='local' and MySQL's"
                    + " clauses cannot load. Leave them out; or say format='csv'.")
            .at(statement.path().at().toString());
      }
      InputFormat format =
          said == null ? null : located(said, () -> InputFormat.of(said.value().text()));
      if (format == InputFormat.PARQUET && mysql != null) {
        throw refused("format", "is parquet, but MySQL's clauses describe text: leave them out");
      }
      if (format == InputFormat.PARQUET && sent) {
        throw refused("format", "is parquet, but a client sends text only: let the server read it");
      }
      if (mysql == null) {
        return format;
      }
      return InputFormat.CSV;
    }

    /** StarRocks' option of its load jobs. */
    private long memoryBytes() {
      Option said = written.get(LOAD_MEM_LIMIT);
      if (said == null) {
        return 0;
      }
      long bytes;
      try {
        bytes = Long.parseLong(said.value().text().strip());
      } catch (NumberFormatException e) {
        bytes = -1;
      }
      if (bytes < 0) {
        throw bad(said, "is '" + said.value().text() + "', must be a number of bytes, 0 for any");
      }
      return bytes;
    }

    /** OpenMLDB's number of loader threads. Its own default is 1, which would be a loss here. */
    private int workers() {
      Option said = written.get(THREAD);
      if (said == null) {
        return 0;
      }
      int workers;
      try {
        workers = Integer.parseInt(said.value().text().strip());
      } catch (NumberFormatException e) {
        workers = 0;
      }
      if (workers < 1) {
        throw bad(said, "is '" + said.value().text() + "', must be a number of workers, 1 or more");
      }
      return workers;
    }

    private CsvOptions base(@Nullable LoadText mysql, boolean warns) {
      if (mysql != null) {
        if (written.containsKey(CsvPreset.OPTION)) {
          throw refused(CsvPreset.OPTION, "cannot be given beside MySQL's clauses");
        }
        return MySqlText.options(mysql, warns);
      }
      return preset().options();
    }

    private CsvPreset preset() {
      Option said = written.get(CsvPreset.OPTION);
      return said == null
          ? saysLocal() ? CsvPreset.OPENMLDB_LOCAL : CsvPreset.OPENMLDB_CLUSTER
          : located(said, () -> CsvPreset.of(said.value().text()));
    }

    /** MySQL stops at the first bad value, unless IGNORE or LOCAL make it a warning. */
    private Quality quality(@Nullable LoadText mysql, boolean warns) {
      Quality quality = mysql == null ? preset().quality() : Quality.DEFAULT;
      if (mysql != null && !warns) {
        quality = quality.with("bad_values", "abort");
      }
      for (String word : Quality.WORDS) {
        Option said = written.get(word);
        if (said != null) {
          Quality before = quality;
          quality = located(said, () -> before.with(word, said.value().text()));
        }
      }
      return quality;
    }

    private static <T> T located(Option option, Supplier<T> read) {
      try {
        return read.get();
      } catch (PlimsollException e) {
        throw e.at(option.value().at().toString());
      }
    }

    /** OpenMLDB's own values keep its meaning and its messages. */
    private void set(CsvOptions.Builder csv, CsvOption option, Option said, CsvOptions base) {
      switch (option) {
        case COLUMN_SEPARATOR -> csv.separator(delimiter(said));
        case ENCLOSE -> csv.enclose(quote(said));
        case HEADER -> header(csv, said, base);
        default ->
            located(
                said,
                () -> {
                  option.set(csv, said.value().text());
                  return csv;
                });
      }
    }

    private static byte[] delimiter(Option said) {
      String text = said.value().text();
      if (text.isEmpty()) {
        throw bad(said, "must not be empty");
      }
      return located(said, () -> Delimiter.parse(text));
    }

    private static @Nullable Byte quote(Option said) {
      byte[] bytes = said.value().text().getBytes(StandardCharsets.UTF_8);
      if (bytes.length > 1 && !said.value().text().matches("(?i)(\\\\|0)x[0-9a-f]{2}")) {
        throw bad(said, "must be one character, or empty for none");
      }
      return bytes.length == 0 ? null : (Byte) Delimiter.parse(said.value().text())[0];
    }

    /** true means the header that the dialect has; where it has none, one that is skipped. */
    private static void header(CsvOptions.Builder csv, Option said, CsvOptions base) {
      switch (said.value().text().toLowerCase(Locale.ROOT)) {
        case "true" -> csv.header(base.header() == Header.NONE ? Header.SKIP : base.header());
        case "false" -> csv.header(Header.NONE);
        case "none", "skip", "names" -> CsvOption.HEADER.set(csv, said.value().text());
        default ->
            throw bad(
                said,
                "is '"
                    + said.value().text()
                    + "', must be true or false, or one of none, skip, names");
      }
    }

    /** A value that was written is wrong; defaults never are. */
    private PlimsollException refused(String name, String why) {
      Option option = written.get(name);
      return option == null
          ? ErrorCode.BROKEN_INVARIANT.with("the default of option " + name + " is refused")
          : bad(option, why);
    }

    private String text(String name, String byDefault) {
      Option option = written.get(name);
      return option == null ? byDefault : option.value().text();
    }

    private String word(String name, String byDefault, List<String> allowed) {
      String value = text(name, byDefault).toLowerCase(Locale.ROOT);
      if (!allowed.contains(value)) {
        throw refused(name, "is '" + value + "', must be " + String.join(" or ", quoted(allowed)));
      }
      return value;
    }

    private static List<String> quoted(List<String> values) {
      List<String> quoted = new ArrayList<>();
      values.forEach(value -> quoted.add("'" + value + "'"));
      return quoted;
    }

    private boolean flag(String name, boolean byDefault) {
      String value = text(name, Boolean.toString(byDefault)).toLowerCase(Locale.ROOT);
      if (!value.equals("true") && !value.equals("false")) {
        throw refused(name, "is '" + value + "', must be true or false");
      }
      return value.equals("true");
    }
  }
}
