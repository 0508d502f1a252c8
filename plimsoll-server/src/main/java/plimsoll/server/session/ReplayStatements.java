package plimsoll.server.session;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import plimsoll.access.Privilege;
import plimsoll.config.Settings;
import plimsoll.error.ErrorCode;
import plimsoll.load.ErrorLogs;
import plimsoll.load.InputForm;
import plimsoll.load.LoadBounds;
import plimsoll.load.LoadRequest;
import plimsoll.load.RejectedRows;
import plimsoll.model.Label;
import plimsoll.model.LoadKind;
import plimsoll.model.LoadParent;
import plimsoll.model.LoadRecord;
import plimsoll.model.RejectedRow;
import plimsoll.model.Table;
import plimsoll.model.TableName;
import plimsoll.sql.plan.ReplayOptions;
import plimsoll.sql.tree.Name;
import plimsoll.sql.tree.ReplayRejects;
import plimsoll.sql.tree.TableRef;

/** REPLAY REJECTS: the rows that a load filtered, loaded again as a load of their own. */
final class ReplayStatements {
  private static final String SUFFIX = "_replay";

  private final SqlServices services;
  private final SessionState session;
  private final Catalog catalog;

  ReplayStatements(SqlServices services, SessionState session, Catalog catalog) {
    this.services = services;
    this.session = session;
    this.catalog = catalog;
  }

  /**
   * Loads them. Unless told otherwise the label is made of the first load's, so that its rows come
   * in once.
   */
  StatementResult replay(ReplayRejects statement) {
    LoadRecord parent = parent(statement);
    String log = log(parent);
    TableName target = parent.tables().get(0);
    Table table =
        catalog.table(
            new TableRef(statement.at(), Optional.of(target.database()), target.table()),
            Privilege.INSERT);
    Label label = label(statement, parent);
    services.loads().requireFree(target.database(), label); // before the log is read
    Kept kept = kept(parent, log);
    ReplayOptions options = ReplayOptions.of(kept.form, statement.options());
    if (kept.rows < parent.counts().filtered() && !options.partial()) {
      throw ErrorCode.REFUSED.with(
          String.format(
              "Only %d of the %d rejected rows of load '%s' were kept (log_rejected_record_num, or"
                  + " the size limit). OPTIONS (partial = 'true') loads those.",
              kept.rows, parent.counts().filtered(), parent.label()));
    }
    LoadBounds bounds =
        LoadBounds.within(
                Duration.ofSeconds(services.settings().get(Settings.MAX_LOAD_TIMEOUT_SECOND)))
            .bearing(options.quality())
            .holding(session.variables().loadMemory());
    List<String> fields = fields(kept.form, table);
    LoadRequest request =
        new LoadRequest(
                LoadKind.REPLAY,
                label,
                table.name(),
                new RejectedRowsSource(
                    "rejected rows of " + parent.database() + "." + parent.label(),
                    open(log),
                    options.csv().recordEndBytes(),
                    kept.bytes),
                options.csv(),
                fields,
                options.quality().badValues(),
                bounds,
                session.requester(List.of()))
            .in(kept.form.zone())
            .into(kept.form.stores())
            .replaying(new LoadParent(parent.id(), parent.label().text()));
    return LoadAnswer.run(services.planner().plan(request), services, session);
  }

  /** The load whose rows are asked for; one that the user may not see is unknown. */
  private LoadRecord parent(ReplayRejects statement) {
    String database = statement.database().map(Name::text).orElseGet(session::requireDatabase);
    catalog.requireDatabase(database);
    Label label = Label.given(statement.label());
    LoadRecord parent =
        services
            .metastore()
            .load(database, label)
            .filter(catalog.guard()::manages)
            .orElseThrow(() -> ErrorCode.UNKNOWN_LABEL.with(label, database));
    if (!parent.state().succeeded()) {
      throw ErrorCode.REFUSED.with(
          "Load '"
              + label
              + "' was aborted: nothing of it was loaded. Repair its input and load it again; the"
              + " label is free.");
    }
    return parent;
  }

  private static String log(LoadRecord parent) {
    String log = parent.errorLog();
    if (log == null || parent.tables().isEmpty()) {
      throw ErrorCode.REFUSED.with(
          "Load '"
              + parent.label()
              + (parent.counts().filtered() == 0
                  ? "' has no rejected rows."
                  : "' kept none of its "
                      + parent.counts().filtered()
                      + " rejected rows (log_rejected_record_num)."));
    }
    return log;
  }

  /** Which says the rows were loaded; a second time needs a label of its own. */
  private static Label label(ReplayRejects statement, LoadRecord parent) {
    return Label.given(statement.newLabel().orElse(parent.label() + SUFFIX));
  }

  /** What the log holds. */
  private record Kept(InputForm form, long rows, long bytes) {}

  private Kept kept(LoadRecord parent, String log) {
    try (RejectedRows rows = open(log)) {
      InputForm form =
          rows.form()
              .orElseThrow(
                  () ->
                      ErrorCode.REFUSED.with(
                          "The rejected rows of load '"
                              + parent.label()
                              + "' are no text of a file, or an older version kept them: they cannot"
                              + " be read as input."));
      if (form.computed()) {
        throw ErrorCode.REFUSED.with(
            "Load '"
                + parent.label()
                + "' computed columns with SET, which its rejected rows do not have. Load what"
                + " `plimsoll rejects --format csv` writes with the same statement.");
      }
      long count = 0;
      long bytes = 0;
      for (RejectedRow row = rows.next(); row != null; row = rows.next()) {
        count++;
        bytes += row.raw().length + form.recordEnd().length;
      }
      return new Kept(form, count, bytes);
    } catch (IOException e) {
      throw ErrorLogs.unreadable(log, e);
    }
  }

  private RejectedRows open(String log) {
    return services.sources().errorLogs().open(log);
  }

  /** Columns that were loaded before must be there still: a field is never lost silently. */
  private static List<String> fields(InputForm form, Table table) {
    TableName name = table.name();
    List<String> fields = new ArrayList<>();
    for (String field : form.fields()) {
      if (field == null) {
        fields.add(readOver(fields.size(), table));
      } else {
        table.schema().require(field, name.toString());
        fields.add(field);
      }
    }
    return fields;
  }

  /** A name that is no column. */
  private static String readOver(int field, Table table) {
    String name = "_" + field;
    while (table.schema().indexOf(name) >= 0) {
      name = "_" + name;
    }
    return name;
  }
}
