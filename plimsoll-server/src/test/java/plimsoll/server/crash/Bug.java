package plimsoll.server.crash;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;
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
  };

  Storage in(Storage storage) {
    return storage;
  }

  Metastore in(Metastore metastore) {
    return metastore;
  }

  private interface Commit {
    void run(List<PointerChange> pointers, List<LoadRecord> loads);
  }

  @SuppressWarnings("unchecked") // the arguments of Metastore.commit
  private static Metastore commitsAs(Metastore metastore, Commit commit) {
    return (Metastore)
        Proxy.newProxyInstance(
            Metastore.class.getClassLoader(),
            new Class<?>[] {Metastore.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("commit")) {
                commit.run((List<PointerChange>) arguments[0], (List<LoadRecord>) arguments[1]);
                return null;
              }
              try {
                return method.invoke(metastore, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }
}
