package plimsoll.cli.client;

import plimsoll.model.LoadState;

/**
 * What became of a label.
 *
 * @param state UNKNOWN if no load has it
 * @param reason why its last load was aborted, else empty
 */
public record LabelState(LoadState state, String reason) {}
