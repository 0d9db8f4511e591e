// SPDX-License-Identifier: Apache-2.0
package doorstep.iceberg;

import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.SnapshotAncestryValidator;
import org.apache.iceberg.SnapshotSummary;
import org.apache.iceberg.SnapshotUpdate;
import org.apache.iceberg.Table;
import org.apache.iceberg.util.SnapshotUtil;

/**
 * The export that a snapshot belongs to, from its summary. Snapshots without a mark are other engines', such as of a
 * compaction.
 *
 * @param number of the export
 * @param finished in {@code exports}: whether all tables have its rows
 * @param run which attempt to make this export it was
 * @param exporter who made it, for people
 */
record Mark(long number, boolean finished, UUID run, String exporter) {
    private static final String NUMBER = "doorstep.export";
    private static final String FINISHED = "doorstep.finished";
    private static final String RUN = "doorstep.run";
    private static final String EXPORTER = "doorstep.exporter";

    Mark asFinished() {
        return new Mark(number, true, run, exporter);
    }

    /** Whether a table has rows, but no mark: another program wrote it, or removed the snapshots that had one. */
    static boolean isLost(Table table) {
        Snapshot current = table.currentSnapshot();
        return current != null
                && !"0".equals(current.summary().get(SnapshotSummary.TOTAL_RECORDS_PROP))
                && of(table).isEmpty();
    }

    /** The latest mark of a table. */
    static Optional<Mark> of(Table table) {
        return snapshot(table).map(Mark::of);
    }

    /** The snapshot with the latest mark of a table. */
    static Optional<Snapshot> snapshot(Table table) {
        return latest(SnapshotUtil.currentAncestors(table));
    }

    /** Whether a table has a commit of this attempt. */
    boolean isIn(Table table) {
        for (Snapshot snapshot : SnapshotUtil.currentAncestors(table)) {
            if (run.toString().equals(snapshot.summary().get(RUN))) {
                return true;
            }
        }
        return false;
    }

    private static Optional<Snapshot> latest(Iterable<Snapshot> newestFirst) {
        for (Snapshot snapshot : newestFirst) {
            if (snapshot.summary().containsKey(NUMBER)) {
                return Optional.of(snapshot);
            }
        }
        return Optional.empty();
    }

    private static Mark of(Snapshot snapshot) {
        Map<String, String> summary = snapshot.summary();
        return new Mark(
                Long.parseLong(summary.get(NUMBER)),
                Boolean.parseBoolean(summary.get(FINISHED)),
                UUID.fromString(summary.get(RUN)),
                summary.get(EXPORTER));
    }

    /**
     * Gives a commit this mark.
     *
     * @param former what the latest mark of the table must be. It is looked at whenever Iceberg tries to commit: it tries
     *     again after another one's commit, so a look before the first try is not enough
     */
    <T extends SnapshotUpdate<T>> T put(T update, Predicate<Optional<Mark>> former) {
        update.set(NUMBER, Long.toString(number));
        update.set(FINISHED, Boolean.toString(finished));
        update.set(RUN, run.toString());
        update.set(EXPORTER, exporter);
        update.validateWith(new SnapshotAncestryValidator() {
            @Override
            public boolean validate(Iterable<Snapshot> newestFirst) {
                return former.test(latest(newestFirst).map(Mark::of));
            }

            @Override
            public String errorMessage() {
                return "another exporter was at work";
            }
        });
        return update;
    }
}
