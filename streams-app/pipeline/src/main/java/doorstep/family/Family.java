package doorstep.family;

import doorstep.event.Event;
import doorstep.tally.Slice;
import doorstep.tally.Tally;
import doorstep.wire.Topic;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;

/**
 * A family of measures: how an event becomes contributions, and how a tally becomes a row. Everything between (who
 * survives, which units and windows, when a row is sent) is the engine's and the same for all.
 */
public interface Family {
    /** Part of store keys: unique, 1 to 127, never changed. */
    int code();

    /** Where its rows go. */
    Topic topic();

    /** True if figures stand at the root alone, without breakdowns. */
    default boolean rootOnly() {
        return false;
    }

    /** True for a breakdown that has the window {@code EVER} too, beside those of all breakdowns. */
    default boolean keepsForEver(Slice slice) {
        return false;
    }

    /** What the event adds; empty if it is none of this family's. A function of the event and the configuration. */
    List<Contribution> contributionsOf(Event event);

    /** The row of a tally that is not zero. A function of its arguments and the configuration. */
    SpecificRecord row(RowHead head, Tally tally);

    /** How many contributions a tally holds. */
    long contributionsIn(Tally tally);
}
