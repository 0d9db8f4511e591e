// SPDX-License-Identifier: Apache-2.0
package doorstep.export;

import doorstep.export.ExportReadings.Case;
import doorstep.export.ExportReadings.Result;
import doorstep.export.ProtocolState.Decided;
import doorstep.export.ProtocolState.Phase;
import doorstep.export.ProtocolState.Warehouse;
import doorstep.export.ProtocolState.Worker;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Walks all interleavings of the export protocol. What an exporter reads and writes, the real {@code Exporter} says; the
 * commits are those of {@code doorstep.iceberg}: the row <i>begun</i> decides, tables follow, the row <i>finished</i> is
 * last.
 *
 * <p>An event in the topics and a commit may change places, for commits do not look at topics. So events happen when an
 * exporter is about to read, or while it reads.
 */
final class ExportProtocol {
    /** A rule that is left out. */
    enum Fault {
        NONE,
        /** The deciding commit does not look at the last number. */
        DECIDES_BLINDLY,
        /** A begun export is left as it is. */
        LEAVES_BEGUN_EXPORTS,
        /** A table takes files that it has. */
        ADDS_AGAIN,
        /** Latest rows come before the history. */
        LATEST_FIRST,
        /** The row <i>finished</i> comes before the last table. */
        FINISHES_EARLY,
        /** Who does not know whether its commit came through looks at the last export only. */
        LOOKS_AT_THE_LAST_EXPORT,
        /** Who does not know whether its commit came through takes it for failed. */
        TAKES_UNKNOWN_FOR_FAILED
    }

    private static final int TABLES = 3;

    private final ExportReadings readings;
    private final Fault fault;
    private final int mostSpent;
    private final int mostStarted;
    private final Map<ProtocolState, Step> known = new HashMap<>();
    private final Deque<ProtocolState> left = new ArrayDeque<>();
    private final Set<List<Integer>> judged = new HashSet<>();
    private long steps;

    /** How a state was reached first. */
    private record Step(ProtocolState before, String name, Object detail) {}

    /**
     * @param mostSpent how much happens: an event in the topics is 1, one while an exporter reads is 2, a deciding commit
     *     without an answer is 1
     * @param mostStarted how many exports are started
     */
    ExportProtocol(ExportReadings readings, Fault fault, int mostSpent, int mostStarted) {
        this.readings = readings;
        this.fault = fault;
        this.mostSpent = mostSpent;
        this.mostStarted = mostStarted;
    }

    /** @throws AssertionError if a state is wrong; the message says how it is reached */
    void walk() {
        ProtocolState start = ProtocolState.start(2);
        known.put(start, new Step(null, "start", ""));
        left.add(start);
        while (!left.isEmpty()) {
            ProtocolState state = left.remove();
            judge(state);
            Set.copyOf(state.exporters()).forEach(exporter -> go(state, exporter));
            state.inFlight().forEach(commit -> arrive(state, commit));
            if (state.spent() < mostSpent && state.exporters().stream().anyMatch(it -> it.phase() == Phase.FOUND)) {
                for (TopicEvent event : TopicEvent.values()) {
                    if (readings.topics(state.topics()).allows(event)) {
                        reach(state, "event", event, state.withTopics(readings.after(state.topics(), event), 1));
                    }
                }
            }
        }
    }

    int states() {
        return known.size();
    }

    long steps() {
        return steps;
    }

    private void reach(ProtocolState before, String name, Object detail, ProtocolState after) {
        steps++;
        ProtocolState state = after.normal();
        if (known.putIfAbsent(state, new Step(before, name, detail)) == null) {
            left.add(state);
        }
    }

    private void judge(ProtocolState state) {
        Warehouse warehouse = state.warehouse();
        Optional<String> wrong = warehouse.fault();
        List<Integer> exports = warehouse.exports();
        if (wrong.isEmpty() && !exports.isEmpty() && judged.add(exports)) {
            wrong = readings.fault(exports);
        }
        wrong.ifPresent(it -> {
            throw new AssertionError(it + "; " + readings.topics(state.topics()) + path(state));
        });
    }

    private String path(ProtocolState state) {
        List<String> names = new ArrayList<>();
        for (Step step = known.get(state); step.before() != null; step = known.get(step.before())) {
            names.add(0, "\n" + step.name() + " " + step.detail());
        }
        return String.join("", names);
    }

    private void go(ProtocolState state, Worker exporter) {
        switch (exporter.phase()) {
            case IDLE -> last(state, exporter);
            case FOUND -> read(state, exporter);
            case WRITTEN -> decide(state, exporter);
            case UNSURE -> look(state, exporter);
            case FINISHING -> finish(state, exporter);
        }
        if (exporter.phase() != Phase.IDLE) {
            reach(state, "killed", exporter, state.with(exporter, Worker.IDLE));
        }
    }

    private void last(ProtocolState state, Worker exporter) {
        if (state.started() == mostStarted) {
            return;
        }
        Warehouse warehouse = state.warehouse();
        int run = state.started();
        Worker next = warehouse.isFinished() || fault == Fault.LEAVES_BEGUN_EXPORTS
                ? Worker.found(warehouse.finished(), run)
                : Worker.finishing(warehouse.decided().size(), 0, new Decided(0, -1, run), false);
        reach(state, "last", next, state.withStarted().with(exporter, next));
    }

