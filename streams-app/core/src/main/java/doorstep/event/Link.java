// SPDX-License-Identifier: Apache-2.0
package doorstep.event;

import java.util.Objects;
import java.util.Optional;

/**
 * An event's reference to something that is owed.
 *
 * @param target id of a commitment, or {@code callback:<type>:<id>:<question>}; it need not exist; {@link #ITSELF} for
 *     a rating without a subject, which is its own subject
 * @param at milliseconds since the epoch
 * @param subject id of a rating's subject; absent in an event that the ledger kept, and no part of what makes two links
 *     equal, because the target is its hash
 */
public record Link(Identity target, long at, Optional<String> subject) {
    /** A reserved value: no id has the hash 0. */
    public static final Identity ITSELF = new Identity(0, 0);

    private static final String CALL_BACK = "callback:";

    /** A link without the id of a subject. */
    public Link(Identity target, long at) {
        this(target, at, Optional.empty());
    }

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
        return CALL_BACK + subject + ":" + question;
    }

    /** Whether an id is reserved for call-backs. */
    public static boolean isOfCallBack(String id) {
        return id.startsWith(CALL_BACK);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Link link && target.equals(link.target) && at == link.at;
    }

    @Override
    public int hashCode() {
        return Objects.hash(target, at);
    }
}
