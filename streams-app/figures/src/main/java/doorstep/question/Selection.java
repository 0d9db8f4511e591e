// SPDX-License-Identifier: Apache-2.0
package doorstep.question;

import doorstep.tally.Breakdown;
import doorstep.tally.Slice;
import doorstep.wire.Topic;
import java.util.EnumSet;
import java.util.List;
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
 * @param together whether {@code value} is several values, separated by commas, or the facet is empty, and all of these
 *     have figures in common
 */
public record Selection(
        Topic topic,
        String unit,
        Reach reach,
        Optional<Breakdown> breakdown,
        Optional<String> value,
        Optional<String> facet,
        boolean together) {
    /** An event counts under several values of these. */
    private static final Set<Breakdown> OVERLAPPING = EnumSet.of(Breakdown.AREA, Breakdown.TOPIC);

    public Selection {
        if (value.isPresent() && breakdown.isEmpty()) {
            throw new IllegalArgumentException("a value without a breakdown");
        }
    }

    /** Of all events of one unit, with every facet. */
    public static Selection of(Topic topic, String unit) {
        return new Selection(topic, unit, Reach.UNIT, Optional.empty(), Optional.empty(), Optional.empty(), false);
    }

    public Selection with(Reach reach) {
        return new Selection(topic, unit, reach, breakdown, value, facet, together);
    }

    public Selection withFacet(String facet) {
        return new Selection(topic, unit, reach, breakdown, value, Optional.of(facet), together);
    }

    /** Of each value of a breakdown. */
    public Selection by(Breakdown breakdown) {
        return new Selection(topic, unit, reach, Optional.of(breakdown), Optional.empty(), facet, together);
    }

    /** Of one value of a breakdown. */
    public Selection with(Breakdown breakdown, String value) {
        return new Selection(topic, unit, reach, Optional.of(breakdown), Optional.of(value), facet, together);
    }

    /** Whether an event may count in several rows, which then do not add up. */
    public boolean isOverlapping() {
        return breakdown.filter(OVERLAPPING::contains).isPresent();
    }

    /** Figures in common of several values of a breakdown. */
    public Selection together(Breakdown breakdown, List<String> values) {
        return new Selection(
                topic, unit, reach, Optional.of(breakdown), Optional.of(String.join(",", values)), facet, true);
    }

    /** Figures in common of all facets. */
    public Selection togetherOfAllFacets() {
        return new Selection(topic, unit, reach, breakdown, value, Optional.empty(), true);
    }

    /** Whether a slice is asked for. */
    boolean has(Slice slice) {
        return slice.breakdown().equals(breakdown)
                && value.filter(it -> !it.equals(slice.value())).isEmpty();
    }

    /** Whether each unit has one row, whatever was counted. */
    boolean isClosed(boolean hasFacets) {
        return together || ((breakdown.isEmpty() || value.isPresent()) && (!hasFacets || facet.isPresent()));
    }
}
