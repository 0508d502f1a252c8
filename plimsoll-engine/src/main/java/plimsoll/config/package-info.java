/**
 * Settings, each declared once with type, default, range and meaning. Start at {@link
 * plimsoll.config.Settings}.
 */
@NullMarked
package plimsoll.config;

import org.jspecify.annotations.NullMarked;
