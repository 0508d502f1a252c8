package plimsoll.sql.parse;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.antlr.v4.runtime.ParserRuleContext;
import org.jspecify.annotations.Nullable;
import plimsoll.access.Privilege;
import plimsoll.access.UserName;
import plimsoll.error.Nearest;
import plimsoll.error.PlimsollException;
import plimsoll.sql.grammar.PlimsollSqlParser;
import plimsoll.sql.grammar.PlimsollSqlParser.CredentialContext;
import plimsoll.sql.grammar.PlimsollSqlParser.GrantScopeContext;
import plimsoll.sql.grammar.PlimsollSqlParser.GrantedContext;
import plimsoll.sql.grammar.PlimsollSqlParser.HolderContext;
import plimsoll.sql.grammar.PlimsollSqlParser.UserNameContext;
import plimsoll.sql.grammar.PlimsollSqlParser.WordContext;
import plimsoll.sql.tree.AccessStatement;
import plimsoll.sql.tree.AccessStatement.Credential;
import plimsoll.sql.tree.AccessStatement.GrantPrivileges;
import plimsoll.sql.tree.AccessStatement.GrantRoles;
import plimsoll.sql.tree.AccessStatement.Grantee;

/** Statements about users, roles and rights, from ANTLR's tree. */
final class AccessBuilder {
  private static final String CURRENT_USER = "CURRENT_USER";
  private static final String SYSTEM = "SYSTEM";
  private static final String NATIVE = "mysql_native_password";

  private final StatementBuilder parts;

  AccessBuilder(StatementBuilder parts) {
    this.parts = parts;
  }

  AccessStatement createUser(PlimsollSqlParser.CreateUserContext tree) {
    Credential credential =
        tree.credential() == null ? Credential.NONE : credential(tree.credential());
    return new AccessStatement.CreateUser(
        parts.at(tree),
        user(tree.userName()),
        tree.ifNotExists() != null,
        credential,
        words(tree.word()));
  }

  AccessStatement alterUser(PlimsollSqlParser.AlterUserContext tree) {
    return new AccessStatement.AlterUser(
        parts.at(tree),
        optionalUser(tree.userName()),
        tree.ifExists() != null,
        credential(tree.credential()));
  }

  AccessStatement setPassword(PlimsollSqlParser.SetPasswordContext tree) {
    String password = parts.string(tree.newPassword().string());
    return new AccessStatement.AlterUser(
        parts.at(tree),
        tree.userName() == null ? Optional.empty() : optionalUser(tree.userName()),
        false,
        new Credential(Optional.empty(), password, false));
  }

  AccessStatement dropUser(PlimsollSqlParser.DropUserContext tree) {
    List<UserName> users = tree.userName().stream().map(this::user).toList();
    return new AccessStatement.DropUser(parts.at(tree), users, tree.ifExists() != null);
  }

  AccessStatement createRole(PlimsollSqlParser.CreateRoleContext tree) {
    return new AccessStatement.CreateRole(
        parts.at(tree), words(tree.word()), tree.ifNotExists() != null);
  }

  AccessStatement dropRole(PlimsollSqlParser.DropRoleContext tree) {
    return new AccessStatement.DropRole(
        parts.at(tree), words(tree.word()), tree.ifExists() != null);
  }

  AccessStatement grant(PlimsollSqlParser.GrantContext tree) {
    return granted(tree, false, tree.granted(), tree.grantScope(), tree.holder());
  }

  AccessStatement revoke(PlimsollSqlParser.RevokeContext tree) {
    return granted(tree, true, tree.granted(), tree.grantScope(), tree.holder());
  }

  private AccessStatement granted(
      ParserRuleContext tree,
      boolean revoke,
      List<GrantedContext> granted,
      @Nullable GrantScopeContext scope,
      HolderContext holder) {
    if (scope == null) {
      List<String> roles = granted.stream().map(this::role).toList();
      return new GrantRoles(parts.at(tree), revoke, roles, grantee(holder));
    }
    List<Privilege> privileges = new ArrayList<>();
    granted.forEach(each -> privilege(each).ifPresent(privileges::add));
    List<String> names = names(scope);
    return new GrantPrivileges(
        parts.at(tree),
        revoke,
        privileges,
        names.size() == 1 ? Optional.empty() : Optional.of(names.get(0)),
        names.get(names.size() - 1),
        grantee(holder));
  }

