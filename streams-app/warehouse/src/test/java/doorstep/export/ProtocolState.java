// SPDX-License-Identifier: Apache-2.0
package doorstep.export;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A moment of some exporters, the topics that they read and the warehouse that they write to.
 *
 * @param topics number of the topics
 * @param spent how much has happened that need not
 * @param started how many exports have been started
 * @param warehouse what is committed
 * @param exporters in a fixed order, for it does not matter which of them does what
 * @param inFlight deciding commits whose answer did not come: they may still come through
 */
record ProtocolState(
        int topics, int spent, int started, Warehouse warehouse, List<Worker> exporters, List<Decided> inFlight) {
    /** Where an exporter is. */
    enum Phase {
        IDLE,
        /** It knows the last finished export, and will read. */
        FOUND,
        /** It has written its files. */
        WRITTEN,
        /** It does not know whether its deciding commit came through. */
        UNSURE,
        /** It brings a begun export into the tables. */
        FINISHING
    }

    /**
     * An exporter.
     *
     * @param number of the export that it found, will decide or finishes
     * @param step how many tables have its files as far as it knows, if it finishes
     * @param files what it has written
     * @param isOwn whether it finishes its own export
     */
    record Worker(Phase phase, int number, int step, Decided files, boolean isOwn) {
        static final Decided NONE = new Decided(0, -1, -1);
        static final Worker IDLE = new Worker(Phase.IDLE, 0, 0, NONE, false);

        static Worker found(int number, int run) {
            return new Worker(Phase.FOUND, number, 0, new Decided(number, -1, run), false);
        }

        static Worker written(Decided files) {
            return new Worker(Phase.WRITTEN, files.number(), 0, files, true);
        }

        static Worker unsure(Decided files) {
            return new Worker(Phase.UNSURE, files.number(), 0, files, true);
        }

        static Worker finishing(int number, int step, Decided files, boolean isOwn) {
            return new Worker(Phase.FINISHING, number, step, files, isOwn);
        }
    }

    /**
     * An export that is decided, or is to be.
     *
     * @param export number of what was written
     * @param run of the exporter, which no other run has
     */
    record Decided(int number, int export, int run) {}

    /**
     * What is committed.
     *
     * @param decided all exports that have a row <i>begun</i>
     * @param finished how many of them have a row <i>finished</i>
     * @param tables of facts, history and latest rows: numbers of the exports whose files they took
     * @param deleted runs whose files were deleted
     */
    record Warehouse(List<Decided> decided, int finished, List<List<Integer>> tables, List<Integer> deleted) {
        static final Warehouse EMPTY = new Warehouse(List.of(), 0, List.of(List.of(), List.of(), List.of()), List.of());

        boolean isFinished() {
            return finished == decided.size();
        }

        Warehouse with(Decided next) {
            return new Warehouse(ProtocolState.with(decided, next), finished, tables, deleted);
        }

        Warehouse withFinished() {
            return new Warehouse(decided, decided.size(), tables, deleted);
        }

        Warehouse withTable(int table, int number) {
            List<List<Integer>> now = new ArrayList<>(tables);
            now.set(table, ProtocolState.with(tables.get(table), number));
            return new Warehouse(decided, finished, List.copyOf(now), deleted);
        }

        Warehouse withDeleted(int run) {
            return new Warehouse(decided, finished, tables, ProtocolState.with(deleted, run));
        }

        /** Numbers of what was written, of the exports that are finished. */
        List<Integer> exports() {
            return decided.subList(0, finished).stream().map(Decided::export).toList();
        }

        /** What is wrong whatever the rows are. */
        Optional<String> fault() {
            for (List<Integer> table : tables) {
                List<Integer> each =
                        IntStream.rangeClosed(1, table.size()).boxed().toList();
                if (!table.equals(each)) {
                    return Optional.of("a table does not have the files of each export once");
                }
                if (table.size() < finished || table.size() > decided.size()) {
                    return Optional.of("a table is not as far as exports");
                }
            }
            if (tables.get(1).size() < tables.get(2).size()) {
                return Optional.of("latest rows are ahead of the history");
            }
            if (finished < decided.size() - 1) {
                return Optional.of("an export is begun before the one before it is finished");
            }
            if (!IntStream.range(0, decided.size())
                    .allMatch(it -> decided.get(it).number() == it + 1)) {
                return Optional.of("a number was given twice");
            }
            if (decided.stream().anyMatch(it -> deleted.contains(it.run()))) {
                return Optional.of("the files of a decided export were deleted");
            }
            return Optional.empty();
        }
    }

    static <T> List<T> with(List<T> list, T more) {
        List<T> with = new ArrayList<>(list);
        with.add(more);
        return List.copyOf(with);
    }

    private static final Comparator<Worker> ORDER = Comparator.comparing(Worker::phase)
            .thenComparing(Worker::number)
            .thenComparing(Worker::step)
            .thenComparing(it -> it.files().run());

    static ProtocolState start(int exporters) {
        return new ProtocolState(
                0, 0, 0, Warehouse.EMPTY, List.copyOf(Collections.nCopies(exporters, Worker.IDLE)), List.of());
    }

    ProtocolState with(Worker before, Worker after) {
        return with(warehouse, before, after);
    }

    ProtocolState with(Warehouse now, Worker before, Worker after) {
        List<Worker> all = new ArrayList<>(exporters);
        all.remove(before);
        all.add(after);
        all.sort(ORDER);
        return new ProtocolState(topics, spent, started, now, List.copyOf(all), inFlight);
    }

    /** The same without what makes no difference any more: whose the finished exports were that nobody asks about. */
    ProtocolState normal() {
        if (warehouse.decided().isEmpty()) {
            return this;
        }
        List<Decided> decided = new ArrayList<>();
        for (Decided it : warehouse.decided()) {
            boolean matters = it.number() > warehouse.finished()
                    || inFlight.contains(it)
                    || warehouse.deleted().contains(it.run())
                    || exporters.stream().anyMatch(worker -> worker.files().equals(it));
            decided.add(matters ? it : new Decided(it.number(), it.export(), -1));
        }
        Warehouse now =
                new Warehouse(List.copyOf(decided), warehouse.finished(), warehouse.tables(), warehouse.deleted());
        return new ProtocolState(topics, spent, started, now, exporters, inFlight);
    }

    ProtocolState withSpent(int cost) {
        return withTopics(topics, cost);
    }

    ProtocolState withTopics(int now, int cost) {
        return new ProtocolState(now, spent + cost, started, warehouse, exporters, inFlight);
    }

    ProtocolState withStarted() {
        return new ProtocolState(topics, spent, started + 1, warehouse, exporters, inFlight);
    }

    ProtocolState with(Warehouse now, List<Decided> stillInFlight) {
        return new ProtocolState(topics, spent, started, now, exporters, stillInFlight);
    }
}