    private void read(ProtocolState state, Worker exporter) {
        List<Integer> tables = state.warehouse().exports();
        Case undisturbed = new Case(state.topics(), exporter.number(), tables, null, 0);
        read(state, exporter, undisturbed, 0);
        if (state.spent() + 2 > mostSpent) {
            return;
        }
        for (TopicEvent event : TopicEvent.values()) {
            boolean more = readings.topics(state.topics()).allows(event);
            for (int at = 1; more; at++) {
                more = read(state, exporter, new Case(state.topics(), exporter.number(), tables, event, at), 2);
            }
        }
    }

    private boolean read(ProtocolState state, Worker exporter, Case reading, int cost) {
        Optional<Result> result = readings.read(reading);
        result.ifPresent(it -> {
            Decided files = new Decided(
                    exporter.number() + 1, it.export(), exporter.files().run());
            Worker next = it.export() < 0 ? Worker.IDLE : Worker.written(files);
            reach(state, "read", reading, state.withTopics(it.topics(), cost).with(exporter, next));
        });
        return result.isPresent();
    }

    private void decide(ProtocolState state, Worker exporter) {
        Decided files = exporter.files();
        if (allows(state.warehouse(), files)) {
            reach(
                    state,
                    "begun",
                    files,
                    state.with(
                            state.warehouse().with(files), exporter, Worker.finishing(files.number(), 0, files, true)));
        } else {
            reach(state, "refused", files, lost(state, exporter));
        }
        if (state.spent() < mostSpent) {
            ProtocolState unsure = state.withSpent(1).with(exporter, Worker.unsure(files));
            reach(
                    state,
                    "no answer",
                    files,
                    unsure.with(state.warehouse(), ProtocolState.with(state.inFlight(), files)));
        }
    }

    private boolean allows(Warehouse warehouse, Decided files) {
        return fault == Fault.DECIDES_BLINDLY
                || (warehouse.isFinished() || fault == Fault.LEAVES_BEGUN_EXPORTS)
                        && warehouse.finished() == files.number() - 1;
    }

    /** Deletes its files, which does no harm unless they are decided or may still be. */
    private static ProtocolState lost(ProtocolState state, Worker exporter) {
        Decided files = exporter.files();
        boolean isHarmless = !state.inFlight().contains(files)
                && !state.warehouse().decided().contains(files);
        return state.with(
                isHarmless ? state.warehouse() : state.warehouse().withDeleted(files.run()), exporter, Worker.IDLE);
    }

    /** A commit whose answer did not come reaches the catalog, or never does. */
    private void arrive(ProtocolState state, Decided commit) {
        List<Decided> others = new ArrayList<>(state.inFlight());
        others.remove(commit);
        reach(state, "never arrives", commit, state.with(state.warehouse(), List.copyOf(others)));
        if (allows(state.warehouse(), commit)) {
            reach(state, "arrives", commit, state.with(state.warehouse().with(commit), List.copyOf(others)));
        }
    }

    private void look(ProtocolState state, Worker exporter) {
        Decided files = exporter.files();
        List<Decided> decided = state.warehouse().decided();
        List<Decided> seen = fault == Fault.LOOKS_AT_THE_LAST_EXPORT && !decided.isEmpty()
                ? decided.subList(decided.size() - 1, decided.size())
                : decided;
        if (fault == Fault.TAKES_UNKNOWN_FOR_FAILED) {
            reach(state, "takes for failed", files, lost(state, exporter));
        } else if (seen.contains(files)) {
            reach(state, "finds", files, state.with(exporter, Worker.finishing(files.number(), 0, files, true)));
        } else if (decided.size() >= files.number()) {
            reach(state, "another one won", files, lost(state, exporter));
        } else {
            reach(state, "not known", files, state.with(exporter, Worker.IDLE)); // keeps its files
        }
    }

    private void finish(ProtocolState state, Worker exporter) {
        Warehouse warehouse = state.warehouse();
        int number = exporter.number();
        int step = exporter.step();
        if (step < (fault == Fault.FINISHES_EARLY ? TABLES - 1 : TABLES)) {
            int table = fault == Fault.LATEST_FIRST ? TABLES - 1 - step : step;
            boolean isDone = warehouse.tables().get(table).contains(number)
                    || warehouse.tables().get(table).size() > number;
            Warehouse now = isDone && fault != Fault.ADDS_AGAIN ? warehouse : warehouse.withTable(table, number);
            Worker next = Worker.finishing(number, step + 1, exporter.files(), exporter.isOwn());
            reach(state, "table", next, state.with(now, exporter, next));
            return;
        }
        Warehouse now =
                warehouse.decided().size() == number && !warehouse.isFinished() ? warehouse.withFinished() : warehouse;
        Worker next = exporter.isOwn()
                ? Worker.IDLE
                : Worker.found(number, exporter.files().run());
        reach(state, "finished", next, state.with(now, exporter, next));
    }
}
