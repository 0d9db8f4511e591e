// SPDX-License-Identifier: Apache-2.0
package doorstep.event;

import doorstep.event.Feedback.Answer;

/**
 * The bad rating that opened a call-back.
 *
 * @param id of the feedback
 */
public record OpeningRating(String id, Subject subject, Answer answer) {}
