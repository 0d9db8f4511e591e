// SPDX-License-Identifier: Apache-2.0
package doorstep.event;

/** The kinds of feedback; a closed list. */
public enum FeedbackKind {
    RATING,
    REACTION,
    SUGGESTION,
    REPORT
}
