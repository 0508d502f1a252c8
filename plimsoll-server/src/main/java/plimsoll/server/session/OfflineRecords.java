package plimsoll.server.session;

import java.util.List;
import java.util.Optional;
import plimsoll.access.Privilege;
import plimsoll.error.ErrorCode;
import plimsoll.error.PlimsollException;
import plimsoll.load.Requester;
import plimsoll.model.LinkChange;
import plimsoll.model.SoftLinks;
import plimsoll.model.Table;
import plimsoll.server.auth.Guard;
import plimsoll.server.http.OfflineDesk;
import plimsoll.server.schema.TableFacts;

/** What tables show offline: rows of their own and soft links, as one record. */
public final class OfflineRecords implements OfflineDesk {
  private final SqlServices services;

  /** Of the tables of these services. */
  public OfflineRecords(SqlServices services) {
    this.services = services;
  }

  @Override
  public Optional<Offline> offline(Table table) {
    TableFacts facts = services.sources().facts();
    Optional<TableFacts.Offline> found = facts.offline(table);
    if (found.isEmpty()) {
      return Optional.empty(); // it was dropped meanwhile, or cannot be looked at
    }
    boolean files = facts.hasFiles(table);
    SoftLinks links = found.get().links();
    return files || !links.isEmpty()
        ? Optional.of(new Offline(files ? found.get().directory() : "", links))
        : Optional.empty();
  }

  @Override
  public void replace(Guard guard, Table table, Offline wanted, Requester requester) {
    SoftLinks links = wanted.links();
    if (!links.isEmpty()) {
      guard.requireOnServer(Privilege.FILE);
      links = checked(table, links);
    }
    boolean keepsFiles = !wanted.path().isEmpty();
    if (keepsFiles && !wanted.path().equals(directory(table))) {
      throw ErrorCode.BAD_OPTION.with(
          "path is '"
              + wanted.path()
              + "', must be that of the table's own files, as ShowTable tells it, or empty. Files"
              + " elsewhere belong into symbolic_paths.");
    }
    services.rowlessCommits().link(table, new LinkChange.Replace(links, keepsFiles), requester);
  }

  private String directory(Table table) {
    return services
        .sources()
        .facts()
        .offline(table)
        .map(TableFacts.Offline::directory)
        .orElseThrow(() -> gone(table));
  }

  private static PlimsollException gone(Table table) {
    return ErrorCode.UNKNOWN_TABLE.with(
        table.name(), " It was dropped, or its metadata cannot be read.");
  }

  /** Absolute, each once. Files that are not there, must not be read, or cannot be are refused. */
  private SoftLinks checked(Table table, SoftLinks written) {
    List<String> paths = written.paths().stream().map(ServerFiles::absolute).distinct().toList();
    SoftLinks links = new SoftLinks(written.format(), written.options(), paths);
    ServerFiles files = new ServerFiles(services);
    paths.forEach(path -> services.linkScans().check(table, links, files.matching(path)));
    return links;
  }
}
