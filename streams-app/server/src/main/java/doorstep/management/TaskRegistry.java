// SPDX-License-Identifier: Apache-2.0
package doorstep.management;

import doorstep.avro.Progress;
import doorstep.engine.EngineListener;
import doorstep.tally.ZoneTransitions;
import doorstep.wire.Topic;
import doorstep.wire.TopicNames;
import doorstep.wire.Topics;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.kafka.common.TopicPartition;

/**
 * The tasks that run in this process, each with the latest state that it reported. Thread-safe.
 *
 * <p>A row that a task reports may still be rolled back. Prometheus would take counters that decrease for a restart, so
 * the counters of an input are kept at the last row that is known to be committed ({@link #settle}).
 */
final class TaskRegistry implements EngineListener {
    /** Identifies a task: part of the pipeline (an input or the windows) and partition. */
    record TaskKey(String part, int partition) implements Comparable<TaskKey> {
        @Override
        public int compareTo(TaskKey other) {
            int byPart = part.compareTo(other.part);
            return byPart != 0 ? byPart : Integer.compare(partition, other.partition);
        }

        boolean isWindows() {
            return part.equals(Topics.WINDOWS_PART);
        }

        /** The input topic that it reads; empty for the windows. */
        Optional<Topic> input() {
            return isWindows() ? Optional.empty() : Topics.ofShortName(part);
        }

        @Override
        public String toString() {
            return part + "/" + partition;
        }
    }

    /**
     * @param latest the last row that it reported
     * @param settled the last row known to be committed; its counters balance
     * @param cells number of cells of a windows task; 0 for an input
     * @param zone zone transitions by which the task determines local days; empty until reported
     * @param ranAt when it last reported a row
     */
    record TaskStatus(
            TaskKey key,
            Progress latest,
            Progress settled,
            long cells,
            Optional<ZoneTransitions> zone,
            Instant ranAt) {}

    /** The mutable state of one task. */
    private static final class Entry {
        private Progress latest;
        private Progress settled;
        private Progress candidate; // the oldest reported row that is not known to be committed
        private long cells;
        private Optional<ZoneTransitions> zone = Optional.empty();
        private Instant ranAt;

        void tell(Progress row, Instant now) {
            if (settled == null) {
                settled = row; // restored from committed state
            } else if (candidate == null) {
                candidate = row;
            }
            latest = row;
            ranAt = now;
        }

        void settle(long committed) {
            if (isIn(latest, committed)) {
                settled = latest;
                candidate = null;
            } else if (candidate != null && isIn(candidate, committed)) {
                settled = candidate;
                candidate = latest;
            }
        }

        private static boolean isIn(Progress row, long committed) {
            return row.getNextOffset() <= committed;
        }
    }

    private final TopicNames names;
    private final InstantSource clock;
    private final TaskMeters meters;
    private final Map<TaskKey, Entry> entries = new TreeMap<>();

    /** @param names of the topics */
    TaskRegistry(TopicNames names, InstantSource clock, TaskMeters meters) {
        this.names = names;
        this.clock = clock;
        this.meters = meters;
    }

    @Override
    public synchronized void onRound(Progress row) {
        entries.computeIfAbsent(new TaskKey(row.getPart(), row.getPartition()), key -> new Entry())
                .tell(row, clock.instant());
    }

    @Override
    public synchronized void onCells(int partition, long cells) {
        Entry entry = entries.get(new TaskKey(Topics.WINDOWS_PART, partition));
        if (entry != null) {
            entry.cells = cells;
        }
    }

    @Override
    public synchronized void onZone(String part, int partition, ZoneTransitions zone) {
        Entry entry = entries.get(new TaskKey(part, partition));
        if (entry != null) {
            entry.zone = Optional.of(zone);
        }
    }

    @Override
    public synchronized void onClosed(String part, int partition) {
        entries.remove(new TaskKey(part, partition));
    }

    @Override
    public void onDeltaBatch(String part, int partition, long cells, Duration took) {
        meters.deltaBatchesSent(cells, took);
    }

    @Override
    public void onRows(Topic topic, long rows) {
        meters.sent(topic, rows);
    }

    /** @param committed offsets of the group, by partition */
    synchronized void settle(Map<TopicPartition, Long> committed) {
        entries.forEach((key, entry) -> key.input().ifPresent(topic -> {
            Long offset = committed.get(new TopicPartition(names.of(topic), key.partition()));
            if (offset != null) {
                entry.settle(offset);
            }
        }));
    }

    /** The tasks that have started and not left, ordered by part and partition. */
    synchronized List<TaskStatus> statuses() {
        List<TaskStatus> statuses = new ArrayList<>();
        entries.forEach((key, entry) ->
                statuses.add(new TaskStatus(key, entry.latest, entry.settled, entry.cells, entry.zone, entry.ranAt)));
        return statuses;
    }
}
