package plimsoll.sql.tree;

import java.util.List;
import java.util.Optional;
import plimsoll.access.Privilege;
import plimsoll.access.UserName;

/** A statement about users, roles and rights. The set of kinds is closed. */
public sealed interface AccessStatement extends Statement {
  @Override
  default <R> R accept(Statement.Visitor<R> visitor) {
    return visitor.access(this);
  }

  /** Calls the visitor's method for this kind. */
  <R> R accept(Visitor<R> visitor);

  /** One method for each kind. */
  interface Visitor<R> {
    /** For {@link CreateUser}. */
    R createUser(CreateUser statement);

    /** For {@link AlterUser}. */
    R alterUser(AlterUser statement);

    /** For {@link DropUser}. */
    R dropUser(DropUser statement);

    /** For {@link CreateRole}. */
    R createRole(CreateRole statement);

    /** For {@link DropRole}. */
    R dropRole(DropRole statement);

    /** For {@link GrantPrivileges}. */
    R grantPrivileges(GrantPrivileges statement);

    /** For {@link GrantRoles}. */
    R grantRoles(GrantRoles statement);

    /** For {@link ShowGrants}. */
    R showGrants(ShowGrants statement);

    /** For {@link ShowUsers}. */
    R showUsers(ShowUsers statement);
  }

  /**
   * How a user proves to be itself, as written. Says nothing of it as text.
   *
   * @param plugin name after WITH
   * @param text the password, or what a plugin keeps of one; empty for no password
   * @param hashed whether it is the latter
   */
  record Credential(Optional<String> plugin, String text, boolean hashed) {
    /** No password. */
    public static final Credential NONE = new Credential(Optional.empty(), "", false);

    @Override
    public String toString() {
      return "Credential[***]";
    }
  }

  /**
   * Who is meant.
   *
   * @param user a user; empty, with {@code role} empty too, for the one who asks
   * @param role a role
   */
  record Grantee(Optional<UserName> user, Optional<String> role) {}

  /**
   * {@code CREATE USER [IF NOT EXISTS] user [IDENTIFIED ...] [DEFAULT ROLE role, ...]}.
   *
   * @param at where the statement starts
   * @param user the new user
   * @param ifNotExists whether an old one is fine
   * @param credential its password
   * @param roles roles it gets
   */
  record CreateUser(
      Position at, UserName user, boolean ifNotExists, Credential credential, List<String> roles)
      implements AccessStatement {
    /** Copies the list. */
    public CreateUser {
      roles = List.copyOf(roles);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.createUser(this);
    }
  }

  /**
   * {@code ALTER USER [IF EXISTS] user IDENTIFIED ...}, {@code SET PASSWORD [FOR user] = '...'}.
   *
   * @param at where the statement starts
   * @param user whose password; empty for the one who asks
   * @param ifExists whether none is fine
   * @param credential the new password
   */
  record AlterUser(Position at, Optional<UserName> user, boolean ifExists, Credential credential)
      implements AccessStatement {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.alterUser(this);
    }
  }

  /**
   * {@code DROP USER [IF EXISTS] user, ...}.
   *
   * @param at where the statement starts
   * @param users who
   * @param ifExists whether none is fine
   */
  record DropUser(Position at, List<UserName> users, boolean ifExists) implements AccessStatement {
    /** Copies the list. */
    public DropUser {
      users = List.copyOf(users);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.dropUser(this);
    }
  }

  /**
   * {@code CREATE ROLE [IF NOT EXISTS] role, ...}.
   *
   * @param at where the statement starts
   * @param roles names
   * @param ifNotExists whether old ones are fine
   */
  record CreateRole(Position at, List<String> roles, boolean ifNotExists)
      implements AccessStatement {
    /** Copies the list. */
    public CreateRole {
      roles = List.copyOf(roles);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.createRole(this);
    }
  }

  /**
   * {@code DROP ROLE [IF EXISTS] role, ...}.
   *
   * @param at where the statement starts
   * @param roles names
   * @param ifExists whether none is fine
   */
  record DropRole(Position at, List<String> roles, boolean ifExists) implements AccessStatement {
    /** Copies the list. */
    public DropRole {
      roles = List.copyOf(roles);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.dropRole(this);
    }
  }

  /**
   * {@code GRANT privilege, ... ON scope TO holder}, {@code REVOKE ... FROM holder}.
   *
   * @param at where the statement starts
   * @param revoke whether they are taken back
   * @param privileges which; all that fit the scope if empty
   * @param database {@code *} or a database; empty for the current one
   * @param table {@code *} or a table
   * @param grantee who
   */
  record GrantPrivileges(
      Position at,
      boolean revoke,
      List<Privilege> privileges,
      Optional<String> database,
      String table,
      Grantee grantee)
      implements AccessStatement {
    /** Stands for all databases, or all tables of one. */
    public static final String ALL = "*";

    /** Copies the list. */
    public GrantPrivileges {
      privileges = List.copyOf(privileges);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.grantPrivileges(this);
    }
  }

  /**
   * {@code GRANT role, ... TO holder}, {@code REVOKE role, ... FROM holder}.
   *
   * @param at where the statement starts
   * @param revoke whether they are taken back
   * @param roles which
   * @param grantee who
   */
  record GrantRoles(Position at, boolean revoke, List<String> roles, Grantee grantee)
      implements AccessStatement {
    /** Copies the list. */
    public GrantRoles {
      roles = List.copyOf(roles);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.grantRoles(this);
    }
  }

  /**
   * {@code SHOW GRANTS [FOR holder]}.
   *
   * @param at where the statement starts
   * @param grantee whose
   */
  record ShowGrants(Position at, Grantee grantee) implements AccessStatement {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.showGrants(this);
    }
  }

  /**
   * {@code SHOW USERS}, {@code SHOW ROLES}.
   *
   * @param at where the statement starts
   * @param roles roles rather than users
   */
  record ShowUsers(Position at, boolean roles) implements AccessStatement {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.showUsers(this);
    }
  }
}
