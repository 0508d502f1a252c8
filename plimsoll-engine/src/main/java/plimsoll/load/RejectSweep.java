package plimsoll.load;

import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import plimsoll.commit.Epoch;
import plimsoll.commit.Metastore;
import plimsoll.commit.Recovery;
import plimsoll.storage.FileStatus;
import plimsoll.storage.Storage;

/** Removes the rejected rows of loads that died before their record was stored. */
public final class RejectSweep implements Recovery.Leftovers {
  private static final Logger LOG = LoggerFactory.getLogger(RejectSweep.class);

  private final Metastore metastore;
  private final Loads.RejectPlace place;

  /** Looks there for files that no load in that metastore names. */
  public RejectSweep(Metastore metastore, Loads.RejectPlace place) {
    this.metastore = metastore;
    this.place = place;
  }

  @Override
  public void sweep(Set<Long> deadEpochs) throws IOException {
    Storage storage = place.storage();
    int removed = 0;
    for (FileStatus file : storage.list(place.directory())) {
      if (isOrphan(file.path(), deadEpochs)) {
        storage.delete(file.path());
        removed++;
      }
    }
    if (removed > 0) {
      storage.syncDirectory(place.directory());
      LOG.info("Removed {} files of rejected rows whose loads never ended", removed);
    }
  }

  private boolean isOrphan(String path, Set<Long> deadEpochs) {
    Optional<String> name = RejectFile.name(path);
    if (name.isEmpty()) {
      return false; // not ours
    }
    long id = RejectFile.loadId(name.get());
    return deadEpochs.contains(Epoch.ofLoad(id))
        && metastore.load(id).filter(load -> name.get().equals(load.errorLog())).isEmpty();
  }
}
