// SPDX-License-Identifier: Apache-2.0
package doorstep.family;

import doorstep.event.Event;
import doorstep.tally.Breakdown;
import doorstep.tally.Slice;
import doorstep.tally.Tally;
import doorstep.wire.Topic;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.apache.avro.specific.SpecificRecord;

/**
 * A family of measures: determines the contributions of an event, and the row of a tally. Everything between (the
 * surviving version, units and windows, when a row is sent) is left to the engine and the same for all families.
 */
public interface Family {
    /** Part of store keys: unique, 1 to 127, never changed. */
    int code();

    /** The topic of its rows. */
    Topic topic();

    /** Whether there are figures for the root unit only, without breakdowns. */
    default boolean rootOnly() {
        return false;
    }

    /** Whether figures are told apart by a facet: question and scale, kind of commitment, article. */
    default boolean hasFacets() {
        return false;
    }

    /** The breakdowns that its figures may have: those that an event which it counts has values of. */
    default Set<Breakdown> breakdowns() {
        return rootOnly() ? Set.of() : EnumSet.allOf(Breakdown.class);
    }

    /** Whether a breakdown also has the window {@code EVER}, in addition to those of all breakdowns. */
    default boolean keepsForEver(Slice slice) {
        return false;
    }

    /**
     * The contributions of an event; empty if the family does not count it. Depends only on the event and the
     * configuration.
     */
    List<Contribution> contributionsOf(Event event);

    /** The row of a tally that is not zero. Depends only on its arguments and the configuration. */
    SpecificRecord row(RowHead head, Tally tally);

    /**
     * The tally that rows are added up by: {@code row(head, tally(row))} equals {@code row}. Of what a row gives as a
     * difference only, it has the difference.
     *
     * @param row of this family's topic
     */
    Tally tally(SpecificRecord row);

    /** The number of contributions in a tally. */
    long contributionsIn(Tally tally);

    /** The number of those that end something owed. */
    default long endingsIn(Tally tally) {
        return 0;
    }
}
