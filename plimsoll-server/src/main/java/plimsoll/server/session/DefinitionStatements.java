package plimsoll.server.session;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import plimsoll.access.Privilege;
import plimsoll.error.ErrorCode;
import plimsoll.error.PlimsollException;
import plimsoll.load.RunningLoad;
import plimsoll.model.Label;
import plimsoll.model.LinkChange;
import plimsoll.model.LoadRecord;
import plimsoll.model.ObjectNames;
import plimsoll.model.Schema;
import plimsoll.model.Table;
import plimsoll.model.TableName;
import plimsoll.online.table.OnlineTable;
import plimsoll.sql.plan.AlterPlanner;
import plimsoll.sql.plan.PlannedTable;
import plimsoll.sql.tree.AlterTable;
import plimsoll.sql.tree.CancelLoad;
import plimsoll.sql.tree.CreateDatabase;
import plimsoll.sql.tree.CreateTableLike;
import plimsoll.sql.tree.CreateTableLikeParquet;
import plimsoll.sql.tree.DropDatabase;
import plimsoll.sql.tree.DropTable;
import plimsoll.sql.tree.Kill;
import plimsoll.sql.tree.Literal;
import plimsoll.sql.tree.Name;
import plimsoll.sql.tree.Option;
import plimsoll.sql.tree.SetVariables;
import plimsoll.sql.tree.Transaction;
import plimsoll.sql.tree.TruncateTable;
import plimsoll.sql.tree.Use;
import plimsoll.storage.InputFiles;

/** Statements that change the catalog or the session. */
final class DefinitionStatements {
  private static final String VARIABLE_MARK = "@@";
  private static final String UNTIL_STOP =
      "SET GLOBAL holds for new sessions and this one until the server stops; what shall hold longer"
          + " is set in plimsoll.conf.";
  private static final String ALWAYS_COMMITS =
      "Every statement commits alone; ROLLBACK takes nothing back.";

  private final SqlServices services;
  private final SessionState session;
  private final Catalog catalog;

  DefinitionStatements(SqlServices services, SessionState session, Catalog catalog) {
    this.services = services;
    this.session = session;
    this.catalog = catalog;
  }

  StatementResult createDatabase(CreateDatabase statement) {
    String name = statement.name().text();
    catalog.guard().requireOnServer(Privilege.CREATE);
    ObjectNames.checkDatabase(name);
    Map<String, String> properties = new HashMap<>();
    for (Option option : statement.properties()) {
      properties.put(option.name().text(), option.value().text());
    }
    try {
      services.metastore().createDatabase(name, properties);
    } catch (PlimsollException e) {
      if (!statement.ifNotExists() || e.code() != ErrorCode.DATABASE_EXISTS) {
        throw e;
      }
    }
    return StatementResult.Done.ok();
  }

  StatementResult dropDatabase(DropDatabase statement) {
    String name = statement.name().text();
    Catalog.requireWritable(name);
    catalog.guard().requireOn(name, Privilege.DROP);
    if (statement.ifExists() && !services.metastore().databaseExists(name)) {
      return StatementResult.Done.ok();
    }
    catalog.requireDatabase(name);
    if (statement.force()) {
      services.tables().dropDatabase(name);
    } else {
      services.metastore().dropDatabase(name);
    }
    if (name.equals(session.database())) {
      session.database(null);
    }
    return StatementResult.Done.ok();
  }

  /** Creates a planned table. */
  StatementResult createTable(Table table, boolean ifNotExists, List<String> warnings) {
    Catalog.requireWritable(table.name().database());
    ObjectNames.checkTable(table.name().table());
    catalog.guard().require(table.name(), Privilege.CREATE);
    catalog.requireDatabase(table.name().database());
    if (!table.indexes().isEmpty()) {
      OnlineTable.of(table); // refuses what cannot be key or time
    }
    try {
      services.tables().create(table);
    } catch (PlimsollException e) {
      if (!ifNotExists || e.code() != ErrorCode.TABLE_EXISTS) {
        throw e;
      }
    }
    return StatementResult.Done.ok(warnings);
  }

