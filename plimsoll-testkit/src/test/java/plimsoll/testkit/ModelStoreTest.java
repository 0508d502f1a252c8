package plimsoll.testkit;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import plimsoll.model.Table;
import plimsoll.pipeline.write.Store;

/** The model keeps the contract of a store, so that tests of the engine mean something. */
class ModelStoreTest extends StoreContract {
  private final ModelStore store = new ModelStore();

  @Override
  protected Store newStore() {
    return store;
  }

  @Override
  protected List<String> rows(Table shown, String location) {
    return store.rows(location);
  }

  @Override
  protected Set<String> files() {
    Set<String> files = new TreeSet<>(store.files());
    files.addAll(store.metadata());
    return files;
  }
}
