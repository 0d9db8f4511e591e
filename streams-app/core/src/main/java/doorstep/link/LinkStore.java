// SPDX-License-Identifier: Apache-2.0
package doorstep.link;

import doorstep.event.Identity;
import doorstep.event.Scale;
import java.util.Optional;
import org.apache.kafka.common.utils.Bytes;

/**
 * The link entries of everything owed in one partition, in the order of their keys, whether what they refer to exists
 * or not.
 */
public interface LinkStore {
    /** Adds an entry, or replaces the one with the same key. */
    void put(LinkEntry linkEntry);

    void remove(Bytes key);

    boolean has(Bytes key);

    /**
     * The first visit that names a target, at or after a moment.
     *
     * @param from milliseconds since the epoch
     */
    Optional<Bytes> firstVisit(Identity target, long from);

    /**
     * The last entry of the same target and role before this one.
     *
     * @param key of an entry, or a place among them ({@link LinkEntry#from})
     */
    Optional<Bytes> before(Bytes key);

    /** The first entry of the same target and role after this one. */
    Optional<Bytes> after(Bytes key);

    /**
     * The first bad rating of a target between two moments.
     *
     * @param after an entry of any role; absent = from the beginning
     * @param until an entry of any role; absent = to the end
     */
    Optional<LinkEntry> opening(Identity target, Optional<Bytes> after, Optional<Bytes> until);

    /**
     * The first rating of a target at or after a moment.
     *
     * @param from an entry of any role
     */
    Optional<LinkEntry> rating(Bytes from, Scale scale);
}