  /** The other table's definition under a new name and identity; field ids begin anew. */
  StatementResult createTableLike(CreateTableLike statement) {
    TableName name = catalog.name(statement.table(), Privilege.CREATE);
    Table other = catalog.table(statement.other(), Privilege.SELECT);
    return createTable(other.copyAs(UUID.randomUUID(), name), statement.ifNotExists(), List.of());
  }

  /** Columns as the files have them. Where the table is there already, they need not be. */
  StatementResult createTableLikeParquet(CreateTableLikeParquet statement) {
    TableName name = catalog.name(statement.table(), Privilege.CREATE);
    catalog.guard().requireOnServer(Privilege.FILE);
    if (statement.ifNotExists() && services.metastore().table(name).isPresent()) {
      return StatementResult.Done.ok();
    }
    InputFiles files = new ServerFiles(services).matching(statement.path()).files().orElseThrow();
    Schema schema = services.formats().parquetSchema(files).numbered();
    return createTable(
        Table.of(UUID.randomUUID(), name, schema), statement.ifNotExists(), List.of());
  }

  StatementResult alterTable(AlterTable statement) {
    Table table = catalog.table(statement.table(), Privilege.ALTER);
    if (statement.alterations().get(0) instanceof AlterTable.Alteration.RenameTable rename) {
      return rename(table, rename.to().text());
    }
    if (statement.alterations().get(0).isOfLinks()) {
      return link(table, statement.alterations());
    }
    List<String> warnings = new ArrayList<>();
    services
        .tables()
        .alter(
            table,
            (now, facts) -> {
              PlannedTable planned = AlterPlanner.plan(statement, now, facts, services.formats());
              warnings.clear(); // it may be planned again, after another change
              warnings.addAll(planned.warnings());
              return planned.table();
            });
    return StatementResult.Done.ok(warnings);
  }

  private StatementResult link(Table table, List<AlterTable.Alteration> alterations) {
    List<String> added = new ArrayList<>();
    List<String> dropped = new ArrayList<>();
    for (AlterTable.Alteration alteration : alterations) {
      if (alteration instanceof AlterTable.Alteration.AddOfflinePath add) {
        added.add(ServerFiles.absolute(add.path()));
      } else {
        String path = ((AlterTable.Alteration.DropOfflinePath) alteration).path();
        dropped.add(ServerFiles.absolute(path));
      }
    }
    if (!added.isEmpty()) {
      catalog.guard().requireOnServer(Privilege.FILE);
      check(table, added);
    }
    services
        .rowlessCommits()
        .link(table, new LinkChange.Alter(added, dropped), session.requester(List.of()));
    return StatementResult.Done.ok();
  }

  /** Files that are not there, must not be read, or cannot be. */
  private void check(Table table, List<String> added) {
    ServerFiles files = new ServerFiles(services);
    try (TableSnapshots.Snapshot now = services.snapshots().open(table)) {
      added.forEach(path -> services.linkScans().check(table, now.links(), files.matching(path)));
    }
  }

  /** As in MySQL: who renames a table drops one name and makes another. */
  private StatementResult rename(Table table, String newName) {
    TableName to = new TableName(table.name().database(), newName);
    catalog.guard().require(table.name(), Privilege.DROP);
    catalog.guard().require(to, Privilege.CREATE);
    catalog.guard().require(to, Privilege.INSERT);
    ObjectNames.checkTable(newName);
    try {
      services.tables().rename(table, newName);
    } catch (PlimsollException e) {
      throw e.code() == ErrorCode.TABLE_EXISTS ? nameTaken(to) : e;
    }
    return StatementResult.Done.ok();
  }

  /** RENAME has no IF NOT EXISTS. */
  private static PlimsollException nameTaken(TableName to) {
    return ErrorCode.TABLE_EXISTS.reported(
        "Table '"
            + to
            + "' already exists. Choose another name, or rename or drop that one first.");
  }

  StatementResult dropTable(DropTable statement) {
    TableName name = catalog.name(statement.table(), Privilege.DROP);
    if (statement.ifExists() && services.metastore().table(name).isEmpty()) {
      return StatementResult.Done.ok();
    }
    services.tables().drop(catalog.table(statement.table(), Privilege.DROP));
    return StatementResult.Done.ok();
  }

