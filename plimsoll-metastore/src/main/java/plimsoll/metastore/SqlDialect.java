package plimsoll.metastore;

import java.sql.Connection;
import java.sql.SQLException;
import plimsoll.error.PlimsollException;

/**
 * What differs between the databases that can hold a metastore. All other SQL here is the common
 * part of SQLite and PostgreSQL.
 */
interface SqlDialect {
  /** What the database is called in messages. */
  String databaseName();

  /** Begins a transaction that will write; waits for another writer where there can be one only. */
  void beginWriting(Connection connection) throws SQLException;

  /** Begins a transaction that sees one state of the database throughout. */
  void beginReading(Connection connection) throws SQLException;

  /** Ends a transaction for good. A failure leaves open whether it happened. */
  void commit(Connection connection) throws SQLException;

  /** Undoes a transaction, also one whose COMMIT failed. */
  void rollback(Connection connection) throws SQLException;

  /** What is known of a transaction whose COMMIT failed so. */
  FailedCommit failedCommit(SQLException failure);

  /** The failure in words for an operator. */
  PlimsollException explain(SQLException failure);
}
