package plimsoll.server.schema;

import java.util.List;
import org.jspecify.annotations.Nullable;
import plimsoll.sql.query.TableRead;

/**
 * Tables about things that there are none of here: clients ask for them and find nothing. What
 * comes into being gets a class of its own and leaves this list.
 *
 * <p>Source: columns of MySQL 8.0 and StarRocks 3.
 */
final class Empty extends SystemTable {
  /** There are no keys that must be unique, views, routines, triggers, tasks and streams. */
  static final List<SystemTable> ALL =
      List.of(
          new Empty(
              "column_privileges",
              new Columns()
                  .texts(
                      "GRANTEE",
                      "TABLE_CATALOG",
                      "TABLE_SCHEMA",
                      "TABLE_NAME",
                      "COLUMN_NAME",
                      "PRIVILEGE_TYPE",
                      "IS_GRANTABLE")),
          new Empty(
              "events",
              new Columns()
                  .texts(
                      "EVENT_CATALOG",
                      "EVENT_SCHEMA",
                      "EVENT_NAME",
                      "DEFINER",
                      "TIME_ZONE",
                      "EVENT_BODY",
                      "EVENT_DEFINITION",
                      "EVENT_TYPE")
                  .times("EXECUTE_AT")
                  .texts("INTERVAL_VALUE", "INTERVAL_FIELD", "SQL_MODE")
                  .times("STARTS", "ENDS")
                  .texts("STATUS", "ON_COMPLETION")
                  .times("CREATED", "LAST_ALTERED", "LAST_EXECUTED")
                  .texts("EVENT_COMMENT")
                  .numbers("ORIGINATOR")
                  .texts("CHARACTER_SET_CLIENT", "COLLATION_CONNECTION", "DATABASE_COLLATION")),
          new Empty(
              "key_column_usage",
              new Columns()
                  .texts(
                      "CONSTRAINT_CATALOG",
                      "CONSTRAINT_SCHEMA",
                      "CONSTRAINT_NAME",
                      "TABLE_CATALOG",
                      "TABLE_SCHEMA",
                      "TABLE_NAME",
                      "COLUMN_NAME")
                  .numbers("ORDINAL_POSITION", "POSITION_IN_UNIQUE_CONSTRAINT")
                  .texts(
                      "REFERENCED_TABLE_SCHEMA",
                      "REFERENCED_TABLE_NAME",
                      "REFERENCED_COLUMN_NAME")),
          new Empty(
              "parameters",
              new Columns()
                  .texts("SPECIFIC_CATALOG", "SPECIFIC_SCHEMA", "SPECIFIC_NAME")
                  .numbers("ORDINAL_POSITION")
                  .texts("PARAMETER_MODE", "PARAMETER_NAME", "DATA_TYPE")
                  .numbers(
                      "CHARACTER_MAXIMUM_LENGTH",
                      "CHARACTER_OCTET_LENGTH",
                      "NUMERIC_PRECISION",
                      "NUMERIC_SCALE",
                      "DATETIME_PRECISION")
                  .texts("CHARACTER_SET_NAME", "COLLATION_NAME", "DTD_IDENTIFIER", "ROUTINE_TYPE")),
          new Empty(
              "pipes",
              new Columns()
                  .texts("DATABASE_NAME")
                  .numbers("PIPE_ID")
                  .texts("PIPE_NAME", "STATE", "TABLE_NAME", "LOAD_STATUS", "LAST_ERROR")
                  .times("CREATED_TIME")),
          new Empty(
              "referential_constraints",
              new Columns()
                  .texts(
                      "CONSTRAINT_CATALOG",
                      "CONSTRAINT_SCHEMA",
                      "CONSTRAINT_NAME",
                      "UNIQUE_CONSTRAINT_CATALOG",
                      "UNIQUE_CONSTRAINT_SCHEMA",
                      "UNIQUE_CONSTRAINT_NAME",
                      "MATCH_OPTION",
                      "UPDATE_RULE",
                      "DELETE_RULE",
                      "TABLE_NAME",
                      "REFERENCED_TABLE_NAME")),
          new Empty(
              "routine_load_jobs",
              new Columns()
                  .numbers("ID")
                  .texts("NAME")
                  .times("CREATE_TIME", "PAUSE_TIME", "END_TIME")
                  .texts("DB_NAME", "TABLE_NAME", "STATE", "DATA_SOURCE_TYPE")
                  .numbers("CURRENT_TASK_NUM")
                  .texts(
                      "JOB_PROPERTIES",
                      "DATA_SOURCE_PROPERTIES",
                      "CUSTOM_PROPERTIES",
                      "STATISTICS",
                      "PROGRESS",
                      "REASONS_OF_STATE_CHANGED",
                      "ERROR_LOG_URLS",
                      "TRACKING_SQL",
                      "OTHER_MSG",
                      "LATEST_SOURCE_POSITION",
                      "OFFSET_LAG",
                      "TIMESTAMP_PROGRESS")),
          new Empty(
              "routines",
              new Columns()
                  .texts(
                      "SPECIFIC_NAME",
                      "ROUTINE_CATALOG",
                      "ROUTINE_SCHEMA",
                      "ROUTINE_NAME",
                      "ROUTINE_TYPE",
                      "DATA_TYPE")
                  .numbers(
                      "CHARACTER_MAXIMUM_LENGTH",
                      "CHARACTER_OCTET_LENGTH",
                      "NUMERIC_PRECISION",
                      "NUMERIC_SCALE",
                      "DATETIME_PRECISION")
                  .texts(
                      "CHARACTER_SET_NAME",
                      "COLLATION_NAME",
                      "DTD_IDENTIFIER",
                      "ROUTINE_BODY",
                      "ROUTINE_DEFINITION",
                      "EXTERNAL_NAME",
                      "EXTERNAL_LANGUAGE",
                      "PARAMETER_STYLE",
                      "IS_DETERMINISTIC",
                      "SQL_DATA_ACCESS",
                      "SQL_PATH",
                      "SECURITY_TYPE")
                  .times("CREATED", "LAST_ALTERED")
                  .texts(
                      "SQL_MODE",
                      "ROUTINE_COMMENT",
                      "DEFINER",
                      "CHARACTER_SET_CLIENT",
                      "COLLATION_CONNECTION",
                      "DATABASE_COLLATION")),
          new Empty(
              "statistics",
              new Columns()
                  .texts("TABLE_CATALOG", "TABLE_SCHEMA", "TABLE_NAME")
                  .numbers("NON_UNIQUE")
                  .texts("INDEX_SCHEMA", "INDEX_NAME")
                  .numbers("SEQ_IN_INDEX")
                  .texts("COLUMN_NAME", "COLLATION")
                  .numbers("CARDINALITY", "SUB_PART")
                  .texts("PACKED", "NULLABLE", "INDEX_TYPE", "COMMENT", "INDEX_COMMENT")),
          new Empty(
              "table_constraints",
              new Columns()
                  .texts(
                      "CONSTRAINT_CATALOG",
                      "CONSTRAINT_SCHEMA",
                      "CONSTRAINT_NAME",
                      "TABLE_SCHEMA",
                      "TABLE_NAME",
                      "CONSTRAINT_TYPE")),
          new Empty(
              "task_runs",
              new Columns()
                  .texts("QUERY_ID", "TASK_NAME")
                  .times("CREATE_TIME", "FINISH_TIME")
                  .texts("STATE", "CATALOG", "DATABASE", "DEFINITION")
                  .times("EXPIRE_TIME")
                  .numbers("ERROR_CODE")
                  .texts("ERROR_MESSAGE", "PROGRESS", "EXTRA_MESSAGE", "PROPERTIES", "JOB_ID")
                  .times("PROCESS_TIME")),
          new Empty(
              "tasks",
              new Columns()
                  .texts("TASK_NAME")
                  .times("CREATE_TIME")
                  .texts("SCHEDULE", "CATALOG", "DATABASE", "DEFINITION")
                  .times("EXPIRE_TIME")
                  .texts("PROPERTIES", "CREATOR")),
          new Empty(
              "triggers",
              new Columns()
                  .texts(
                      "TRIGGER_CATALOG",
                      "TRIGGER_SCHEMA",
                      "TRIGGER_NAME",
                      "EVENT_MANIPULATION",
                      "EVENT_OBJECT_CATALOG",
                      "EVENT_OBJECT_SCHEMA",
                      "EVENT_OBJECT_TABLE")
                  .numbers("ACTION_ORDER")
                  .texts(
                      "ACTION_CONDITION",
                      "ACTION_STATEMENT",
                      "ACTION_ORIENTATION",
                      "ACTION_TIMING",
                      "ACTION_REFERENCE_OLD_TABLE",
                      "ACTION_REFERENCE_NEW_TABLE",
                      "ACTION_REFERENCE_OLD_ROW",
                      "ACTION_REFERENCE_NEW_ROW")
                  .times("CREATED")
                  .texts(
                      "SQL_MODE",
                      "DEFINER",
                      "CHARACTER_SET_CLIENT",
                      "COLLATION_CONNECTION",
                      "DATABASE_COLLATION")),
          new Empty(
              "views",
              new Columns()
                  .texts(
                      "TABLE_CATALOG",
                      "TABLE_SCHEMA",
                      "TABLE_NAME",
                      "VIEW_DEFINITION",
                      "CHECK_OPTION",
                      "IS_UPDATABLE",
                      "DEFINER",
                      "SECURITY_TYPE",
                      "CHARACTER_SET_CLIENT",
                      "COLLATION_CONNECTION")));

  private Empty(String name, Columns columns) {
    super(name, columns);
  }

  @Override
  public List<@Nullable Object[]> rows(Viewer viewer, TableRead read) {
    return List.of();
  }
}