  private String role(GrantedContext tree) {
    if (tree.grantedWord().size() != 1 || tree.grantedWord(0).word() == null) {
      throw parts.syntax(
          parts.at(tree), "A privilege needs ON and what it is about; a role is one name.");
    }
    return word(tree.grantedWord(0).word());
  }

  /** Empty for ALL. StarRocks names what is created or dropped; here the scope says that. */
  private Optional<Privilege> privilege(GrantedContext tree) {
    String text =
        tree.grantedWord().stream()
            .map(ParserRuleContext::getText)
            .collect(Collectors.joining(" "))
            .toUpperCase(java.util.Locale.ROOT);
    if (text.equals("ALL") || text.equals("ALL PRIVILEGES")) {
      return Optional.empty();
    }
    String bare = text.replaceFirst("^(CREATE) (TABLE|DATABASE)$", "$1");
    Optional<Privilege> privilege = Privilege.named(bare);
    if (privilege.isEmpty()) {
      throw unknown(tree, text);
    }
    return privilege;
  }

  private PlimsollException unknown(GrantedContext tree, String text) {
    List<String> known = Arrays.stream(Privilege.values()).map(Privilege::name).toList();
    String listed = String.join(", ", known);
    return parts.syntax(
        parts.at(tree),
        "'"
            + text
            + "' is no privilege."
            + Nearest.hint(text, known)
            + " Privileges: ALL, "
            + listed
            + ".");
  }

  /** Database and table, or a table only; {@code *} for all. */
  private List<String> names(GrantScopeContext scope) {
    String all = GrantPrivileges.ALL;
    if (scope instanceof PlimsollSqlParser.OnAllTablesContext tables) {
      return List.of(tables.name() == null ? all : parts.name(tables.name()).text(), all);
    }
    if (scope instanceof PlimsollSqlParser.OnDatabaseContext database) {
      return List.of(database.name() == null ? all : parts.name(database.name()).text(), all);
    }
    List<String> names =
        ((PlimsollSqlParser.OnNameContext) scope)
            .grantName().stream()
                .map(name -> name.name() == null ? all : parts.name(name.name()).text())
                .toList();
    return names.size() == 1 && scope.getText().equalsIgnoreCase(SYSTEM)
        ? List.of(all, all)
        : names;
  }

  AccessStatement showGrants(PlimsollSqlParser.ShowGrantsContext tree) {
    Grantee grantee =
        tree.holder() == null
            ? new Grantee(Optional.empty(), Optional.empty())
            : grantee(tree.holder());
    return new AccessStatement.ShowGrants(parts.at(tree), grantee);
  }

  AccessStatement showUsers(PlimsollSqlParser.ShowUsersContext tree) {
    return new AccessStatement.ShowUsers(parts.at(tree), tree.ROLES() != null);
  }

  private Grantee grantee(HolderContext tree) {
    return tree.word() != null
        ? new Grantee(Optional.empty(), Optional.of(word(tree.word())))
        : new Grantee(optionalUser(tree.userName()), Optional.empty());
  }

  private Credential credential(CredentialContext tree) {
    Optional<String> plugin = Optional.ofNullable(tree.word()).map(this::word);
    String text = tree.string() == null ? "" : parts.string(tree.string());
    boolean hashed = tree.AS() != null || tree.PASSWORD() != null;
    return new Credential(hashed && plugin.isEmpty() ? Optional.of(NATIVE) : plugin, text, hashed);
  }

  /** Empty for CURRENT_USER. */
  private Optional<UserName> optionalUser(UserNameContext tree) {
    boolean current =
        tree.word().size() == 1 && tree.word(0).getText().equalsIgnoreCase(CURRENT_USER);
    return current ? Optional.empty() : Optional.of(user(tree));
  }

  private UserName user(UserNameContext tree) {
    String host = tree.word().size() == 1 ? UserName.ANYWHERE : word(tree.word(1));
    try {
      return new UserName(word(tree.word(0)), host);
    } catch (PlimsollException e) {
      throw e.at(parts.at(tree).toString());
    }
  }

  private List<String> words(List<WordContext> trees) {
    return trees.stream().map(this::word).toList();
  }

  private String word(WordContext tree) {
    return tree.string() != null ? parts.string(tree.string()) : parts.name(tree.name()).text();
  }
}
