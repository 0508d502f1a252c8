package plimsoll.server.http;

import java.util.Optional;
import plimsoll.load.Requester;
import plimsoll.model.Table;
import plimsoll.server.auth.Guard;

/** Tables that show nothing offline. */
final class NoOffline implements OfflineDesk {
  @Override
  public Optional<Offline> offline(Table table) {
    return Optional.empty();
  }

  @Override
  public void replace(Guard guard, Table table, Offline wanted, Requester requester) {
    throw new UnsupportedOperationException("these tests change no table");
  }
}
