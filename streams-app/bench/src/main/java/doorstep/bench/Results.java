package doorstep.bench;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.ToDoubleFunction;

/** What was measured in all rounds. Filled while they go on. */
final class Results {
    private final Map<Contender, List<Measured>> rounds = new EnumMap<>(Contender.class);
    private final Map<Contender, Measured> peaks = new EnumMap<>(Contender.class);

    /** Of the next round of this contender. */
    void add(Contender contender, Measured measured) {
        rounds.computeIfAbsent(contender, c -> new ArrayList<>()).add(measured);
    }

    /** Of a run with the JVM's default settings, where nothing but memory counts. */
    void addPeak(Contender contender, Measured measured) {
        peaks.put(contender, measured);
    }

    boolean has(Contender contender) {
        return rounds.containsKey(contender);
    }

    List<Measured> rounds(Contender contender) {
        return rounds.getOrDefault(contender, List.of());
    }

    Spread cpuMicros(Contender contender) {
        return spread(contender, Measured::cpuMicrosPerEvent);
    }

    Spread eventsPerSecond(Contender contender) {
        return spread(contender, Measured::eventsPerSecond);
    }

    private Spread spread(Contender contender, ToDoubleFunction<Measured> value) {
        return Spread.of(rounds(contender).stream().mapToDouble(value).toArray());
    }

    /** Of the last round; absent if it was not measured. */
    OptionalLong last(Contender contender, Quantity quantity) {
        List<Measured> all = rounds(contender);
        return all.isEmpty() ? OptionalLong.empty() : all.get(all.size() - 1).get(quantity);
    }

    /** In the run with default settings if there was one, else the most of any round. */
    OptionalLong peakBytes(Contender contender) {
        Measured alone = peaks.get(contender);
        return alone != null
                ? alone.get(Quantity.PEAK_BYTES)
                : rounds(contender).stream()
                        .map(measured -> measured.get(Quantity.PEAK_BYTES))
                        .filter(OptionalLong::isPresent)
                        .mapToLong(OptionalLong::getAsLong)
                        .max();
    }

    /** What the heap grew by for each id; absent if the contender does not tell. */
    OptionalDouble heapBytesPerId(Contender contender) {
        OptionalLong heap = last(contender, Quantity.HEAP_BYTES);
        OptionalLong ids = last(contender, Quantity.IDS);
        return heap.isPresent() && ids.isPresent() && ids.getAsLong() > 0
                ? OptionalDouble.of((double) heap.getAsLong() / ids.getAsLong())
                : OptionalDouble.empty();
    }

    /** How many times as much processor time for an event, round by round; empty if one of them did not run. */
    Optional<Spread> ratio(Contender of, Contender to) {
        int both = Math.min(rounds(of).size(), rounds(to).size());
        if (both == 0) {
            return Optional.empty();
        }
        double[] ratios = new double[both];
        for (int i = 0; i < both; i++) {
            ratios[i] =
                    rounds(of).get(i).cpuMicrosPerEvent() / rounds(to).get(i).cpuMicrosPerEvent();
        }
        return Optional.of(Spread.of(ratios));
    }
}
