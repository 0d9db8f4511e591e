package doorstep.event;

/**
 * What an event says about something that is owed.
 *
 * @param target id of a commitment, or {@code callback:<type>:<id>:<question>}; it need not exist
 * @param at milliseconds since the epoch
 */
public record Link(Identity target, long at) {}
