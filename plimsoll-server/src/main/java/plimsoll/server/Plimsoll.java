package plimsoll.server;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import plimsoll.access.AccessControl;
import plimsoll.commit.Committer;
import plimsoll.commit.Epoch;
import plimsoll.commit.GroupCommit;
import plimsoll.commit.Metastore;
import plimsoll.commit.OnlinePublisher;
import plimsoll.commit.Recovery;
import plimsoll.commit.Tables;
import plimsoll.config.Settings;
import plimsoll.error.ErrorCode;
import plimsoll.error.IoFailures;
import plimsoll.formats.csv.CsvFormats;
import plimsoll.job.JobOrder;
import plimsoll.job.JobRunner;
import plimsoll.lake.iceberg.IcebergStore;
import plimsoll.lake.iceberg.LakeReader;
import plimsoll.lake.iceberg.SnapshotPins;
import plimsoll.lake.parquet.WriterSettings;
import plimsoll.load.ErrorLogs;
import plimsoll.load.LoadHistory;
import plimsoll.load.LoadPlanner;
import plimsoll.load.Loads;
import plimsoll.load.PlannedRows;
import plimsoll.load.RowlessCommits;
import plimsoll.load.RunningLoads;
import plimsoll.load.StoredErrorLogs;
import plimsoll.model.Table;
import plimsoll.online.RocksOnline;
import plimsoll.online.store.OnlineMemory;
import plimsoll.pipeline.LocalExecutor;
import plimsoll.pipeline.parse.Formats;
import plimsoll.pipeline.write.WriteMemory;
import plimsoll.query.QueryEngine;
import plimsoll.query.QuerySettings;
import plimsoll.server.audit.AuditLog;
import plimsoll.server.auth.LoginFailures;
import plimsoll.server.auth.Logins;
import plimsoll.server.http.OfflineDesk;
import plimsoll.server.http.SqlDesk;
import plimsoll.server.online.MemoryTables;
import plimsoll.server.online.OnlineScans;
import plimsoll.server.online.PointReads;
import plimsoll.server.outfile.Temporaries;
import plimsoll.server.scan.InputScans;
import plimsoll.server.scan.LinkScans;
import plimsoll.server.scan.ScanDirectory;
import plimsoll.server.schema.Sources;
import plimsoll.server.session.GlobalVariables;
import plimsoll.server.session.JobSessions;
import plimsoll.server.session.LakeFacts;
import plimsoll.server.session.LakeSnapshots;
import plimsoll.server.session.OfflineRecords;
import plimsoll.server.session.RepairTurns;
import plimsoll.server.session.SessionSqlDesk;
import plimsoll.server.session.SqlServices;
import plimsoll.server.tls.ServerKeys;
import plimsoll.storage.Storage;
import plimsoll.storage.local.DataDirectoryLock;
import plimsoll.storage.local.LocalStorage;
import plimsoll.storage.local.OwnerOnly;

/**
 * Plimsoll on one data directory: every part is made once and wired here, and nowhere else. Open
 * it, use its parts, close it. One process holds a data directory at a time.
 */
