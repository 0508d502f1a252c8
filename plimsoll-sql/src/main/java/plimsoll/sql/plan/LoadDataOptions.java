package plimsoll.sql.plan;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import plimsoll.error.ErrorCode;
import plimsoll.error.Nearest;
import plimsoll.error.PlimsollException;
import plimsoll.pipeline.parse.CsvOptions;
import plimsoll.pipeline.parse.CsvOptions.Header;
import plimsoll.sql.tree.LoadData;
import plimsoll.sql.tree.Option;

/**
 * What the options of LOAD DATA INFILE mean. All are checked before a file is opened, and every bad
 * one is named.
 *
 * <p>Source: OpenMLDB's LOAD DATA in cluster mode; unknown options are errors here.
 *
 * @param csv how files are read
 * @param onlyIfEmpty {@code mode='error_if_exists'}: refuse a table that has rows
 */
public record LoadDataOptions(CsvOptions csv, boolean onlyIfEmpty) {
  private static final List<String> KNOWN =
      List.of(
          "delimiter",
          "header",
          "null_value",
          "format",
          "quote",
          "mode",
          "deep_copy",
          "load_mode",
          "thread",
          "writer_type",
          "put_if_absent",
          "sql");

  /** Checks and reads the options of a statement. BAD_OPTION, UNKNOWN_OPTION, UNSUPPORTED. */
  public static LoadDataOptions of(LoadData statement) {
    Map<String, Option> written = new HashMap<>();
    for (Option option : statement.options()) {
      String key = option.name().text().toLowerCase(Locale.ROOT);
      if (!KNOWN.contains(key)) {
        throw ErrorCode.UNKNOWN_OPTION
            .with(option.name(), "LOAD DATA", Nearest.hint(key, KNOWN))
            .at(option.name().at().toString());
      }
      if (written.put(key, option) != null) {
        throw bad(option, "is given twice");
      }
    }
    return new Reader(written).read();
  }

  private static PlimsollException bad(Option option, String why) {
    return ErrorCode.BAD_OPTION
        .with("Option " + option.name() + " " + why + ".")
        .at(option.value().at().toString());
  }

  /** Reads one statement's options. */
  private record Reader(Map<String, Option> written) {
    LoadDataOptions read() {
      refuseNotBuilt();
      CsvOptions.Builder csv =
          CsvOptions.openmldbCluster().toBuilder()
              .header(flag("header", true) ? Header.SKIP : Header.NONE)
              .separator(delimiter())
              .nullMarkers(List.of(text("null_value", "null")));
      quote(csv);
      String mode =
          word("mode", "error_if_exists", List.of("error_if_exists", "append", "overwrite"));
      if (mode.equals("overwrite")) {
        throw notYet("mode", " TRUNCATE the table and append.");
      }
      return new LoadDataOptions(csv.build(), mode.equals("error_if_exists"));
    }

    private void refuseNotBuilt() {
      if (!word("format", "csv", List.of("csv", "parquet")).equals("csv")) {
        throw notYet("format", " Load CSV.");
      }
      if (!flag("deep_copy", true)) {
        throw notYet("deep_copy", " Load a hard copy: deep_copy=true.");
      }
      if (!word("load_mode", "cluster", List.of("cluster", "local")).equals("cluster")) {
        throw notYet("load_mode", " With load_mode='cluster' the server reads the file.");
      }
      for (String name : new String[] {"thread", "writer_type", "put_if_absent", "sql"}) {
        if (written.containsKey(name)) {
          throw notYet(name, "");
        }
      }
    }

    private PlimsollException notYet(String name, String instead) {
      Option option = written.get(name);
      String value = option == null ? "" : "=" + option.value().sql();
      PlimsollException failure = ErrorCode.UNSUPPORTED.with("Option " + name + value, instead);
      return option == null ? failure : failure.at(option.value().at().toString());
    }

    private byte[] delimiter() {
      String text = text("delimiter", ",");
      if (text.isEmpty()) {
        throw refused("delimiter", "must not be empty");
      }
      return text.getBytes(StandardCharsets.UTF_8);
    }

    private void quote(CsvOptions.Builder csv) {
      Option option = written.get("quote");
      if (option == null) {
        return;
      }
      byte[] bytes = text("quote", "").getBytes(StandardCharsets.UTF_8);
      if (bytes.length > 1) {
        throw bad(option, "must be one character, or empty for none");
      }
      csv.enclose(bytes.length == 0 ? null : (Byte) bytes[0]);
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
