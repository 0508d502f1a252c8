package plimsoll.convert;

import java.time.Instant;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;

/** Instants to local times of a zone; remembers between which changes of the clock it was last. */
public final class ZoneShift {
  private static final long MICROS = 1_000_000L;

  private final ZoneRules rules;
  private long from = Long.MAX_VALUE;
  private long until = Long.MIN_VALUE;
  private long shift;

  /** To times of that zone. */
  public ZoneShift(ZoneId zone) {
    rules = zone.getRules();
  }

  /** Local microseconds since 1970-01-01 00:00:00 of microseconds since that instant in UTC. */
  public long local(long micros) {
    if (micros < from || micros >= until) {
      find(micros);
    }
    return micros + shift;
  }

  private void find(long micros) {
    Instant instant = Instant.ofEpochSecond(Math.floorDiv(micros, MICROS));
    ZoneOffsetTransition before = rules.previousTransition(instant.plusSeconds(1));
    ZoneOffsetTransition after = rules.nextTransition(instant);
    from = before == null ? Long.MIN_VALUE : before.toEpochSecond() * MICROS;
    until = after == null ? Long.MAX_VALUE : after.toEpochSecond() * MICROS;
    shift = rules.getOffset(instant).getTotalSeconds() * MICROS;
  }
}
