package plimsoll.load;

import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import plimsoll.commit.Metastore;
import plimsoll.convert.Conversions;
import plimsoll.error.ErrorCode;
import plimsoll.error.Nearest;
import plimsoll.error.PlimsollException;
import plimsoll.flow.BatchSource;
import plimsoll.model.BadValuePolicy;
import plimsoll.model.Column;
import plimsoll.model.DefaultValue;
import plimsoll.model.Label;
import plimsoll.model.LoadKind;
import plimsoll.model.Schema;
import plimsoll.model.Table;
import plimsoll.model.TableName;
import plimsoll.model.Vector;
import plimsoll.pipeline.ChunkedRows;
import plimsoll.pipeline.map.ComputedColumns;
import plimsoll.pipeline.map.Mapping;
import plimsoll.pipeline.parse.CsvOptions;
import plimsoll.pipeline.parse.CsvOptions.UnknownColumns;
import plimsoll.pipeline.parse.Format;
import plimsoll.pipeline.parse.Formats;
import plimsoll.pipeline.read.Decoding;
import plimsoll.pipeline.read.PeekedSource;
import plimsoll.pipeline.read.Source;
import plimsoll.storage.InputFiles;

/**
 * Makes plans of requests: finds the table, fits fields to columns, decides what fills the rest.
 */
public final class LoadPlanner {
  /** How much of an input is looked at for its header. */
  private static final int HEADER_BYTES = 1 << 20;