public final class Plimsoll implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Plimsoll.class);
  private static final long WATCH_MILLIS = 250;
  private static final String REJECTS = "rejects";
  private static final String OUTFILES = "outfiles";
  private static final String ONLINE = "online";
  private static final String SPILL = "spill";
  private static final String SCANS = "spill-scans";
  private static final int CATCH_UP_SECONDS = 5;
  private static final int LIFE_BYTES = 8;
  private static final int TABLES_LOOKED_AT = 100;
  private static final int TIMERS =
      5; // one for overdue loads, while others clean, catch up, reclaim, read ahead

  /** Late enough that a single command does not pay for it; it cleans when it closes. */
  private static final long FIRST_CLEAN_SECOND = 5;

  private static final Duration CLOSE_GRACE = Duration.ofSeconds(20);

  private final Settings settings;
  private final Clock clock = Clock.tickMillis(ZoneOffset.UTC);
  private final DataDirectoryLock lock;
  private final Storage storage;
  private final OpenMetastore opening;
  private final Metastore metastore;
  private final Epoch epoch;
  private final SnapshotPins pins = new SnapshotPins();
  private final Formats formats = new CsvFormats();
  private final IcebergStore store;
  private final RocksOnline online;
  private final OnlinePublisher publisher;
  private final RepairTurns repairs = new RepairTurns();
  private final MemoryTables memoryTables;
  private final OnlineScans onlineScans;
  private final LinkScans linkScans;
  private final InputScans inputScans;
  private final PointReads reads;

  /** Nice to those that answer requests, where the JVM is told to go by priorities. */
  private final ExecutorService workers =
      Executors.newCachedThreadPool(daemons("plimsoll-load", Thread.MIN_PRIORITY));

  private final ScheduledExecutorService timer =
      Executors.newScheduledThreadPool(TIMERS, daemons("plimsoll-timer"));
  private final Committer committer;
  private final Loads loads;
  private final RowlessCommits rowlessCommits;
  private final JobRunner jobs;
  private final LoadHistory history;
  private final LoadPlanner planner;
  private final Tables tables;
  private final QueryEngine queries;
  private final AccessControl access;
  private final LoginFailures loginFailures = new LoginFailures();
  private final Logins logins;
  private final AuditLog audit;
  private final GlobalVariables globals;
  private final Temporaries temporaries = new Temporaries(this::life);
  private @Nullable ScheduledFuture<?> watch;
  private volatile boolean cleaned;

  private Plimsoll(
      DataDirectoryLock lock, Storage storage, UnaryOperator<Metastore> view, Settings settings) {
    Path directory = lock.directory();
    this.settings = settings;
    this.globals = new GlobalVariables(settings);
    this.lock = lock;
    this.storage = storage;
    this.opening = new OpenMetastore(settings, directory, clock);
    this.metastore = view.apply(opening.open());
    @Nullable Committer started = null;
    try {
      this.epoch = new Epoch(metastore);
      this.store =
          new IcebergStore(
              storage, directory.resolve("warehouse").toString(), epoch::number, buffers(), pins);
      this.online =
          new RocksOnline(
              storage,
              directory.resolve(ONLINE),
              OnlineMemory.DEFAULT.withCache(settings.get(Settings.ONLINE_CACHE_SIZE)),
              metastore::onlineProgress);
      this.memoryTables = new MemoryTables(this::onlineTables, online);
      this.publisher = new OnlinePublisher(metastore, online);
      ScanDirectory scans =
          new ScanDirectory(
              storage, directory.resolve(SCANS), settings.get(Settings.QUERY_SPILL_LIMIT));
      this.onlineScans = new OnlineScans(online, scans, clock);
      this.reads = new PointReads(metastore, online, clock);
      started = new Committer(new GroupCommit(metastore, store, publisher, clock));
      this.committer = started;
      LocalExecutor executor = executor();
      this.loads = newLoads(executor);
      this.rowlessCommits = new RowlessCommits(committer, epoch, clock);
      this.history =
          new LoadHistory(metastore, loads.running(), rejectPlace(), kept(settings), clock);
      this.planner = new LoadPlanner(metastore, formats, clock);
      this.jobs = newJobs();
      PlannedRows rows = new PlannedRows(executor);
      this.linkScans = new LinkScans(planner, rows, scans);
      this.inputScans = new InputScans(rows, scans);
      this.tables = new Tables(metastore, store, publisher, epoch);
      this.queries = new QueryEngine(querySettings());
      this.access = new AccessControl(metastore.accounts());
      this.logins = new Logins(access, loginFailures);
      this.audit =
          AuditLog.in(directory.resolve("audit.log"), settings.get(Settings.AUDIT_LOG_ROLL_SIZE));
    } catch (RuntimeException | Error e) {
      if (started != null) {
        started.close();
      }
      metastore.close();
      throw e;
    }
  }

  /**
   * Opens a data directory, making it if need be, and removes what a crash left in it.
   *
   * @throws plimsoll.error.PlimsollException DATA_DIRECTORY_HELD if another process has it,
   *     DATA_DIRECTORY_MOVED if its tables lie elsewhere
   */
  public static Plimsoll open(Path dataDirectory, Settings settings) {
    return open(dataDirectory, settings, new LocalStorage());
  }

  /** As above, on a storage that may fail; the metastore's file is always on the local disk. */
  static Plimsoll open(Path dataDirectory, Settings settings, Storage storage) {
    return open(dataDirectory, settings, storage, UnaryOperator.identity());
  }

  /** As above, and all parts see the metastore through {@code view}. */
  static Plimsoll open(
      Path dataDirectory, Settings settings, Storage storage, UnaryOperator<Metastore> view) {
    DataDirectoryLock lock = acquire(dataDirectory);
    Plimsoll plimsoll;
    try {
      makeRejects(lock.directory());
      plimsoll = new Plimsoll(lock, storage, view, settings);
    } catch (RuntimeException | Error e) {
      release(lock, e);
      throw e;
    }
    try {
      plimsoll.start();
      return plimsoll;
    } catch (RuntimeException | Error e) {
      plimsoll.closeAfter(e);
      throw e;
    }
  }

  /** Everything was made, but it cannot run: nothing of it may stay. */
  private void closeAfter(Throwable failure) {
    try {
      close();
    } catch (RuntimeException e) {
      failure.addSuppressed(e);
    }
  }

  private static DataDirectoryLock acquire(Path dataDirectory) {
    try {
      return DataDirectoryLock.acquire(dataDirectory);
    } catch (IOException e) {
      throw IoFailures.explain(e, dataDirectory.toString());
    }
  }

  /** Rejected rows are data: not for every user of the machine. */
  private static void makeRejects(Path directory) {
    Path rejects = directory.resolve(REJECTS);
    try {
      OwnerOnly.makeDirectory(rejects);
    } catch (IOException e) {
      throw IoFailures.explain(e, rejects.toString());
    }
    try {
      OwnerOnly.restrict(rejects); // one of an older version was for everybody
    } catch (IOException e) {
      LOG.warn("{} holds rows that were loaded, but cannot be kept from other users", rejects, e);
    }
  }

  private static void release(DataDirectoryLock lock, Throwable failure) {
    try {
      lock.close();
    } catch (IOException e) {
      failure.addSuppressed(e);
    }
  }

  private void start() {
    try {
      store.requireHome(metastore.pointers(TABLES_LOOKED_AT));
      opening.remember();
    } catch (IOException e) {
      throw IoFailures.explain(e, lock.directory().toString());
    }
    Recovery recovery =
        new Recovery(metastore, store, online, publisher, history::removeUnnamedRejects);
    if (recovery.needed()) {
      recovery.run(epoch.number());
    }
    watch =
        timer.scheduleWithFixedDelay(
            this::stopOverdue, WATCH_MILLIS, WATCH_MILLIS, TimeUnit.MILLISECONDS);
    var unusedCatchUp = // it ends with the timer
        timer.scheduleWithFixedDelay(
            publisher::catchUp, CATCH_UP_SECONDS, CATCH_UP_SECONDS, TimeUnit.SECONDS);
    var unusedReadAhead = // it ends with the timer
        timer.scheduleWithFixedDelay(
            () -> memoryTables.readAhead(() -> !timer.isShutdown()),
            CATCH_UP_SECONDS,
            CATCH_UP_SECONDS,
            TimeUnit.SECONDS);
    long reclaim = settings.get(Settings.ONLINE_RECLAIM_INTERVAL_SECOND);
    var unusedReclaim = // it ends with the timer
        timer.scheduleWithFixedDelay(this::reclaimOnline, reclaim, reclaim, TimeUnit.SECONDS);
    long interval = settings.get(Settings.LABEL_CLEAN_INTERVAL_SECOND);
    var unused = // it ends with the timer
        timer.scheduleWithFixedDelay(
            this::cleanHistory, Math.min(FIRST_CLEAN_SECOND, interval), interval, TimeUnit.SECONDS);
  }

  /** What fails now is tried again: the timer goes on, and so does the server. */
  private void cleanHistory() {
    try {
      LoadHistory.Keep keep = kept(settings);
      boolean all = history.clean();
      while (!all && !timer.isShutdown()) {
        all = history.clean();
      }
      metastore.jobs().forget(clock.instant().minus(keep.age()), keep.perDatabase());
      cleaned = true;
    } catch (RuntimeException e) {
      LOG.warn("Forgetting old loads failed; it is tried again later", e);
    }
  }

  /** What fails now is tried again. */
  private void reclaimOnline() {
    try {
      online.reclaim(onlineTables(), onlineScans.now());
    } catch (IOException | RuntimeException e) {
      LOG.warn("Giving back the space of expired rows failed; it is tried again later", e);
    }
  }

  private List<Table> onlineTables() {
    List<Table> tables = new ArrayList<>();
    for (String database : metastore.databases()) {
      for (Table table : metastore.tables(database)) {
        if (metastore.hasOnlineSide(table.id())) {
          tables.add(table);
        }
      }
    }
    return tables;
  }

  /** A failure here must not end the timer: later loads have time-outs too. */
  private void stopOverdue() {
    try {
      loads.running().stopOverdue(clock.instant());
    } catch (RuntimeException e) {
      LOG.error("Looking for overdue loads failed", e);
    }
  }

  private WriterSettings buffers() {
    return WriterSettings.DEFAULT.withBuffer(settings.get(Settings.WRITE_BUFFER_SIZE));
  }

  private QuerySettings querySettings() {
    return QuerySettings.of(
        settings.get(Settings.QUERY_MEM_LIMIT),
        settings.get(Settings.QUERY_SPILL_LIMIT),
        lock.directory().resolve(SPILL));
  }

  private LocalExecutor executor() {
    int perLoad = settings.get(Settings.LOAD_WORKERS);
    return new LocalExecutor(workers, perLoad, perLoad, new WriteMemory(writeMemory(settings)));
  }

  private Loads newLoads(LocalExecutor executor) {
    return new Loads(
        metastore,
        store,
        online,
        executor,
        committer,
        epoch,
        new RunningLoads(settings.get(Settings.MAX_RUNNING_TXN_NUM_PER_DB)),
        rejectPlace(),
        clock);
  }

  /** Rejected rows of ended loads. */
  public ErrorLogs errorLogs() {
    return new StoredErrorLogs(storage, rejectDirectory());
  }

  private Loads.RejectPlace rejectPlace() {
    return new Loads.RejectPlace(
        storage, rejectDirectory(), settings.get(Settings.REJECTED_ROWS_MAX_BYTES));
  }

  private JobRunner newJobs() {
    JobRunner.Limits limits =
        new JobRunner.Limits(
            settings.get(Settings.MAX_RUNNING_JOBS),
            settings.get(Settings.DESIRED_MAX_WAITING_JOBS));
    return new JobRunner(
        metastore.jobs(), this::isCommitted, limits, clock, daemons("plimsoll-job"));
  }

  private boolean isCommitted(JobOrder.Load load) {
    return metastore.load(load.database(), load.label()).stream()
        .anyMatch(record -> record.state().succeeded());
  }

  /**
   * Runs jobs from now on, first those that a stop cut off.
   *
   * @param errorLogUrl address of an error log by its name
   */
  public void beginJobs(Function<String, String> errorLogUrl) {
    jobs.begin(new JobSessions(sqlServices(errorLogUrl)));
  }

  private static long writeMemory(Settings settings) {
    long heap = Runtime.getRuntime().maxMemory();
    return Math.min(
        settings.get(Settings.LOAD_PROCESS_MAX_MEMORY_LIMIT_BYTES),
        heap / 100 * settings.get(Settings.LOAD_PROCESS_MAX_MEMORY_LIMIT_PERCENT));
  }

  private static LoadHistory.Keep kept(Settings settings) {
    return new LoadHistory.Keep(
        Duration.ofSeconds(settings.get(Settings.LABEL_KEEP_MAX_SECOND)),
        settings.get(Settings.LABEL_KEEP_MAX_NUM));
  }

  private static ThreadFactory daemons(String name) {
    return daemons(name, Thread.NORM_PRIORITY);
  }

  @SuppressWarnings("ThreadPriorityCheck") // nothing relies on it: without it reads wait longer
  private static ThreadFactory daemons(String name, int priority) {
    AtomicInteger numbers = new AtomicInteger();
    return work -> {
      Thread thread = new Thread(work, name + "-" + numbers.incrementAndGet());
      thread.setDaemon(true);
      thread.setPriority(priority);
      return thread;
    };
  }

  /** Where it keeps everything. */
  public Path directory() {
    return lock.directory();
  }

  /** The lock that holds the directory; the server announces its ports there. */
  public DataDirectoryLock lock() {
    return lock;
  }

  /** Where rejected rows lie: an absolute path in {@link #storage}. */
  public String rejectDirectory() {
    return lock.directory().resolve(REJECTS).toString();
  }

  /** Settings it was opened with. */
  public Settings settings() {
    return settings;
  }

  /** Milliseconds, UTC. */
  public Clock clock() {
    return clock;
  }

  /** Local files. */
  public Storage storage() {
    return storage;
  }

  /** Catalog, labels and loads. */
  public Metastore metastore() {
    return metastore;
  }

  /** Runs loads. */
  public Loads loads() {
    return loads;
  }

  /** Reads rows by key. */
  public PointReads reads() {
    return reads;
  }

  /** Takes rows away. */
  public RowlessCommits rowlessCommits() {
    return rowlessCommits;
  }

  /** Makes plans of requests. */
  public LoadPlanner planner() {
    return planner;
  }

  /** Creates and drops tables. */
  public Tables tables() {
    return tables;
  }

  /** Reads tables' metadata. */
  public LakeReader lake() {
    return store.reader();
  }

  /** Holds files that are being read. */
  public SnapshotPins pins() {
    return pins;
  }

  /** Runs queries. */
  public QueryEngine queries() {
    return queries;
  }

  /**
   * Runs statements, each in a session of its own.
   *
   * @param errorLogUrl address of an error log by its name
   */
  public SqlDesk sql(Function<String, String> errorLogUrl) {
    return new SessionSqlDesk(sqlServices(errorLogUrl));
  }

  /**
   * Reads and replaces what tables show offline.
   *
   * @param errorLogUrl address of an error log by its name
   */
  public OfflineDesk offline(Function<String, String> errorLogUrl) {
    return new OfflineRecords(sqlServices(errorLogUrl));
  }

  /**
   * What sessions need.
   *
   * @param errorLogUrl address of an error log by its name
   */
  public SqlServices sqlServices(Function<String, String> errorLogUrl) {
    return new SqlServices(
        metastore,
        tables,
        loads,
        jobs,
        rowlessCommits,
        publisher,
        repairs,
        planner,
        formats,
        queries,
        new LakeSnapshots(metastore, pins, lake()),
        onlineScans,
        linkScans,
        inputScans,
        storage,
        temporaries,
        errorLogUrl,
        settings,
        directory(),
        access,
        audit,
        globals,
        new Sources(
            metastore, loads, new LakeFacts(metastore, pins, lake()), errorLogs(), errorLogUrl));
  }

  /** Of files outside, where no epoch of the metastore is known. */
  private Temporaries.Life life() {
    try {
      byte[] kept = lock.lastingSecret(OUTFILES);
      String directory = HexFormat.of().formatHex(kept, 0, LIFE_BYTES);
      return new Temporaries.Life(directory, Long.toHexString(new SecureRandom().nextLong()));
    } catch (IOException e) {
      throw IoFailures.explain(e, lock.directory().toString());
    }
  }

  /** Who may do what. */
  public AccessControl access() {
    return access;
  }

  /** Checks names and passwords. */
  public Logins logins() {
    return logins;
  }

  /** Failed logins through every front end. */
  public LoginFailures loginFailures() {
    return loginFailures;
  }

  /** Key and certificate for TLS: the given ones, or our own, made when they are first wanted. */
  public ServerKeys keys() {
    String given = settings.get(Settings.SSL_KEYSTORE_LOCATION);
    return given.isEmpty()
        ? ServerKeys.own(directory())
        : ServerKeys.given(Path.of(given), settings.get(Settings.SSL_KEYSTORE_PASSWORD));
  }

  /** A line for each statement, load and failed login. */
  public AuditLog audit() {
    return audit;
  }

  /** Commits loads; its group size is a metric. */
  public Committer committer() {
    return committer;
  }

  private boolean loadsEnd() {
    try {
      return loads.running().awaitNone(CLOSE_GRACE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private void awaitTimer() {
    try {
      if (!timer.awaitTermination(CLOSE_GRACE.toSeconds(), TimeUnit.SECONDS)) {
        timer.shutdownNow();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      timer.shutdownNow();
    }
  }

  /** Stops what runs, finishes the commit under way, and gives the directory back. */
  @Override
  public void close() {
    try {
      stop();
    } finally {
      try {
        metastore.close();
      } finally {
        giveBack();
      }
    }
  }

  private void stop() {
    if (watch != null) {
      watch.cancel(false);
    }
    timer.shutdown(); // what cleans now ends first: an interrupt would close files under it
    jobs.close();
    loads.running().stopAll(ErrorCode.SHUTTING_DOWN.with());
    boolean ended = loadsEnd();
    committer.close();
    workers.shutdown();
    queries.close();
    audit.close();
    awaitTimer();
    if (epoch.isOpen() && !cleaned) {
      cleanHistory();
    }
    if (ended && pins.open() == 0) {
      epoch.closeCleanly(store); // else the next start sweeps what they leave
    }
    closeOnline();
  }

  private void closeOnline() {
    try {
      online.close();
    } catch (IOException e) {
      LOG.warn("Closing the online store failed; what was committed is there at the next start", e);
    }
  }

  private void giveBack() {
    try {
      lock.close();
    } catch (IOException e) {
      throw IoFailures.explain(e, lock.directory().toString());
    }
  }
}
