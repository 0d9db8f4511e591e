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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** By which values the figures of an event are broken down: marginals, one after the other, never their product. */
public final class Breakdowns {
    private static final int MAX_KNOWN = 10_000;

    private final Map<Breakdown, Map<String, Slice>> known = new EnumMap<>(Breakdown.class); // equal ones are the same
    private final Rules visits;
    private final Rules feedback;
    private final Rules commitments;

    /** Of the events of one topic. */
    private static final class Rules {
        final Map<Breakdown, BreakdownRule> byBreakdown = new EnumMap<>(Breakdown.class);
        /** Those that were met, for making the prefixes of one costs more than all else that is done with it. */
        final Map<TreePath, List<Slice>> areas = new ConcurrentHashMap<>();

        Rules(Map<Breakdown, BreakdownRule> named) {
            for (Breakdown breakdown : Breakdown.values()) {
                byBreakdown.put(breakdown, named.getOrDefault(breakdown, BreakdownRule.OPEN));
            }
        }
    }

    /** Breakdowns that a map does not name are open. */
    public Breakdowns(
            Map<Breakdown, BreakdownRule> visits,
            Map<Breakdown, BreakdownRule> feedback,
            Map<Breakdown, BreakdownRule> commitments) {
        this.visits = new Rules(visits);
        this.feedback = new Rules(feedback);
        this.commitments = new Rules(commitments);
        for (Breakdown breakdown : Breakdown.values()) {
            known.put(breakdown, new ConcurrentHashMap<>());
        }
    }

    /** Every slice an event belongs to, each once; {@link Slice#TOTAL} first. */
    public List<Slice> slicesOf(Event event) {
        List<Slice> slices = new ArrayList<>();
        slices.add(Slice.TOTAL);
        if (event instanceof Visit visit) {
            add(slices, visits, Breakdown.CATEGORY, List.of(visit.category()));
            add(slices, visits, Breakdown.MODE, List.of(visit.mode()));
            addArea(slices, visits, visit.area());
        } else if (event instanceof Feedback answer) {
            add(slices, feedback, Breakdown.CHANNEL, List.of(answer.channel()));
            addArea(slices, feedback, answer.area());
            add(slices, feedback, Breakdown.TOPIC, answer.topics());
            add(slices, feedback, Breakdown.SOURCE, List.of(answer.source()));
        } else if (event instanceof Commitment commitment) {
            add(
                    slices,
                    commitments,
                    Breakdown.CATEGORY,
                    commitment.category().map(List::of).orElse(List.of()));
            addArea(slices, commitments, commitment.area());
        } else {
            throw new AssertionError(event);
        }
        return slices;
    }

    private Slice sliceOf(Breakdown breakdown, String value) {
        return known(known.get(breakdown), value, newValue -> Slice.of(breakdown, newValue));
    }

    private static <K, V> V known(Map<K, V> known, K key, Function<K, V> meaning) {
        V value = known.get(key);
        if (value == null) {
            value = meaning.apply(key);
            if (known.size() < MAX_KNOWN) { // whoever sends ever new values costs no memory
                known.put(key, value);
            }
        }
        return value;
    }

    private void addArea(List<Slice> slices, Rules rules, Optional<TreePath> area) {
        if (area.isPresent()) {
            slices.addAll(known(rules.areas, area.get(), path -> {
                List<Slice> ofPath = new ArrayList<>();
                add(ofPath, rules, Breakdown.AREA, path.prefixes());
                return List.copyOf(ofPath);
            }));
        }
    }

    /** An area and its prefixes are one value seen from several heights: it is "other" only if none is listed. */
    private void add(List<Slice> slices, Rules rules, Breakdown breakdown, Collection<String> values) {
        BreakdownRule rule = rules.byBreakdown.get(breakdown);
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
