package plimsoll.server.session;

import plimsoll.config.Settings;

/**
 * Values that variables of new sessions begin with: those of the settings, and what SET GLOBAL gave
 * since the process began. Safe for many threads.
 */
public final class GlobalVariables {
  private final SessionVariables values;

  /** As the settings have them. */
  public GlobalVariables(Settings settings) {
    values = new SessionVariables(settings);
  }

  /** Changes one. UNKNOWN_SETTING, BAD_SETTING. */
  synchronized void set(String name, String value) {
    values.set(name, value);
  }

  /** The variables of a session that begins now. */
  synchronized SessionVariables begin() {
    return new SessionVariables(values.all());
  }
}
