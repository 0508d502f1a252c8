package plimsoll.server.crash;

import java.util.concurrent.CountDownLatch;
import plimsoll.commit.Metastore;

/** Holds up one commit, so that the loads that become ready meanwhile form the next group. */
final class CommitGate {
  private volatile CountDownLatch reached = new CountDownLatch(0);
  private volatile CountDownLatch opened = new CountDownLatch(0);

  /** That metastore behind this gate, which is open. */
  Metastore before(Metastore metastore) {
    return MetastoreView.of(
        metastore,
        (method, arguments) -> {
          if (method.getName().equals("commit")) {
            pass();
          }
          return method.invoke(metastore, arguments);
        });
  }

  private void pass() {
    reached.countDown();
    try {
      opened.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The next commit waits here. */
  void close() {
    reached = new CountDownLatch(1);
    opened = new CountDownLatch(1);
  }

  /** Returns when a commit waits. */
  void awaitCommit() throws InterruptedException {
    reached.await();
  }

  void open() {
    opened.countDown();
  }
}
