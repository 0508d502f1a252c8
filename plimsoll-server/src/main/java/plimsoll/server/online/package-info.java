/**
 * Reading rows by key and time: for queries ({@link plimsoll.server.online.OnlineScans}), and
 * straight for those who name a key ({@link plimsoll.server.online.PointReads}).
 */
@org.jspecify.annotations.NullMarked
package plimsoll.server.online;
