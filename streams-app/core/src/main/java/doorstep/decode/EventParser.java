// SPDX-License-Identifier: Apache-2.0
package doorstep.decode;

import doorstep.event.Event;
import doorstep.event.Version;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;

/**
 * Checks and parses the records of one kind of event.
 *
 * @param <T> the input topic's record class
 */
public interface EventParser<T extends SpecificRecord> {
    /** Whether an event of this kind may have an id that is valid otherwise. */
    default boolean mayBe(String id) {
        return true;
    }

    String id(T record);

    long revision(T record);

    boolean withdrawn(T record);

    /** Reports every fault; {@code id} has been checked already. */
    void check(T record, FieldFaults faults);

    /** The event of a checked record; empty if no family counts it. */
    Optional<Event> event(T record);

    /** The verdict on a checked record. */
    default Decoded.Accepted accepted(T record, long contentHash) {
        return new Decoded.Accepted(
                new Version(revision(record), contentHash), withdrawn(record) ? Optional.empty() : event(record));
    }
}
