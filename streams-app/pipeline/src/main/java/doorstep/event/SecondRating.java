package doorstep.event;

/**
 * What people said about the same subject and question, on the same scale, when a call-back had ended: the first rating
 * since then, which may be the one that ended it.
 *
 * @param first score of the rating that opened the call-back
 * @param at milliseconds since the epoch
 */
public record SecondRating(Scale scale, int first, int second, long at) {}
