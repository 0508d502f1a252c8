package plimsoll.server.session;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import plimsoll.access.Privilege;
import plimsoll.error.ErrorCode;
import plimsoll.job.JobKind;
import plimsoll.model.Compression;
import plimsoll.pipeline.parse.InputFormat;
import plimsoll.server.outfile.Outfile;
import plimsoll.sql.plan.OutfileOptions;
import plimsoll.sql.tree.SelectInto;

/** Statements that write files of the server. */
final class OutfileStatements {
  private final SqlServices services;
  private final SessionState session;
  private final Catalog catalog;
  private final QueryStatements queries;
  private final JobStatements jobs;

  OutfileStatements(
      SqlServices services,
      SessionState session,
      Catalog catalog,
      QueryStatements queries,
      JobStatements jobs) {
    this.jobs = jobs;
    this.services = services;
    this.session = session;
    this.catalog = catalog;
    this.queries = queries;
  }

  /** All but the rows is looked at before the query runs. */
  StatementResult selectInto(SelectInto statement) {
    OutfileOptions options = OutfileOptions.of(statement);
    catalog.guard().requireOnServer(Privilege.FILE);
    Path path = new ServerFiles(services).writable(statement.path().text(), session.client());
    requirePlainName(statement, options);
    if (session.submits() && !session.variables().isOnline()) {
      return jobs.submit(JobKind.EXPORT, null);
    }
    Outfile file = new Outfile(services.storage(), services.temporaries(), path, options);
    long rows =
        file.write(
            writer -> {
              try (StatementResult result = queries.query(statement.query())) {
                StatementResult.Rows found = (StatementResult.Rows) result;
                return writer.write(found.columns(), rows(found.cursor()));
              }
            });
    return new StatementResult.Done(rows, 0, "Written to " + path, List.of());
  }

  private Outfile.Rows rows(RowCursor cursor) {
    return new Outfile.Rows() {
      @Override
      public @Nullable Object @Nullable [] next() {
        return cursor.next();
      }

      @Override
      public void checkStopped() {
        session.checkCancelled();
        cursor.checkStopped();
      }
    };
  }

  /** LOAD DATA unpacks what is called so. */
  private static void requirePlainName(SelectInto statement, OutfileOptions options) {
    Compression named = Compression.BY_NAME.of(statement.path().text());
    if (options.format() == InputFormat.CSV && named != Compression.NONE) {
      throw ErrorCode.UNSUPPORTED
          .with(
              "Writing a compressed file, as '" + statement.path().text() + "' is called",
              " Leave the last ending off.")
          .at(statement.path().at().toString());
    }
  }
}
