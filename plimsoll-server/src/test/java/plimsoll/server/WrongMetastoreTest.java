package plimsoll.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import plimsoll.access.Account;
import plimsoll.access.UserName;
import plimsoll.access.Verifiers;
import plimsoll.config.Settings;
import plimsoll.error.ErrorCode;
import plimsoll.error.PlimsollException;
import plimsoll.model.Column;
import plimsoll.model.DataType;
import plimsoll.model.Schema;
import plimsoll.model.Table;
import plimsoll.model.TableName;
import plimsoll.testkit.postgres.PostgresServer;

/** A data directory is opened with the metastore it belongs to, or not at all. */
class WrongMetastoreTest {
  private static PostgresServer postgres;

  @TempDir Path directory;

  @BeforeAll
  static void startPostgres() {
    postgres = PostgresServer.start();
  }

  @AfterAll
  static void stopPostgres() {
    postgres.close();
  }

  private static Settings elsewhere(String url) {
    return Settings.of(Map.of("metastore_url", url, "metastore_user", postgres.user()));
  }

  private void use(Settings settings) {
    try (Plimsoll plimsoll = Plimsoll.open(directory, settings)) {
      plimsoll.metastore().createDatabase("demo", Map.of());
    }
  }

  private AbstractThrowableAssert<?, ?> assertRefused(Settings settings) {
    return assertThatThrownBy(() -> Plimsoll.open(directory, settings))
        .isInstanceOfSatisfying(
            PlimsollException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.OTHER_METASTORE))
        .hasMessageContaining(directory.toString());
  }

  @Test
  void commandWithoutSettingsMakesNoSecondMetastoreBesidePostgres() {
    String url = postgres.newDatabase();
    use(elsewhere(url));
    assertRefused(Settings.defaults())
        .hasMessageContaining(url)
        .hasMessageContaining("Start the server with that metastore_url")
        .hasMessageContaining("--config FILE");
    assertThat(directory.resolve("metastore.db")).doesNotExist();
    try (Plimsoll plimsoll = Plimsoll.open(directory, elsewhere(url))) {
      assertThat(plimsoll.metastore().databases()).containsExactly("demo");
    }
  }

  @Test
  void anotherDatabaseIsRefusedAndWhereToWriteTheSameOnesNewAddressIsTold() {
    String url = postgres.newDatabase();
    String other = postgres.newDatabase();
    use(elsewhere(url));
    assertRefused(elsewhere(other))
        .hasMessageContaining(url)
        .hasMessageContaining(other)
        .hasMessageContaining("metastore.properties");
  }

  @Test
  void directoryWithRowsInItsOwnMetastoreIsRefusedToPostgres() {
    use(Settings.defaults());
    assertRefused(elsewhere(postgres.newDatabase()))
        .hasMessageContaining("metastore.db")
        .hasMessageContaining("metastore_url");
    assertThat(directory.resolve("metastore.properties")).doesNotExist();
  }

  @Test
  void metastoreThatWasOnlyMadeIsNoReasonToRefuse() {
    Plimsoll.open(directory, Settings.defaults()).close();
    use(elsewhere(postgres.newDatabase()));
    assertThat(directory.resolve("metastore.properties")).exists();
  }

  @Test
  void noteTellsTheDatabaseAndNoSecrets() throws IOException {
    String url = postgres.newDatabase();
    Settings settings =
        Settings.of(Map.of("metastore_url", url + "?user=" + postgres.user() + "&password=secret"));
    use(settings);
    assertThat(Files.readString(directory.resolve("metastore.properties")))
        .contains("metastore_url=" + url + "\n")
        .doesNotContain("secret");
    Plimsoll.open(directory, elsewhere(url)).close(); // the same one, said otherwise
  }

  @Test
  void addressThatCannotBeEnteredDoesNotBindTheDirectory() {
    assertThatThrownBy(
            () -> use(elsewhere("jdbc:postgresql://127.0.0.1:" + postgres.port() + "/none")))
        .isInstanceOf(PlimsollException.class);
    use(elsewhere(postgres.newDatabase()));
  }

  @Test
  void metastoreOfAnotherDirectorysTablesDoesNotBindThisOne(@TempDir Path other) {
    String url = postgres.newDatabase();
    try (Plimsoll plimsoll = Plimsoll.open(other, elsewhere(url))) {
      plimsoll.metastore().createDatabase("demo", Map.of());
      Schema schema = new Schema(List.of(Column.of(1, "a", DataType.Scalar.INT)));
      plimsoll.tables().create(Table.of(UUID.randomUUID(), new TableName("demo", "t"), schema));
    }
    assertThatThrownBy(() -> Plimsoll.open(directory, elsewhere(url)))
        .isInstanceOfSatisfying(
            PlimsollException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.DATA_DIRECTORY_MOVED));
    use(elsewhere(postgres.newDatabase()));
  }

  @Test
  void usersAloneAreWorkThatWouldBeMissed() {
    try (Plimsoll plimsoll = Plimsoll.open(directory, Settings.defaults())) {
      Verifiers verifiers = Verifiers.of("secret", Verifiers.Plugin.CACHING_SHA2_PASSWORD);
      plimsoll.metastore().accounts().alter(new Account(UserName.ROOT, verifiers));
    }
    assertRefused(elsewhere(postgres.newDatabase())).hasMessageContaining("metastore.db");
  }

  @Test
  void passwordFileThatIsNoTextIsTold() throws IOException {
    Path file = Files.write(directory.resolve("password"), new byte[] {'p', (byte) 0xE4, '\n'});
    Settings settings =
        Settings.of(
            Map.of(
                "metastore_url", postgres.newDatabase(),
                "metastore_password_file", file.toString()));
    assertThatThrownBy(() -> use(settings))
        .isInstanceOf(PlimsollException.class)
        .hasMessageContaining("password")
        .hasMessageContaining("not text in UTF-8");
  }

  @Test
  void noteThatNamesNothingIsAnError() throws IOException {
    Files.writeString(directory.resolve("metastore.properties"), "metastore_url=\n");
    assertThatThrownBy(() -> use(Settings.defaults()))
        .isInstanceOf(PlimsollException.class)
        .hasMessageContaining("metastore.properties");
  }
}