  StatementResult truncate(TruncateTable statement) {
    Table table = catalog.table(statement.table(), Privilege.DELETE);
    LoadRecord done = services.rowlessCommits().truncate(table, session.requester(List.of()));
    return StatementResult.Done.ok(LoadAnswer.waits(done));
  }

  StatementResult cancelLoad(CancelLoad statement) {
    String database = statement.database().map(Name::text).orElseGet(session::requireDatabase);
    catalog.requireDatabase(database);
    String label = Label.given(statement.label()).text();
    boolean stopped =
        services
            .loads()
            .running()
            .find(database, label)
            .filter(load -> catalog.guard().manages(load.record()))
            .map(load -> load.stop(ErrorCode.CANCELLED.with(RunningLoad.USER_CANCEL)))
            .orElse(false);
    if (!stopped) {
      throw notRunning(database, label);
    }
    return StatementResult.Done.ok();
  }

  private PlimsollException notRunning(String database, String label) {
    return services
        .metastore()
        .load(database, Label.given(label))
        .filter(catalog.guard()::manages)
        .map(
            load ->
                ErrorCode.REFUSED.with(
                    "Load '"
                        + label
                        + "' is "
                        + load.state()
                        + "; only a running load is cancelled."))
        .orElseGet(() -> ErrorCode.UNKNOWN_LABEL.with(label, database));
  }

  StatementResult use(Use statement) {
    catalog.requireDatabase(statement.database().text());
    session.database(Catalog.canonical(statement.database().text()));
    return StatementResult.Done.ok();
  }

  StatementResult set(SetVariables statement) {
    for (SetVariables.Assignment assignment : statement.assignments()) {
      StringBuilder value = new StringBuilder(value(assignment.value()));
      assignment.more().forEach(part -> value.append(value(part)));
      set(assignment, value.toString());
    }
    List<String> warnings = new ArrayList<>();
    if (statement.assignments().stream().anyMatch(SetVariables.Assignment::global)) {
      warnings.add(UNTIL_STOP);
    }
    if (!session.variables().autocommit()) {
      warnings.add(ALWAYS_COMMITS);
    }
    return StatementResult.Done.ok(warnings);
  }

  /** SET GLOBAL is for new sessions and this one, as in StarRocks. */
  private void set(SetVariables.Assignment assignment, String value) {
    String name = assignment.name().text();
    if (assignment.global()) {
      catalog.guard().requireOnServer(Privilege.OPERATE);
      services.globals().set(name, value);
    }
    session.variables().set(name, value);
  }

  /** A constant, or the value of another variable. */
  private String value(Literal literal) {
    if (literal.kind() != Literal.Kind.WORD || !literal.text().startsWith(VARIABLE_MARK)) {
      return literal.text();
    }
    String name = literal.text().substring(VARIABLE_MARK.length());
    return session
        .variables()
        .get(name)
        .orElseThrow(() -> ErrorCode.UNKNOWN_SETTING.with(name, ""));
  }

  /** Each statement commits alone; saying so is all that these do. */
  StatementResult transaction(Transaction statement) {
    boolean begin = statement.kind() == Transaction.Kind.BEGIN;
    session.inTransaction(begin);
    return StatementResult.Done.ok(
        statement.kind() == Transaction.Kind.ROLLBACK ? List.of(ALWAYS_COMMITS) : List.of());
  }

  /** One's own connections, or with OPERATE anybody's. */
  StatementResult kill(Kill statement) {
    Connections connections = session.client().connections();
    boolean own =
        connections.all().stream()
            .filter(one -> one.connection() == statement.connection())
            .anyMatch(one -> one.user().equals(catalog.guard().user()));
    if (!own) {
      catalog.guard().requireOnServer(Privilege.OPERATE);
    }
    if (!connections.kill(statement.connection(), statement.queryOnly())) {
      throw ErrorCode.UNKNOWN_CONNECTION.with(statement.connection());
    }
    return StatementResult.Done.ok();
  }
}
