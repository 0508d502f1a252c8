package plimsoll.sql.parse;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.antlr.v4.runtime.Token;

/** Statements of StarRocks, OpenMLDB and MySQL that are known by name and refused by name. */
final class NotYet {
  private static final int LONGEST = 3;

  /** Leading words; a statement that begins with them is refused. */
  static final List<String> PHRASES =
      List.of(
          "ADMIN",
          "ALTER CATALOG",
          "ALTER DATABASE",
          "ALTER LOAD",
          "ALTER MATERIALIZED VIEW",
          "ALTER PIPE",
          "ALTER RESOURCE",
          "ALTER ROLE",
          "ALTER ROUTINE LOAD",
          "ALTER STORAGE VOLUME",
          "ALTER SYSTEM",
          "ALTER VIEW",
          "ANALYZE",
          "BACKUP",
          "CALL",
          "CANCEL ALTER",
          "CANCEL BACKUP",
          "CANCEL EXPORT",
          "CANCEL RESTORE",
          "CREATE ANALYZE",
          "CREATE CATALOG",
          "CREATE EXTERNAL",
          "CREATE FILE",
          "CREATE FUNCTION",
          "CREATE INDEX",
          "CREATE MATERIALIZED VIEW",
          "CREATE PIPE",
          "CREATE REPOSITORY",
          "CREATE RESOURCE",
          "CREATE ROUTINE LOAD",
          "CREATE STORAGE VOLUME",
          "CREATE TEMPORARY",
          "CREATE VIEW",
          "DEALLOCATE",
          "DEPLOY",
          "DO",
          "DROP CATALOG",
          "DROP FUNCTION",
          "DROP INDEX",
          "DROP MATERIALIZED VIEW",
          "DROP PIPE",
          "DROP REPOSITORY",
          "DROP RESOURCE",
          "DROP STORAGE VOLUME",
          "DROP TASK",
          "DROP VIEW",
          "EXECUTE",
          "EXPLAIN ANALYZE",
          "EXPLAIN COSTS",
          "EXPLAIN LOGICAL",
          "EXPLAIN VERBOSE",
          "EXPORT",
          "INSERT INTO FILES",
          "LOAD LABEL",
          "LOCK",
          "MERGE",
          "OPTIMIZE",
          "PAUSE",
          "PREPARE",
          "RECOVER",
          "REFRESH",
          "RENAME",
          "REPLACE",
          "RESTORE",
          "RESUME",
          "SET DEFAULT",
          "SET PROPERTY",
          "SET ROLE",
          "SHOW ALTER",
          "SHOW ANALYZE",
          "SHOW AUTHENTICATION",
          "SHOW BACKENDS",
          "SHOW BACKUP",
          "SHOW BROKER",
          "SHOW CATALOGS",
          "SHOW COMPUTE NODES",
          "SHOW CREATE DATABASE",
          "SHOW CREATE MATERIALIZED VIEW",
          "SHOW CREATE VIEW",
          "SHOW DATA",
          "SHOW DELETE",
          "SHOW EXPORT",
          "SHOW FRONTENDS",
          "SHOW FUNCTIONS",
          "SHOW LOAD WARNINGS",
          "SHOW MATERIALIZED VIEWS",
          "SHOW PIPES",
          "SHOW PROC",
          "SHOW PROFILELIST",
          "SHOW PROPERTY",
          "SHOW REPOSITORIES",
          "SHOW RESOURCES",
          "SHOW RESTORE",
          "SHOW ROUTINE LOAD",
          "SHOW SNAPSHOT",
          "SHOW STREAM LOAD",
          "SHOW TABLET",
          "SHOW TRANSACTION",
          "SHOW VIEWS",
          "START SLAVE",
          "STOP ROUTINE",
          "SUBMIT",
          "SUSPEND",
          "SYNC",
          "UNINSTALL",
          "UNLOCK",
          "UPDATE");

  private NotYet() {}

  /** The words that such statements begin with. */
  static Stream<String> firstWords() {
    return PHRASES.stream().map(phrase -> phrase.split(" ", 2)[0]).distinct();
  }

  /** The phrase that a statement begins with, if it is one of ours. */
  static Optional<String> match(List<Token> statement) {
    List<String> words = new ArrayList<>();
    Optional<String> found = Optional.empty();
    for (Token token : statement.subList(0, Math.min(LONGEST, statement.size()))) {
      words.add(token.getText().toUpperCase(Locale.ROOT));
      String phrase = String.join(" ", words);
      if (PHRASES.contains(phrase)) {
        found = Optional.of(phrase);
      }
    }
    return found;
  }
}
