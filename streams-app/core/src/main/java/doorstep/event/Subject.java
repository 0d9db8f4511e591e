// SPDX-License-Identifier: Apache-2.0
package doorstep.event;

/**
 * What a rating is about, and its question.
 *
 * @param type VISIT, COMMITMENT, or {@link #FEEDBACK}
 */
public record Subject(String type, String id, String question) {
    /** The type of a rating that is about nothing else, and so about itself. */
    public static final String FEEDBACK = "FEEDBACK";

    /** The id of its call-back. */
    public String callBackId() {
        return Link.callBackOf(type + ":" + id, question);
    }
}
