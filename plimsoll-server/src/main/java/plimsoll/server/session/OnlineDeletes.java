package plimsoll.server.session;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import plimsoll.access.Privilege;
import plimsoll.error.ErrorCode;
import plimsoll.model.Column;
import plimsoll.model.LoadRecord;
import plimsoll.model.Schema;
import plimsoll.model.Table;
import plimsoll.model.TableName;
import plimsoll.online.OnlineDeletion;
import plimsoll.online.key.IndexKey;
import plimsoll.online.table.OnlineIndex;
import plimsoll.online.table.OnlineTable;
import plimsoll.server.online.KeyConstants;
import plimsoll.sql.query.ColumnTerm;
import plimsoll.sql.query.ColumnTerm.Comparison;
import plimsoll.sql.query.QueryCatalog;
import plimsoll.sql.query.QueryCompiler;
import plimsoll.sql.tree.Delete;

/**
 * DELETE of rows by key and time: those of one key of an index, of a span of its times, or both. It
 * names no other columns, so that it finds its rows without reading all.
 */
final class OnlineDeletes {
  private final SqlServices services;
  private final SessionState session;
  private final Catalog catalog;
  private final SessionAnswers answers;

  OnlineDeletes(
      SqlServices services, SessionState session, Catalog catalog, SessionAnswers answers) {
    this.services = services;
    this.session = session;
    this.catalog = catalog;
    this.answers = answers;
  }

  StatementResult delete(Delete statement) {
    Table table = catalog.table(statement.table(), Privilege.DELETE);
    catalog.guard().require(table.name(), Privilege.SELECT); // how many went tells what was there
    OnlineTable online = OnlineTable.of(table);
    if (!online.expiresAlike()) {
      throw ErrorCode.UNSUPPORTED.with(
          "DELETE online where rows of one index expire before those of another",
          " TRUNCATE TABLE removes all rows of both sides.");
    }
    List<ColumnTerm> terms =
        statement.condition().isEmpty()
            ? List.of()
            : new QueryCompiler(new OneTable(table), answers)
                .compileTerms(
                    new DeleteCondition(statement, table.name()).alone(), session.database());
    OnlineDeletion rows = new Terms(online, terms).deletion();
    LoadRecord done =
        services.rowlessCommits().deleteOnline(table, rows.text(), session.requester(List.of()));
    return new StatementResult.Done(
        done.counts().unselected(), 0, LoadAnswer.of(done).info(), LoadAnswer.waits(done));
  }

  /** What a condition may name. */
  private record OneTable(Table table) implements QueryCatalog {
    @Override
    public boolean databaseExists(String database) {
      return database.equals(table.name().database());
    }

    @Override
    public Optional<Schema> columns(TableName name) {
      return name.equals(table.name()) ? Optional.of(table.schema()) : Optional.empty();
    }

    @Override
    public List<String> databases() {
      return List.of(table.name().database());
    }

    @Override
    public List<String> tables(String database) {
      return List.of(table.name().table());
    }
  }

  /** Terms of a condition, as the key and the times of an index. */
  private final class Terms {
    private final OnlineTable table;
    private final List<ColumnTerm> terms;

    Terms(OnlineTable table, List<ColumnTerm> terms) {
      this.table = table;
      this.terms = terms;
    }

    OnlineDeletion deletion() {
      for (boolean byKey : new boolean[] {true, false}) {
        for (int i = 0; i < table.indexes().size(); i++) {
          OnlineIndex index = table.indexes().get(i);
          List<String> keys = byKey ? names(index.keys()) : List.of();
          if (isAbout(index, keys)) {
            return deletion(i, index, keys);
          }
        }
      }
      throw ErrorCode.REFUSED.with(
          "No index of "
              + table.table().name()
              + " finds these rows. A DELETE online says 'column = constant' for all KEY columns of"
              + " an index, or compares its TS with constants, or both, and no more. Indexes: "
              + table.indexes().stream().map(this::text).collect(Collectors.joining(", "))
              + ".");
    }

    private String text(OnlineIndex index) {
      String key = "KEY=(" + String.join(", ", names(index.keys())) + ")";
      return index.isByArrival() ? key : key + " TS=" + time(index);
    }

    private List<String> names(List<Integer> columns) {
      return columns.stream().map(column -> table.schema().column(column).name()).toList();
    }

    private @Nullable String time(OnlineIndex index) {
      return index.isByArrival() ? null : table.schema().column(index.time()).name();
    }

    /**
     * Whether there is one value for each of those columns, and all other terms are of the time.
     */
    private boolean isAbout(OnlineIndex index, List<String> keys) {
      String time = time(index);
      return keys.stream().allMatch(key -> terms.stream().anyMatch(term -> isKey(term, key)))
          && terms.stream()
              .allMatch(
                  term ->
                      keys.stream().anyMatch(key -> isKey(term, key))
                          || (term.column().equalsIgnoreCase(time)
                              && term.comparison() != Comparison.IS_NULL));
    }

    private boolean isKey(ColumnTerm term, String key) {
      boolean isOneValue =
          term.comparison() == Comparison.EQUAL || term.comparison() == Comparison.IS_NULL;
      return isOneValue && term.column().equalsIgnoreCase(key);
    }

    private OnlineDeletion deletion(int position, OnlineIndex index, List<String> keys) {
      List<@Nullable String> texts = new ArrayList<>();
      for (String key : keys) {
        List<@Nullable String> values =
            terms.stream()
                .filter(term -> isKey(term, key))
                .<@Nullable String>map(ColumnTerm::value)
                .distinct()
                .toList();
        if (values.size() > 1) {
          throw ErrorCode.REFUSED.with(
              "Column '" + key + "' cannot have several values. Delete one key at a time.");
        }
        texts.add(values.get(0));
      }
      IndexKey key = keys.isEmpty() ? null : KeyConstants.key(table.schema(), index, texts);
      Span span = new Span();
      for (ColumnTerm term : terms) {
        if (keys.stream().noneMatch(name -> isKey(term, name))) {
          span.bound(table.schema().column(index.time()), term);
        }
      }
      return new OnlineDeletion(position, key, span.from, span.to, services.onlineScans().now());
    }
  }

  /** Times from one to another, both included; none if they are the wrong way round. */
  private static final class Span {
    private long from = Long.MIN_VALUE;
    private long to = Long.MAX_VALUE;

    void bound(Column column, ColumnTerm term) {
      long time = KeyConstants.time(column, Objects.requireNonNull(term.value()));
      switch (term.comparison()) {
        case EQUAL -> {
          from = Math.max(from, time);
          to = Math.min(to, time);
        }
        case AT_LEAST -> from = Math.max(from, time);
        case AT_MOST -> to = Math.min(to, time);
        case GREATER -> {
          if (time == Long.MAX_VALUE) {
            to = Long.MIN_VALUE;
          } else {
            from = Math.max(from, time + 1);
          }
        }
        case LESS -> {
          if (time == Long.MIN_VALUE) {
            from = Long.MAX_VALUE;
          } else {
            to = Math.min(to, time - 1);
          }
        }
        case IS_NULL -> throw ErrorCode.BROKEN_INVARIANT.with("a time that is NULL");
      }
    }
  }
}
