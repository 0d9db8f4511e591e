// SPDX-License-Identifier: Apache-2.0
package doorstep.event;

/**
 * An event's reference to something that is owed.
 *
 * @param target id of a commitment, or {@code callback:<type>:<id>:<question>}; it need not exist; {@link #ITSELF} for
 *     a rating without a subject, which is its own subject
 * @param at milliseconds since the epoch
 */
public record Link(Identity target, long at) {
    /** A reserved value: no id has the hash 0. */
    public static final Identity ITSELF = new Identity(0, 0);

    public static Link toItself(long at) {
        return new Link(ITSELF, at);
    }

    public boolean isToItself() {
        return target.equals(ITSELF);
    }

    /**
     * The id of a call-back.
     *
     * @param subject type and id, separated by a colon
     */
    public static String callBackOf(String subject, String question) {
        return "callback:" + subject + ":" + question;
    }
}
