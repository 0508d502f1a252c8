package plimsoll.server.crash;

import java.util.List;
import org.jspecify.annotations.Nullable;
import plimsoll.commit.Metastore;
import plimsoll.model.LoadRecord;
import plimsoll.model.PointerChange;
import plimsoll.storage.Storage;
import plimsoll.testkit.crash.ForgetfulStorage;

/** Mistakes that a commit path can make, planted to see that they are found. */
enum Bug {
  NONE,
  DATA_NOT_SYNCED {
    @Override
    Storage in(Storage storage) {
      return ForgetfulStorage.ofFiles(storage, path -> path.endsWith(".parquet"));
    }
  },
  MANIFESTS_NOT_SYNCED {
    @Override
    Storage in(Storage storage) {
      return ForgetfulStorage.ofFiles(storage, path -> path.endsWith(".avro"));
    }
  },
  METADATA_NOT_SYNCED {
    @Override
    Storage in(Storage storage) {
      return ForgetfulStorage.ofFiles(storage, path -> path.endsWith(".metadata.json"));
    }
  },
  DATA_DIRECTORY_NOT_SYNCED {
    @Override
    Storage in(Storage storage) {
      return ForgetfulStorage.ofDirectories(storage, path -> path.endsWith("/data"));
    }
  },
  METADATA_DIRECTORY_NOT_SYNCED {
    @Override
    Storage in(Storage storage) {
      return ForgetfulStorage.ofDirectories(storage, path -> path.endsWith("/metadata"));
    }
  },
  LABEL_BEFORE_POINTER {
    @Override
    Metastore in(Metastore metastore) {
      return commitsAs(
          metastore,
          (pointers, loads) -> {
            metastore.commit(List.of(), loads);
            metastore.commit(pointers, List.of());
          });
    }
  },
  POINTER_BEFORE_LABEL {
    @Override
    Metastore in(Metastore metastore) {
      return commitsAs(
          metastore,
          (pointers, loads) -> {
            metastore.commit(pointers, List.of());
            metastore.commit(List.of(), loads);
          });
    }
  },
  TOUCH_NOT_NOTED {
    @Override
    Metastore in(Metastore metastore) {
      return answers(metastore, "touch", null);
    }
  },
  NOTHING_SWEPT {
    @Override
    Metastore afterwards(Metastore metastore) {
      return answers(metastore, "touchedBefore", List.of());
    }
  };

  Storage in(Storage storage) {
    return storage;
  }

  /** What the life before the crash sees. */
  Metastore in(Metastore metastore) {
    return metastore;
  }

  /** What the next life sees. */
  Metastore afterwards(Metastore metastore) {
    return metastore;
  }

  private interface Commit {
    void run(List<PointerChange> pointers, List<LoadRecord> loads);
  }

  /** A metastore that does not do one thing, but answers. */
  private static Metastore answers(Metastore metastore, String call, @Nullable Object answer) {
    return MetastoreView.of(
        metastore,
        (method, arguments) ->
            method.getName().equals(call) ? answer : method.invoke(metastore, arguments));
  }

  @SuppressWarnings("unchecked") // the arguments of Metastore.commit
  private static Metastore commitsAs(Metastore metastore, Commit commit) {
    return MetastoreView.of(
        metastore,
        (method, arguments) -> {
          if (!method.getName().equals("commit")) {
            return method.invoke(metastore, arguments);
          }
          commit.run((List<PointerChange>) arguments[0], (List<LoadRecord>) arguments[1]);
          return null;
        });
  }
}
