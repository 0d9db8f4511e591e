// SPDX-License-Identifier: Apache-2.0
package doorstep.question;

import doorstep.tally.Breakdown;
import doorstep.tally.Slice;
import doorstep.wire.Topic;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * Which figures a question is about, whatever the dates.
 *
 * @param topic of figures
 * @param unit a path, or the root
 * @param breakdown empty: figures of all events
 * @param value of the breakdown; empty: each value has figures of its own
 * @param facet empty: each facet has figures of its own
 */
public record Selection(
        Topic topic,
        String unit,
        Reach reach,
        Optional<Breakdown> breakdown,
        Optional<String> value,
        Optional<String> facet) {
    /** An event counts under several values of these. */
    private static final Set<Breakdown> OVERLAPPING = EnumSet.of(Breakdown.AREA, Breakdown.TOPIC);

    public Selection {
        if (value.isPresent() && breakdown.isEmpty()) {
            throw new IllegalArgumentException("a value without a breakdown");
        }
    }

    /** Of all events of one unit, with every facet. */
    public static Selection of(Topic topic, String unit) {
        return new Selection(topic, unit, Reach.UNIT, Optional.empty(), Optional.empty(), Optional.empty());
    }

    public Selection with(Reach reach) {
        return new Selection(topic, unit, reach, breakdown, value, facet);
    }

    public Selection withFacet(String facet) {
        return new Selection(topic, unit, reach, breakdown, value, Optional.of(facet));
    }

    /** Of each value of a breakdown. */
    public Selection by(Breakdown breakdown) {
        return new Selection(topic, unit, reach, Optional.of(breakdown), Optional.empty(), facet);
    }

    /** Of one value of a breakdown. */
    public Selection with(Breakdown breakdown, String value) {
        return new Selection(topic, unit, reach, Optional.of(breakdown), Optional.of(value), facet);
    }

    /** Whether an event may count in several rows, which then do not add up. */
    public boolean isOverlapping() {
        return breakdown.filter(OVERLAPPING::contains).isPresent();
    }

    /** Whether a slice is asked for. */
    boolean has(Slice slice) {
        return slice.breakdown().equals(breakdown)
                && value.filter(it -> !it.equals(slice.value())).isEmpty();
    }

    /** Whether each unit has one row, whatever was counted. */
    boolean isClosed(boolean hasFacets) {
        return (breakdown.isEmpty() || value.isPresent()) && (!hasFacets || facet.isPresent());
    }
}
