package plimsoll.server.session;

import java.nio.file.Path;
import java.util.function.Function;
import plimsoll.access.AccessControl;
import plimsoll.commit.Metastore;
import plimsoll.commit.OnlinePublisher;
import plimsoll.commit.Tables;
import plimsoll.config.Settings;
import plimsoll.job.JobRunner;
import plimsoll.load.LoadPlanner;
import plimsoll.load.Loads;
import plimsoll.load.RowlessCommits;
import plimsoll.pipeline.parse.Formats;
import plimsoll.query.QueryEngine;
import plimsoll.server.audit.AuditLog;
import plimsoll.server.online.OnlineScans;
import plimsoll.server.outfile.Temporaries;
import plimsoll.server.scan.InputScans;
import plimsoll.server.scan.LinkScans;
import plimsoll.server.schema.Sources;
import plimsoll.storage.Storage;

/**
 * What sessions need of the rest of the process; all of it is shared by them.
 *
 * @param metastore catalog, labels, loads
 * @param tables creates and drops tables
 * @param loads runs loads
 * @param jobs runs statements without their clients
 * @param rowlessCommits changes what tables show without bringing rows
 * @param publisher knows when both sides of tables belong together
 * @param repairs keeps REPAIR apart
 * @param planner plans loads
 * @param formats reads constants
 * @param engine runs queries
 * @param snapshots opens tables for queries
 * @param onlineScans reads their online side for queries
 * @param linkScans reads their soft links for queries
 * @param inputScans reads what loads bring for queries of it
 * @param storage where statements find and leave files of the server
 * @param temporaries what files that statements write are called meanwhile
 * @param errorLogUrl address of an error log by its name
 * @param settings settings of the process
 * @param dataDirectory its real path; statements may neither load from it nor write into it
 * @param access who may do what
 * @param audit a line for each statement
 * @param globals variables that new sessions begin with
 * @param sources where {@code information_schema} looks
 */
public record SqlServices(
    Metastore metastore,
    Tables tables,
    Loads loads,
    JobRunner jobs,
    RowlessCommits rowlessCommits,
    OnlinePublisher publisher,
    RepairTurns repairs,
    LoadPlanner planner,
    Formats formats,
    QueryEngine engine,
    TableSnapshots snapshots,
    OnlineScans onlineScans,
    LinkScans linkScans,
    InputScans inputScans,
    Storage storage,
    Temporaries temporaries,
    Function<String, String> errorLogUrl,
    Settings settings,
    Path dataDirectory,
    AccessControl access,
    AuditLog audit,
    GlobalVariables globals,
    Sources sources) {}
