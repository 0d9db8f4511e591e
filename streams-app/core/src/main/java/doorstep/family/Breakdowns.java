// SPDX-License-Identifier: Apache-2.0
package doorstep.family;

import doorstep.event.Codes;
import doorstep.event.Commitment;
import doorstep.event.Event;
import doorstep.event.Feedback;
import doorstep.event.TreePath;
import doorstep.event.Visit;
import doorstep.tally.Breakdown;
import doorstep.tally.Slice;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Determines the breakdown values that an event counts under: each breakdown separately (marginals), never
 * combinations.
 */
public final class Breakdowns {
    static final Set<Breakdown> OF_VISITS = EnumSet.of(Breakdown.CATEGORY, Breakdown.MODE, Breakdown.AREA);
    static final Set<Breakdown> OF_FEEDBACK =
            EnumSet.of(Breakdown.CHANNEL, Breakdown.AREA, Breakdown.TOPIC, Breakdown.SOURCE);
    static final Set<Breakdown> OF_COMMITMENTS = EnumSet.of(Breakdown.CATEGORY, Breakdown.AREA);

    private static final int MAX_KNOWN = 10_000;
    /** Few events have more. */
    private static final int MOST_SLICES = 16;

    private final Map<Breakdown, Map<String, Slice>> known = new EnumMap<>(Breakdown.class); // reused objects
    private final Map<Breakdown, BreakdownRule> visits;
    private final Map<Breakdown, BreakdownRule> feedback;
    private final Map<Breakdown, BreakdownRule> commitments;

    /** Breakdowns without a rule are open. */
    public Breakdowns(
            Map<Breakdown, BreakdownRule> visits,
            Map<Breakdown, BreakdownRule> feedback,
            Map<Breakdown, BreakdownRule> commitments) {
        this.visits = complete(visits);
        this.feedback = complete(feedback);
        this.commitments = complete(commitments);
        for (Breakdown breakdown : Breakdown.values()) {
            known.put(breakdown, new ConcurrentHashMap<>());
        }
    }

    private static Map<Breakdown, BreakdownRule> complete(Map<Breakdown, BreakdownRule> rules) {
        Map<Breakdown, BreakdownRule> complete = new EnumMap<>(Breakdown.class);
        for (Breakdown breakdown : Breakdown.values()) {
            complete.put(breakdown, rules.getOrDefault(breakdown, BreakdownRule.OPEN));
        }
        return complete;
    }

    /** Every slice that an event belongs to, without duplicates; {@link Slice#TOTAL} first. */
    public List<Slice> slicesOf(Event event) {
        List<Slice> slices = new ArrayList<>(MOST_SLICES);
        slices.add(Slice.TOTAL);
        if (event instanceof Visit visit) {
            add(slices, visits, Breakdown.CATEGORY, List.of(visit.category()));
            add(slices, visits, Breakdown.MODE, List.of(visit.mode()));
            add(slices, visits, Breakdown.AREA, prefixesOf(visit.area()));
        } else if (event instanceof Feedback answer) {
            add(slices, feedback, Breakdown.CHANNEL, List.of(answer.channel()));
            add(slices, feedback, Breakdown.AREA, prefixesOf(answer.area()));
            add(slices, feedback, Breakdown.TOPIC, answer.topics());
            add(slices, feedback, Breakdown.SOURCE, List.of(answer.source()));
        } else if (event instanceof Commitment commitment) {
            add(
                    slices,
                    commitments,
                    Breakdown.CATEGORY,
                    commitment.category().map(List::of).orElse(List.of()));
            add(slices, commitments, Breakdown.AREA, prefixesOf(commitment.area()));
        } else {
            throw new AssertionError(event);
        }
        return slices;
    }

    private Slice sliceOf(Breakdown breakdown, String value) {
        Map<String, Slice> slices = known.get(breakdown);
        Slice slice = slices.get(value);
        if (slice == null) {
            slice = Slice.of(breakdown, value);
            if (slices.size() < MAX_KNOWN) { // so that ever new values cost no memory
                slices.put(value, slice);
            }
        }
        return slice;
    }

    private static List<String> prefixesOf(Optional<TreePath> area) {
        return area.map(TreePath::prefixes).orElse(List.of());
    }

    /**
     * An area and its prefixes are the same value at several levels: it counts as "other" only if none of them is
     * listed.
     */
    private void add(
            List<Slice> slices, Map<Breakdown, BreakdownRule> rules, Breakdown breakdown, Collection<String> values) {
        BreakdownRule rule = rules.get(breakdown);
        if (rule.kind() == BreakdownRule.Kind.OPEN) {
            values.forEach(value -> slices.add(sliceOf(breakdown, value)));
        } else if (rule.kind() == BreakdownRule.Kind.LISTED) {
            int before = slices.size();
            values.stream().filter(rule.values()::contains).forEach(value -> slices.add(sliceOf(breakdown, value)));
            int hits = slices.size() - before;
            boolean other = breakdown == Breakdown.AREA ? hits == 0 : hits < values.size();
            if (other && !values.isEmpty()) {
                slices.add(sliceOf(breakdown, Codes.OTHER_VALUES));
            }
        }
    }
}
