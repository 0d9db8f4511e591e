// SPDX-License-Identifier: Apache-2.0
package doorstep.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import doorstep.avro.Progress;
import doorstep.engine.EngineListener;
import doorstep.history.Dice;
import doorstep.history.History;
import doorstep.history.HistoryGenerator;
import doorstep.history.Seeds;
import doorstep.model.ModelConfig;
import doorstep.model.RawRecord;
import doorstep.window.StoredTallies;
import doorstep.wire.AvroReader;
import doorstep.wire.BundledSchemas;
import doorstep.wire.Topic;
import doorstep.wire.TopicNames;
import doorstep.wire.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Compares what tasks report to their listener with what they did, over random histories with crashes and restarts. */
class EngineListenerTest {
    private static final int USUAL = 10;
    private static final int PARTITIONS = 3;

    @Test
    void shouldReportTheStateOfTheTasksAndNothingElse() {
        Seeds.of(USUAL).forEach(seed -> {
            try {
                run(seed);
            } catch (Exception | AssertionError e) {
                throw new AssertionError("history " + seed + ", " + Seeds.again(seed) + ": " + e.getMessage(), e);
            }
        });
    }

    private static void run(long seed) throws Exception {
        History history = HistoryGenerator.history(seed);
        Dice dice = new Dice(seed * 31 + 7);
        ModelConfig config = history.config().withPartitions(PARTITIONS);
        List<RawRecord> records = History.assign(history.drafts(), PARTITIONS, dice.random());
        Told told = new Told();
        Instant asOf = history.asOfs().get(history.asOfs().size() - 1);
        SimulatedCluster cluster = new SimulatedCluster(
                Settings.of(config, dice.of(3L, 1_000_000L)), history.asOfs().get(0), dice, told);
        for (RawRecord record : records) {
            cluster.append(record);
            cluster.act();
        }
        cluster.setClock(asOf);
        cluster.drain();

        assertThat(told.rows).hasSize(4 * PARTITIONS).isEqualTo(progress(cluster));
        assertThat(told.cells.values().stream().mapToLong(cells -> cells).sum())
                .as("cells: those with rows, and those that had some")
                .isEqualTo(storedCells(cluster))
                .isGreaterThanOrEqualTo(cellsWithRows(cluster))
                .isPositive();
        assertThat(told.rowsSent).isGreaterThanOrEqualTo(cluster.sent());
        assertThat(told.cellsSent).isPositive();

        cluster.crashAll();
        assertThat(told.rows).as("a task that starts says so at once").isEqualTo(progress(cluster));
        assertThat(told.cells.values().stream().mapToLong(cells -> cells).sum())
                .as("cells counted again from the store")
                .isEqualTo(storedCells(cluster));
    }

    private static long storedCells(SimulatedCluster cluster) {
        return StoredTallies.cells(cluster.contents("windows")).size();
    }

    private static long cellsWithRows(SimulatedCluster cluster) {
        return cluster.results().entrySet().stream()
                .filter(topic -> !topic.getKey().equals(TopicNames.DEFAULT.of(Topics.WORKLIST)))
                .flatMap(topic -> topic.getValue().keySet().stream()
                        .map(key -> topic.getKey() + key.replaceAll("\\|[^|]*\\|[^|]*$", ""))) // without the window
                .distinct()
                .count();
    }

    private static Map<String, Progress> progress(SimulatedCluster cluster) throws Exception {
        AvroReader<Progress> reader = new AvroReader<>(Topics.PROGRESS, new BundledSchemas());
        Map<String, Progress> rows = new TreeMap<>();
        for (Map.Entry<String, byte[]> row :
                cluster.latest(TopicNames.DEFAULT.of(Topics.PROGRESS)).entrySet()) {
            rows.put(row.getKey(), reader.read(row.getValue()));
        }
        return rows;
    }

    private static final class Told implements EngineListener {
        private final Map<String, Progress> rows = new TreeMap<>();
        private final Map<Integer, Long> cells = new TreeMap<>();
        private long rowsSent;
        private long cellsSent;

        @Override
        public void onRound(Progress row) {
            rows.put(row.getPart() + ":" + row.getPartition(), row);
        }

        @Override
        public void onCells(int partition, long count) {
            cells.put(partition, count);
        }

        @Override
        public void onRows(Topic topic, long count) {
            rowsSent += count;
        }

        @Override
        public void onDeltaBatch(String part, int partition, long count, Duration took) {
            cellsSent += count;
        }

        @Override
        public void onClosed(String part, int partition) {
            assertThat(rows.remove(part + ":" + partition)).isNotNull();
        }
    }
}
