// SPDX-License-Identifier: Apache-2.0
package doorstep.bench;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.ToDoubleFunction;

/** The measurements of all rounds, collected as they go on. */
final class Results {
    private final Map<Contender, List<Measured>> rounds = new EnumMap<>(Contender.class);
    private final Map<Contender, Measured> peaks = new EnumMap<>(Contender.class);

    /** Adds the next round of a contender. */
    void add(Contender contender, Measured measured) {
        rounds.computeIfAbsent(contender, c -> new ArrayList<>()).add(measured);
    }

    /** Adds a run with the JVM's default settings, of which only the memory is used. */
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

    /** The value of the last round; absent if it was not measured. */
    OptionalLong last(Contender contender, Quantity quantity) {
        List<Measured> all = rounds(contender);
        return all.isEmpty() ? OptionalLong.empty() : all.get(all.size() - 1).get(quantity);
    }

    /** From the run with default settings if there was one, otherwise the maximum over the rounds. */
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

    /** Growth of the heap per id; absent if the contender does not measure it. */
    OptionalDouble heapBytesPerId(Contender contender) {
        OptionalLong heap = last(contender, Quantity.HEAP_BYTES);
        OptionalLong ids = last(contender, Quantity.IDS);
        return heap.isPresent() && ids.isPresent() && ids.getAsLong() > 0
                ? OptionalDouble.of((double) heap.getAsLong() / ids.getAsLong())
                : OptionalDouble.empty();
    }

    /** CPU time per event of one contender divided by the other's, round by round; empty if one of them did not run. */
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
