package plimsoll.testkit;

import plimsoll.access.Accounts;

class ModelAccountsTest extends AccountsContract {
  private final ModelAccounts accounts = new ModelAccounts();

  @Override
  protected Accounts accounts() {
    return accounts;
  }

  @Override
  protected Accounts reopened() {
    return accounts;
  }
}
