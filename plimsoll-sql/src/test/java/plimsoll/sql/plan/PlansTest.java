package plimsoll.sql.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import plimsoll.convert.ValueReaders;
import plimsoll.error.PlimsollException;
import plimsoll.model.BadValuePolicy;
import plimsoll.model.Column;
import plimsoll.model.DataType;
import plimsoll.model.IndexDefinition;
import plimsoll.model.Schema;
import plimsoll.model.Table;
import plimsoll.model.Ttl;
import plimsoll.model.Vector;
import plimsoll.pipeline.parse.CsvOption;
import plimsoll.pipeline.parse.CsvOptions;
import plimsoll.pipeline.parse.Format;
import plimsoll.pipeline.parse.Formats;
import plimsoll.sql.Cases;
import plimsoll.sql.Cases.Case;
import plimsoll.sql.parse.SqlParser;
import plimsoll.sql.tree.CreateTable;
import plimsoll.sql.tree.LoadData;
import plimsoll.sql.tree.SelectInto;
import plimsoll.sql.tree.Statement;

/** What CREATE TABLE and LOAD DATA come to, or why they are refused. */
class PlansTest {
  @ParameterizedTest
  @MethodSource("plans")
  void statementIsPlannedOrRefusedWithItsPlace(Case example) {
    assertThat(answer(example.input())).isEqualTo(example.expected());
  }

  static Stream<Case> plans() {
    return Cases.in(PlansTest.class, "plans.txt");
  }

  @Test
  void everyTableHasAnIdentityOfItsOwn() {
    CreateTable statement = (CreateTable) SqlParser.parseOne("CREATE TABLE t (a INT)");
    assertThat(table(statement).table().id()).isNotEqualTo(table(statement).table().id());
  }

  private static PlannedTable table(CreateTable statement) {
    return TablePlanner.plan(statement, "demo", new Constants());
  }

  private static String answer(String sql) {
    try {
      Statement statement = SqlParser.parseOne(sql);
      if (statement instanceof SelectInto export) {
        return print(OutfileOptions.of(export));
      }
      return statement instanceof CreateTable create
          ? print(table(create))
          : print(LoadDataOptions.of((LoadData) statement, false));
    } catch (PlimsollException failure) {
      return failure.code() + " " + failure.getMessage();
    }
  }

  private static String print(OutfileOptions options) {
    return options.format()
        + " "
        + options.mode()
        + " "
        + (options.csv().header() == CsvOptions.Header.NONE ? "no header" : "header")
        + " delimiter="
        + CsvOption.COLUMN_SEPARATOR.show(options.csv())
        + " quote="
        + CsvOption.ENCLOSE.show(options.csv())
        + " escape="
        + CsvOption.ESCAPE.show(options.csv())
        + " quote_escape="
        + CsvOption.QUOTE_ESCAPE.show(options.csv())
        + " null_value="
        + CsvOption.NULL_VALUE.show(options.csv());
  }

  private static String print(PlannedTable planned) {
    Table table = planned.table();
    StringBuilder text = new StringBuilder(table.name() + "\n");
    table.schema().columns().forEach(column -> text.append(print(column)).append('\n'));
    text.append(table.keyKind()).append(' ').append(table.keys()).append('\n');
    table
        .partitioning()
        .forEach(
            field ->
                text.append("by ")
                    .append(field.transform())
                    .append(' ')
                    .append(field.column())
                    .append(field.width() == null ? "" : " " + field.width())
                    .append('\n'));
    text.append(table.comment().isEmpty() ? "" : "comment " + table.comment() + "\n");
    new TreeMap<>(table.properties())
        .forEach((name, value) -> text.append(name).append('=').append(value).append('\n'));
    table.indexes().forEach(index -> text.append(print(index)).append('\n'));
    planned.warnings().forEach(warning -> text.append("! ").append(warning).append('\n'));
    return text.toString().strip();
  }

  private static String print(IndexDefinition index) {
    Ttl ttl = index.ttl();
    return String.format(
        Locale.ROOT,
        "index %s by %s, %s %d %d",
        index.keys(),
        index.time(),
        ttl.kind().name().toLowerCase(Locale.ROOT),
        ttl.minutes(),
        ttl.newest());
  }

  private static String print(Column column) {
    return column.fieldId()
        + " "
        + column.name()
        + " "
        + column.type().sql()
        + (column.nullable() ? "" : " NOT NULL")
        + (column.defaultValue() == null ? "" : " DEFAULT " + column.defaultValue().sql())
        + (column.comment().isEmpty() ? "" : " -- " + column.comment());
  }

  private static String print(LoadDataOptions options) {
    CsvOptions csv = options.csv();
    return Stream.of(
            options.clientFile() == null ? "" : "sent " + options.clientFile(),
            "separator " + new String(csv.separator(), java.nio.charset.StandardCharsets.UTF_8),
            "enclose " + (csv.enclose() == null ? "none" : (char) (byte) csv.enclose()),
            "header " + csv.header(),
            "nulls " + csv.nullMarkers(),
            options.format() == null ? "" : "format " + options.format(),
            "mode " + options.mode(),
            "badValues " + options.quality().badValues(),
            options.workers() == 0 ? "" : "workers " + options.workers(),
            options.query() == null ? "" : "query " + options.query().text())
        .filter(line -> !line.isEmpty())
        .collect(Collectors.joining("\n"));
  }

  /** Reads constants as loads do; opens nothing. */
  private static final class Constants implements Formats {
    @Override
    public Format csv(
        CsvOptions options,
        Table table,
        @Nullable List<String> fields,
        BadValuePolicy bad,
        ZoneId zone) {
      throw new UnsupportedOperationException("a plan reads no file");
    }

    @Override
    public plimsoll.flow.BatchSource parquet(
        plimsoll.storage.InputFiles files,
        CsvOptions options,
        Table table,
        BadValuePolicy bad,
        ZoneId zone,
        MissingColumns missing) {
      throw new UnsupportedOperationException("a plan reads no file");
    }

    @Override
    public plimsoll.model.Schema parquetSchema(plimsoll.storage.InputFiles files) {
      throw new UnsupportedOperationException("a plan reads no file");
    }

    @Override
    public Schema parquetColumns(
        plimsoll.storage.InputFiles files, CsvOptions options, Schema like) {
      throw new UnsupportedOperationException("a plan reads no file");
    }

    @Override
    public Optional<List<String>> header(
        CsvOptions options, byte[] data, int length, boolean wholeInput) {
      throw new UnsupportedOperationException("a plan reads no file");
    }

    @Override
    public Vector constant(DataType type, String text) {
      return ValueReaders.constant("", type, text);
    }

    @Override
    public plimsoll.flow.Unpacker unpacker() {
      throw new UnsupportedOperationException("a plan reads no file");
    }
  }
}
