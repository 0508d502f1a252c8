package plimsoll.sql.tree;

/** A statement as written: names and options are not resolved yet. The set of kinds is closed. */
public sealed interface Statement
    permits AccessStatement,
        AlterTable,
        CancelLoad,
        CheckTable,
        CreateDatabase,
        CreateTable,
        CreateTableLike,
        CreateTableLikeParquet,
        Delete,
        DescribeTable,
        DropDatabase,
        DropTable,
        Explain,
        Insert,
        Kill,
        LoadData,
        Query,
        Materialize,
        RepairTable,
        ReplayRejects,
        SelectInto,
        SetVariables,
        ShowCreateTable,
        ShowDatabases,
        ShowJobLog,
        ShowJobs,
        ShowLoad,
        ShowServer,
        ShowTable,
        ShowTableStatus,
        ShowTables,
        ShowVariables,
        StopJob,
        Transaction,
        TruncateTable,
        Use {
  /** Where it starts in the client's text. */
  Position at();

  /** Calls the visitor's method for this kind. */
  <R> R accept(Visitor<R> visitor);

  /** Java 17 cannot check a switch over types, so this list does: a new kind breaks every user. */
  interface Visitor<R> {
    /** For {@link CreateDatabase}. */
    R createDatabase(CreateDatabase statement);

    /** For {@link DropDatabase}. */
    R dropDatabase(DropDatabase statement);

    /** For {@link ShowDatabases}. */
    R showDatabases(ShowDatabases statement);

    /** For {@link Use}. */
    R use(Use statement);

    /** For {@link CreateTable}. */
    R createTable(CreateTable statement);

    /** For {@link CreateTableLike}. */
    R createTableLike(CreateTableLike statement);

    /** For {@link CreateTableLikeParquet}. */
    R createTableLikeParquet(CreateTableLikeParquet statement);

    /** For {@link AlterTable}. */
    R alterTable(AlterTable statement);

    /** For {@link DropTable}. */
    R dropTable(DropTable statement);

    /** For {@link TruncateTable}. */
    R truncateTable(TruncateTable statement);

    /** For {@link CheckTable}. */
    R checkTable(CheckTable statement);

    /** For {@link RepairTable}. */
    R repairTable(RepairTable statement);

    /** For {@link Materialize}. */
    R materialize(Materialize statement);

    /** For {@link ShowTables}. */
    R showTables(ShowTables statement);

    /** For {@link ShowTableStatus}. */
    R showTableStatus(ShowTableStatus statement);

    /** For {@link ShowTable}. */
    R showTable(ShowTable statement);

    /** For {@link ShowCreateTable}. */
    R showCreateTable(ShowCreateTable statement);

    /** For {@link DescribeTable}. */
    R describeTable(DescribeTable statement);

    /** For {@link Insert}. */
    R insert(Insert statement);

    /** For {@link Delete}. */
    R delete(Delete statement);

    /** For {@link LoadData}. */
    R loadData(LoadData statement);

    /** For {@link ShowLoad}. */
    R showLoad(ShowLoad statement);

    /** For {@link ReplayRejects}. */
    R replayRejects(ReplayRejects statement);

    /** For {@link CancelLoad}. */
    R cancelLoad(CancelLoad statement);

    /** For {@link Explain}. */
    R explain(Explain statement);

    /** For {@link Query}. */
    R query(Query statement);

    /** For {@link SelectInto}. */
    R selectInto(SelectInto statement);

    /** For {@link SetVariables}. */
    R setVariables(SetVariables statement);

    /** For {@link ShowVariables}. */
    R showVariables(ShowVariables statement);

    /** For {@link ShowServer}. */
    R showServer(ShowServer statement);

    /** For {@link Transaction}. */
    R transaction(Transaction statement);

    /** For {@link ShowJobs}. */
    R showJobs(ShowJobs statement);

    /** For {@link ShowJobLog}. */
    R showJobLog(ShowJobLog statement);

    /** For {@link StopJob}. */
    R stopJob(StopJob statement);

    /** For {@link Kill}. */
    R kill(Kill statement);

    /** For {@link AccessStatement}. */
    R access(AccessStatement statement);
  }
}
