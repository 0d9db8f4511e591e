// SPDX-License-Identifier: Apache-2.0
package doorstep.torture;

import java.io.PrintWriter;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The results of a run, collected as it goes on. */
final class Report {
    /** The results of one kind of fault. */
    static final class Line {
        private int faults;
        private int marked;
        private final DurationStats first = new DurationStats();
        private final DurationStats whole = new DurationStats();
    }

    /** Faults after which the same instance returns with all its state. */
    private static final Set<Fault> KILLS = EnumSet.of(Fault.KILL, Fault.KILL_AFTER_DELTA_BATCH, Fault.KILL_IN_REWRITE);

    private final Map<Fault, Line> lines = new EnumMap<>(Fault.class);
    private final DurationStats backAlone = new DurationStats();
    private long rounds;
    private long events;
    private long rows;
    private long differences;
    private long deltaBatchesAgain;
    private long killsInRewrites;
    private long compactions;
    private long compactionsAsOutputCameBack;
    private int refusals;
    private int harmlessCuts;
    private List<String> unasked = List.of();
    private Optional<ExportVerifier> exported = Optional.empty();
    private int finishedForOthers;

    void addFault(Fault fault) {
        line(fault).faults++;
    }

    /** @param alone whether no other instance ran that could have continued */
    void addBack(Fault fault, OutputWatch.Back back, boolean alone) {
        line(fault).first.add(back.first());
        line(fault).whole.add(back.whole());
        if (alone && KILLS.contains(fault)) {
            backAlone.add(back.first());
        }
    }

    /** Counts a fault that left an abort marker after delta batches. */
    void addMarked(Fault fault) {
        line(fault).marked++;
    }

    void addRound(RowVerifier comparison, long sent) {
        rounds++;
        events = sent;
        rows = comparison.rows();
        differences += comparison.differences();
    }

    void setDeltaBatchesAgain(long hands) {
        deltaBatchesAgain = hands;
    }

    void setKillsInRewrites(long kills) {
        killsInRewrites = kills;
    }

    long killsInRewrites() {
        return killsInRewrites;
    }

    /** Counts changelog partitions that the broker compacted between a fault and the return of output. */
    void addCompactions(int partitions) {
        compactionsAsOutputCameBack += partitions;
    }

    void setCompactions(long all) {
        compactions = all;
    }

    long compactions() {
        return compactions;
    }

    /** @param harmless number of cuts after which nothing was missing */
    void setHistoriesLost(int refused, int harmless) {
        refusals = refused;
        harmlessCuts = harmless;
    }

    int refusals() {
        return refusals;
    }

    void setUnasked(List<String> stops) {
        unasked = List.copyOf(stops);
    }

    /** @param finished number of exports that a killed exporter had begun, and another one has finished */
    void setExports(ExportVerifier comparison, int finished) {
        exported = Optional.of(comparison);
        finishedForOthers = finished;
        differences += comparison.differences();
    }

    /** Empty if the run has not come to it. */
    Optional<ExportVerifier> exported() {
        return exported;
    }

    private Line line(Fault fault) {
        return lines.computeIfAbsent(fault, f -> new Line());
    }

    int faults() {
        return lines.values().stream().mapToInt(line -> line.faults).sum();
    }

    int faults(Fault kind) {
        return lines.containsKey(kind) ? lines.get(kind).faults : 0;
    }

    /** Number of kills that aborted a transaction with delta batches. */
    int markedKills() {
        return lines.entrySet().stream()
                .filter(entry -> entry.getKey().kills())
                .mapToInt(entry -> entry.getValue().marked)
                .sum();
    }

    long events() {
        return events;
    }

    /** Number of rows in the last comparison. */
    long rows() {
        return rows;
    }

    long differences() {
        return differences;
    }

    long rounds() {
        return rounds;
    }

    /** From a kill of the only instance to the first committed record after it. */
    DurationStats backAlone() {
        return backAlone;
    }

    void print(PrintWriter out) {
        out.printf(
                Locale.ROOT,
                "%n%-50s %6s  %15s  %15s  %7s%n",
                "seconds to committed output: median / longest",
                "faults",
                "first record",
                "every partition",
                "aborted");
        lines.forEach((fault, line) -> out.printf(
                Locale.ROOT,
                "%-50s %,6d  %15s  %15s  %7s%n",
                fault.text(),
                line.faults,
                line.first,
                line.whole,
                line.marked == 0 ? "" : String.valueOf(line.marked)));
        out.println("aborted: faults after which an abort marker follows delta batches in the deltas topics");
        out.println();
        out.printf(Locale.ROOT, "%,d faults, %,d events, %,d comparisons%n", faults(), events, rounds);
        out.printf(
                Locale.ROOT,
                "kill -9 of the only instance, %,d times: committed output after %s s (median / longest)%n",
                backAlone.count(),
                backAlone);
        out.printf(
                Locale.ROOT,
                "%,d kills left an abort marker after delta batches; %,d delta batches were made again%n",
                markedKills(),
                deltaBatchesAgain);
        out.printf(Locale.ROOT, "%,d kills while stale rows were being rewritten%n", killsInRewrites);
        out.printf(
                Locale.ROOT,
                "%,d compactions of changelog partitions, %,d of them between a fault and the return of output%n",
                compactions,
                compactionsAsOutputCameBack);
        out.printf(
                Locale.ROOT,
                "%,d refusals because history was lost, each followed by a rebuild;"
                        + " %,d tails cut while instances ran had been rewritten before the restart%n",
                refusals,
                harmlessCuts);
        exported.ifPresent(it -> out.printf(
                Locale.ROOT,
                "%,d exports, %,d of them finished by another exporter than the one that was killed; compared: %,d facts,"
                        + " %,d latest rows, %,d rows of history, %,d rows counted again by the audit%n",
                it.exports(),
                finishedForOthers,
                it.facts(),
                it.rows(),
                it.historyRows(),
                it.audited()));
        unasked.forEach(stop ->
                out.println("stopped by itself: " + stop.lines().findFirst().orElse("")));
        out.printf(
                Locale.ROOT,
                "instances that stopped by themselves: %,d%n%,d rows in the last comparison, differences: %,d%n",
                unasked.size(),
                rows,
                differences);
        out.flush();
    }
}
