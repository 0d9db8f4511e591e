// SPDX-License-Identifier: Apache-2.0
package doorstep.event;

/**
 * The first rating after a call-back ended, of the same subject and question, on the same scale; may be the rating that
 * ended it.
 *
 * @param first score of the rating that opened the call-back
 * @param at milliseconds since the epoch
 */
public record SecondRating(Scale scale, int first, int second, long at) {}