  private static final DateTimeFormatter NOW =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT);

  private final Metastore metastore;
  private final Formats formats;
  private final Clock clock;

  /** A planner over that catalog. */
  public LoadPlanner(Metastore metastore, Formats formats, Clock clock) {
    this.metastore = metastore;
    this.formats = formats;
    this.clock = clock;
  }

  /** The plan; when it refuses, it has closed the request's source. */
  public LoadPlan plan(LoadRequest request) {
    return plan(request, null);
  }

  /** As the other, into a table as it was looked up: what has its name by now is not asked. */
  public LoadPlan plan(LoadRequest request, @Nullable Table known) {
    return orClosed(request, () -> planOpen(request, known).into(request.stores()));
  }

  /**
   * A plan of reading a request's input as it is, for a query: into a table of its own, whose
   * columns are those that the input names, all of which may be NULL. Those of CSV have the types
   * that {@code like} has for their names, or are text; without names they are {@code like}'s.
   *
   * @param name of that table
   * @param like the table that the request is about
   */
  public LoadPlan planInput(LoadRequest request, TableName name, Table like) {
    InputColumns columns = new InputColumns(name, like.schema());
    return orClosed(
        request,
        () ->
            switch (request.format()) {
              case CSV -> planCsvInput(request, columns);
              case PARQUET -> planParquetInput(request, columns);
            });
  }

  private LoadPlan planParquetInput(LoadRequest request, InputColumns columns) {
    CsvOptions options = request.csv();
    CsvOptions readingOver = options.toBuilder().unknownColumns(UnknownColumns.IGNORE).build();
    Schema found = formats.parquetColumns(files(request), options, columns.like());
    return planParquet(request.from(request.source(), readingOver), columns.of(found));
  }

  private LoadPlan planCsvInput(LoadRequest request, InputColumns columns) {
    if (request.csv().header() != CsvOptions.Header.BY_NAME) {
      return planCsv(request, columns.byPosition());
    }
    PeekedSource peeked = new PeekedSource(request.source());
    PeekedSource.Head head = peek(peeked, request.csv());
    Table table =
        head == null || head.data().length == 0
            ? columns.byPosition()
            : columns.of(names(head, request.csv()), request.csv());
    return planCsv(request.from(peeked, request.csv()), table);
  }

  private static LoadPlan orClosed(LoadRequest request, Supplier<LoadPlan> planning) {
    try {
      return planning.get();
    } catch (RuntimeException e) {
      close(request.source(), e);
      throw e;
    }
  }

  private static void close(Source source) {
    try {
      source.close();
    } catch (IOException e) {
      throw ErrorCode.FILE_UNREADABLE.because(e, source.describe(), e.getMessage());
    }
  }

  private static void close(Source source, RuntimeException failure) {
    try {
      source.close();
    } catch (IOException e) {
      failure.addSuppressed(e);
    }
  }

  private LoadPlan planOpen(LoadRequest request, @Nullable Table known) {
    return switch (request.format()) {
      case CSV -> planCsv(request, known);
      case PARQUET -> planParquet(request, known);
    };
  }

  private LoadPlan planParquet(LoadRequest request, @Nullable Table known) {
    long begin = clock.millis();
    LocalDateTime now = now(request.zone()); // the same for all files
    refuseForParquet(request);
    Table table = known == null ? table(request.target()) : known;
    InputFiles files = files(request);
    BatchSource rows =
        formats.parquet(
            files,
            request.csv(),
            table,
            request.badValues(),
            request.zone(),
            present -> mapping(table, present, now)::map);
    close(request.source()); // each file is opened anew
    return new LoadPlan(
        request.kind(),
        request.dry() ? Label.generate("dry-run-") : request.label(),
        table,
        rows,
        mapping(table, rows.columnsPresent(), now),
        request.bounds(),
        request.requester(),
        clock.millis() - begin);
  }

  private static InputFiles files(LoadRequest request) {
    return request
        .source()
        .files()
        .orElseThrow(
            () ->
                ErrorCode.UNSUPPORTED.with(
                    "Parquet from " + request.source().describe(),
                    " It is read from its end: load it from a file."));
  }

  private static void refuseForParquet(LoadRequest request) {
    if (request.create() != null) {
      throw ErrorCode.UNSUPPORTED.with(
          "Creating a table from Parquet", " Create it first, then load.");
    }
    if (request.computed() != null) {
      throw ErrorCode.UNSUPPORTED.with("SET for Parquet", " Load it, then INSERT ... SELECT.");
    }
    if (request.fields() != null) {
      throw ErrorCode.BAD_OPTION.with(
          "A list of columns was given, but Parquet files name their columns themselves: "
              + String.join(", ", request.fields())
              + ". Leave the list out.");
    }
  }

  private LoadPlan planCsv(LoadRequest request, @Nullable Table known) {
    long begin = clock.millis();
    Table created = known == null ? created(request) : null;
    if (created != null && request.stores().online()) {
      throw ErrorCode.UNSUPPORTED.with(
          "Creating a table by a load of rows by key and time", " Create it first, then load.");
    }
    Table there = created == null ? known : created;
    Table table = there == null ? table(request.target()) : there;
    Source source = request.source();
    List<String> fields = request.fields();
    CsvOptions csv = created == null ? request.csv() : exact(request.csv());
    ComputedColumns computed = request.computed();
    Instant start = computed == null ? now() : computed.start();
    Table input = computed == null ? table : Table.of(table.id(), table.name(), computed.input());
    if (csv.header() == CsvOptions.Header.BY_NAME && fields == null) {
      PeekedSource peeked = new PeekedSource(source);
      fields = header(peeked, csv, table);
      source = peeked;
    } else if (fields != null) {
      checkFields(fields, input);
      if (request.kind() == LoadKind.CLI) {
        requireColumns(fields, table);
      }
    }
    BadValuePolicy badValues = created == null ? request.badValues() : BadValuePolicy.REJECT;
    Format format = formats.csv(csv, input, fields, badValues, request.zone());
    ChunkedRows read = new ChunkedRows(source, format, decoding(csv), csv.maxRowBytes());
    BatchSource rows = computed == null ? read : computed.over(read);
    LoadPlan plan =
        new LoadPlan(
                request.kind(),
                request.dry() ? Label.generate("dry-run-") : request.label(),
                table,
                rows,
                mapping(table, rows.columnsPresent(), local(start, request.zone())),
                request.bounds(),
                request.requester(),
                clock.millis() - begin)
            .of(form(csv, fields, table, badValues, request), read.extent())
            .replaying(request.parent());
    return created == null ? plan : plan.creatingAsGuessed();
  }

  private static InputForm form(
      CsvOptions csv,
      @Nullable List<String> names,
      Table table,
      BadValuePolicy badValues,
      LoadRequest request) {
    boolean byName = csv.header() == CsvOptions.Header.BY_NAME;
    List<@Nullable String> fields = new ArrayList<>();
    for (String name : names == null ? table.schema().names() : names) {
      int column = table.schema().indexOf(byName ? csv.column(name) : name);
      fields.add(column < 0 ? null : table.schema().column(column).name());
    }
    List<String> header = names == null || !byName ? List.of() : names;
    return new InputForm(
        csv,
        fields,
        header,
        badValues,
        request.zone(),
        request.computed() != null,
        request.stores());
  }

  /** The table that the load creates; null if it goes into one that is there. */
  private @Nullable Table created(LoadRequest request) {
    Table table = request.create();
    if (table == null || metastore.table(request.target()).isPresent()) {
      return null;
    }
    if (!request.dry() && !metastore.databaseExists(request.target().database())) {
      throw unknown(request.target());
    }
    return table;
  }

  /** Types that are guesses must not change a value: the next one up may hold it as it is. */
  private static CsvOptions exact(CsvOptions csv) {
    return csv.toBuilder().conversions(Conversions.EXACT).build();
  }

  /** The table of that name; the errors say which part of the name is wrong. */
  public Table table(TableName name) {
    return metastore.table(name).orElseThrow(() -> unknown(name));
  }

  private PlimsollException unknown(TableName name) {
    if (!metastore.databaseExists(name.database())) {
      return ErrorCode.UNKNOWN_DATABASE.with(
          name.database(), Nearest.sentence(name.database(), metastore.databases()));
    }
    List<String> known =
        metastore.tables(name.database()).stream().map(table -> table.name().table()).toList();
    return ErrorCode.UNKNOWN_TABLE.with(name, Nearest.hint(name.table(), known));
  }

  private @Nullable List<String> header(PeekedSource source, CsvOptions csv, Table table) {
    PeekedSource.Head head = peek(source, csv);
    if (head == null || head.data().length == 0) {
      return null;
    }
    List<String> names = names(head, csv);
    for (String name : names) {
      requireColumn(name, head, csv, table);
    }
    checkFields(names.stream().map(csv::column).toList(), table);
    return names;
  }

  private List<String> names(PeekedSource.Head head, CsvOptions csv) {
    return formats
        .header(csv, head.data(), head.data().length, head.whole())
        .orElseThrow(() -> endlessHeader(head));
  }

  private static void requireColumn(
      String name, PeekedSource.Head head, CsvOptions csv, Table table) {
    if (csv.columnOf().containsKey(name)) {
      if (!csv.readsOver(name)) {
        table.schema().require(csv.column(name), table.name().toString());
      }
    } else if (table.schema().indexOf(name) < 0 && !csv.readsOver(name)) {
      throw ErrorCode.HEADER_MISMATCH.with(
          String.format(
              Locale.ROOT,
              "The header of %s names a column '%s' that %s does not have.%s Columns: %s."
                  + " unknown_columns=ignore reads over it.",
              head.name(),
              name,
              table.name(),
              Nearest.hint(name, table.schema().names()),
              String.join(", ", table.schema().names())));
    }
  }

  private Decoding decoding(CsvOptions csv) {
    return new Decoding(csv.compression(), csv.encoding(), formats.unpacker());
  }

  private PeekedSource.@Nullable Head peek(PeekedSource source, CsvOptions csv) {
    try {
      return source.peek(HEADER_BYTES, decoding(csv));
    } catch (IOException e) {
      throw ErrorCode.FILE_UNREADABLE.because(e, source.describe(), e.getMessage());
    }
  }

  private static PlimsollException endlessHeader(PeekedSource.Head head) {
    return ErrorCode.HEADER_MISMATCH.with(
        String.format(
            Locale.ROOT,
            "The header of %s does not end within %d bytes. Is it a CSV file with a header?",
            head.name(),
            head.data().length));
  }

  /** On the command line a name that is no column is a mistake; {@code _} reads over a field. */
  private static void requireColumns(List<String> fields, Table table) {
    for (String field : fields) {
      if (!field.equals("_")) {
        table.schema().require(field, table.name().toString());
      }
    }
  }

  private static void checkFields(List<String> fields, Table table) {
    Set<Integer> seen = new HashSet<>();
    for (String field : fields) {
      int column = table.schema().indexOf(field);
      if (column >= 0 && !seen.add(column)) {
        throw ErrorCode.DUPLICATE_COLUMN.with(field, "the list of fields");
      }
    }
    if (seen.isEmpty()) {
      throw ErrorCode.UNKNOWN_COLUMN.with(
          String.join(", ", fields),
          table.name().toString(),
          " None of the fields is a column; columns: " + String.join(", ", table.schema().names()));
    }
  }

  /** What fills the columns that are not {@code present}: their default, else NULL; in UTC. */
  public Mapping mapping(Table table, boolean[] present) {
    return mapping(table, present, now(ZoneOffset.UTC));
  }

  /** The time, for a load that begins now. */
  public Instant now() {
    return clock.instant();
  }

  private LocalDateTime now(ZoneId zone) {
    return local(now(), zone);
  }

  private static LocalDateTime local(Instant time, ZoneId zone) {
    return LocalDateTime.ofInstant(time, zone).truncatedTo(ChronoUnit.SECONDS);
  }

  private Mapping mapping(Table table, boolean[] present, LocalDateTime now) {
    List<Mapping.Fill> fills = new ArrayList<>();
    for (int i = 0; i < table.schema().size(); i++) {
      if (!present[i]) {
        fills.add(fill(i, table.schema().column(i), now));
      }
    }
    return new Mapping(fills);
  }

  private Mapping.Fill fill(int index, Column column, LocalDateTime now) {
    return column.defaultValue() instanceof DefaultValue.PerRow perRow
        ? new Mapping.Fill(index, null, perRow)
        : new Mapping.Fill(index, constant(column, now));
  }

  private @Nullable Vector constant(Column column, LocalDateTime now) {
    DefaultValue value = column.defaultValue();
    if (value instanceof DefaultValue.Constant constant) {
      return formats.constant(column.type(), constant.text());
    }
    if (value instanceof DefaultValue.CurrentTimestamp) {
      return formats.constant(column.type(), NOW.format(now));
    }
    if (!column.nullable()) {
      throw ErrorCode.NO_DEFAULT.with(column.name());
    }
    return null;
  }
}
