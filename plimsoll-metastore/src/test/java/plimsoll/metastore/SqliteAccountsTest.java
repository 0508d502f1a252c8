package plimsoll.metastore;

import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import plimsoll.access.Accounts;
import plimsoll.commit.Metastore;
import plimsoll.testkit.AccountsContract;

@SuppressWarnings("NullAway.Init") // JUnit fills the field before each test
class SqliteAccountsTest extends AccountsContract {
  @TempDir private Path directory;
  private Metastore metastore;

  @BeforeEach
  void open() {
    metastore = Metastores.sqlite(directory.resolve("metastore.db"), Clock.systemUTC());
  }

  @AfterEach
  void close() {
    metastore.close();
  }

  @Override
  protected Accounts accounts() {
    return metastore.accounts();
  }

  @Override
  protected Accounts reopened() {
    close();
    open();
    return accounts();
  }
}
