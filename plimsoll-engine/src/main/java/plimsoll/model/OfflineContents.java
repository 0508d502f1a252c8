package plimsoll.model;

import org.jspecify.annotations.Nullable;
import plimsoll.error.ErrorCode;
import plimsoll.error.PlimsollException;

/**
 * What a table shows offline, and what work makes of it. Source: OpenMLDB's truth table of LOAD
 * DATA modes, but for its two defects: files that a soft overwrite leaves behind, and options of
 * links that are gone.
 *
 * @param files whether it has rows in files of its own
 * @param links files of others whose rows it shows
 */
public record OfflineContents(boolean files, SoftLinks links) {
  private static final OfflineContents NOTHING = new OfflineContents(false, SoftLinks.NONE);

  /**
   * What it shows once the work is done.
   *
   * @throws PlimsollException TABLE_NOT_EMPTY; LINK_MISMATCH where links are read in another way
   *     than links or files that stay, or cannot change
   */
  public OfflineContents after(TableWork work) {
    boolean adds = work.staged().stream().anyMatch(staged -> staged.rows() > 0);
    return after(work.table().name(), work.mode(), work.links(), adds);
  }

  /**
   * As above, for work that is not there yet.
   *
   * @param change what becomes of links; null for work that is about rows
   * @param addsRows whether that brings any
   */
  public OfflineContents after(
      TableName table, TableWork.Mode mode, @Nullable LinkChange change, boolean addsRows) {
    if (mode == TableWork.Mode.APPEND_IF_EMPTY && (files || !links.isEmpty())) {
      throw ErrorCode.TABLE_NOT_EMPTY.with(table);
    }
    OfflineContents stays = mode == TableWork.Mode.REPLACE ? NOTHING : this;
    if (change != null) {
      return stays.linked(change, table);
    }
    if (mode == TableWork.Mode.REWRITE && !stays.links.isEmpty()) {
      throw stays.mismatch(table, "rows of which cannot be deleted");
    }
    if (addsRows && !stays.links.mayStandBesideFiles()) {
      throw stays.mismatch(table, "rows of its own would be parquet without options");
    }
    return new OfflineContents(stays.files || addsRows, stays.links);
  }

  private OfflineContents linked(LinkChange change, TableName table) {
    if (change instanceof LinkChange.Load load) {
      return adding(load.links(), table);
    }
    if (change instanceof LinkChange.Replace replace) {
      return replacing(replace, table);
    }
    LinkChange.Alter alter = (LinkChange.Alter) change;
    for (String path : alter.added()) {
      require(!links.paths().contains(path), table, path, "exists already");
    }
    for (String path : alter.dropped()) {
      require(links.paths().contains(path), table, path, "does not exist");
    }
    SoftLinks added =
        links.isEmpty()
            ? SoftLinks.ofParquet(alter.added())
            : new SoftLinks(links.format(), links.options(), alter.added());
    OfflineContents left = new OfflineContents(files, links.without(alter.dropped()));
    return added.isEmpty() ? left : left.adding(added, table);
  }

  private OfflineContents replacing(LinkChange.Replace change, TableName table) {
    if (files && !change.keepsFiles()) {
      throw ErrorCode.LINK_MISMATCH.with(
          "Table "
              + table
              + " has rows of its own, which would be forgotten. TRUNCATE TABLE removes them; an"
              + " offline_table_info with their path keeps them and changes symbolic_paths alone.");
    }
    OfflineContents own = new OfflineContents(files, SoftLinks.NONE);
    return change.links().isEmpty() ? own : own.adding(change.links(), table);
  }

  private static void require(boolean holds, TableName table, String path, String what) {
    if (!holds) {
      throw ErrorCode.LINK_MISMATCH.with(
          "offline_path '" + path + "' of " + table + " " + what + ".");
    }
  }

  private OfflineContents adding(SoftLinks added, TableName table) {
    if (!links.isEmpty() && !links.areReadLike(added)) {
      throw mismatch(table, "the new ones would be read as " + added.reading());
    }
    if (files && !added.mayStandBesideFiles()) {
      throw ErrorCode.LINK_MISMATCH.with(
          "Table "
              + table
              + " has rows of its own, which are parquet without options: links as "
              + added.reading()
              + " cannot stand beside them. Say mode='overwrite' to have the links alone.");
    }
    return new OfflineContents(files, links.with(added));
  }

  private PlimsollException mismatch(TableName table, String but) {
    return ErrorCode.LINK_MISMATCH.with(
        "Table "
            + table
            + " shows files by soft links, read as "
            + links.reading()
            + ", but "
            + but
            + ". LOAD DATA with mode='overwrite' replaces the links, ALTER TABLE … DROP offline_path"
            + " takes one away.");
  }
}
