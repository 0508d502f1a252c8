package plimsoll.server.schema;

import java.util.function.Function;
import plimsoll.commit.Metastore;
import plimsoll.load.ErrorLogs;
import plimsoll.load.Loads;

/**
 * Where the rows of system tables come from; shared by all users.
 *
 * @param metastore catalog and loads that ended
 * @param loads loads that run
 * @param facts sizes of tables
 * @param errorLogs rejected rows
 * @param errorLogUrl address of an error log by its name
 */
public record Sources(
    Metastore metastore,
    Loads loads,
    TableFacts facts,
    ErrorLogs errorLogs,
    Function<String, String> errorLogUrl) {}
