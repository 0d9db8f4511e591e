package doorstep.decode;

import doorstep.event.Event;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;

/**
 * One kind of event: its checks and its meaning.
 *
 * @param <T> the input topic's record class
 */
public interface EventParser<T extends SpecificRecord> {
    String id(T record);

    long revision(T record);

    boolean withdrawn(T record);

    /** Reports every fault; {@code id} is known to be fine. */
    void check(T record, FieldFaults faults);

    /** What a checked record contributes; empty if no family counts it. */
    Optional<Event> event(T record);
}
