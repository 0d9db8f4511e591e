// SPDX-License-Identifier: Apache-2.0
package doorstep.management;

import doorstep.app.Pipeline;
import doorstep.avro.Progress;
import doorstep.management.HealthSnapshot.LogPosition;
import doorstep.management.TaskRegistry.TaskStatus;
import doorstep.streams.BatchedStore;
import doorstep.wire.TopicNames;
import doorstep.wire.Topics;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToLongFunction;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.TopicPartition;

/**
 * Collects the pipeline's metrics at each Prometheus scrape. All counters of a partition come from one row of progress,
 * so that {@code received = current + repeated + rejected} holds in every scrape; meters that are read one by one could
 * not guarantee that.
 */
final class PrometheusMetrics implements MultiCollector {
    private final TopicNames names;
    private final Set<String> inputs;
    private final Pipeline pipeline;
    private final TaskRegistry taskRegistry;
    private final HealthMonitor checkup;
    private final Readiness readiness;
    private final InstantSource clock;

    /** @param names of the topics */
    PrometheusMetrics(
            TopicNames names,
            Pipeline pipeline,
            TaskRegistry taskRegistry,
            HealthMonitor checkup,
            Readiness readiness,
            InstantSource clock) {
        this.names = names;
        inputs = Set.copyOf(names.of(Topics.inputs()));
        this.pipeline = pipeline;
        this.taskRegistry = taskRegistry;
        this.checkup = checkup;
        this.readiness = readiness;
        this.clock = clock;
    }

    @Override
    public MetricSnapshots collect() {
        MetricSnapshots.Builder all = MetricSnapshots.builder();
        List<TaskStatus> tasks = taskRegistry.statuses();
        List<TaskStatus> inputs =
                tasks.stream().filter(task -> !task.key().isWindows()).toList();
        List<TaskStatus> windows =
                tasks.stream().filter(task -> task.key().isWindows()).toList();
        addAccounting(all, inputs);
        addLag(all, checkup.last().sources());
        addWindows(all, windows);
        addState(all);
        addWellBeing(all, tasks.size());
        return all.build();
    }

    private void addAccounting(MetricSnapshots.Builder all, List<TaskStatus> inputs) {
        counter(all, inputs, "received", "Records read, according to committed state.", Progress::getReceived);
        counter(all, inputs, "current", "Distinct ids among accepted records.", Progress::getCurrent);
        counter(
                all,
                inputs,
                "repeated",
                "Accepted records beyond the first of their id. received = current + repeated + rejected.",
                Progress::getRepeated);
        counter(
                all,
                inputs,
                "rejected",
                "Refused records; each has a row in the topic of rejected records.",
                Progress::getRejected);
        counter(
                all,
                inputs,
                "conflicting",
                "Records with the same id and revision as another one, but different content.",
                Progress::getConflicts);
    }

    private void counter(
            MetricSnapshots.Builder all,
            List<TaskStatus> inputs,
            String name,
            String help,
            ToLongFunction<Progress> value) {
        CounterSnapshot.Builder counter =
                CounterSnapshot.builder().name("doorstep_records_" + name).help(help);
        inputs.forEach(task -> counter.dataPoint(CounterDataPointSnapshot.builder()
                .value((double) value.applyAsLong(task.settled()))
                .labels(labels(task))
                .build()));
        all.metricSnapshot(counter.build());
    }

    private void addLag(MetricSnapshots.Builder all, Map<TopicPartition, LogPosition> sources) {
        GaugeSnapshot.Builder input = gauge(
                "doorstep_input_lag_records",
                "Records of an input partition that were not read yet at the last health check.");
        GaugeSnapshot.Builder deltaBatch = gauge(
                "doorstep_delta_batch_lag_records",
                "Delta batches that the windows had not read yet at the last health check; may include transaction"
                        + " markers.");
        sources.forEach((partition, source) -> {
            if (source.ours()) {
                add(
                        inputs.contains(partition.topic()) ? input : deltaBatch,
                        source.lag(),
                        Labels.of("topic", partition.topic(), "partition", String.valueOf(partition.partition())));
            }
        });
        all.metricSnapshot(input.build()).metricSnapshot(deltaBatch.build());
    }

    private void addWindows(MetricSnapshots.Builder all, List<TaskStatus> windows) {
        Instant now = clock.instant();
        GaugeSnapshot.Builder asOf = gauge(
                "doorstep_as_of_timestamp_seconds",
                "As-of, the minute that the figures refer to, in seconds since 1970-01-01 UTC, by windows partition.");
        GaugeSnapshot.Builder age = gauge(
                "doorstep_as_of_age_seconds",
                "The clock minus as-of; up to 60 s plus as-of.lag if as-of follows the clock.");
        GaugeSnapshot.Builder beyond = gauge(
                "doorstep_contributions_beyond_as_of",
                "Contributions that are later than as-of and not in any figure yet, by result topic.");
        GaugeSnapshot.Builder unsent =
                gauge("doorstep_unsent_rows", "Rows that have changed and have not been sent yet.");
        GaugeSnapshot.Builder cells = gauge(
                "doorstep_cells", "Cells (family, unit, breakdown value, facet), counted once per year with figures.");
        for (TaskStatus task : windows) {
            Labels partition = Labels.of("partition", String.valueOf(task.key().partition()));
            Progress row = task.latest();
            add(asOf, row.getAsOf().getEpochSecond(), partition);
            add(age, Duration.between(row.getAsOf(), now).toSeconds(), partition);
            add(unsent, row.getUnsent(), partition);
            add(cells, task.cells(), partition);
            names.of(Topics.figures())
                    .forEach(topic ->
                            add(beyond, row.getBeyond().getOrDefault(topic, 0L), partition.add("topic", topic)));
        }
        List.of(asOf, age, beyond, unsent, cells).forEach(gauge -> all.metricSnapshot(gauge.build()));
    }

    private void addState(MetricSnapshots.Builder all) {
        GaugeSnapshot.Builder entries = gauge("doorstep_state_entries", "Rows of a store, by partition.");
        GaugeSnapshot.Builder bytes =
                gauge("doorstep_state_bytes", "Bytes of keys and values of a store in the heap, by partition.");
        pipeline.metrics().forEach((name, metric) -> {
            addStore(entries, BatchedStore.ROWS_METRIC, name, metric);
            addStore(bytes, BatchedStore.BYTES_METRIC, name, metric);
        });
        GaugeSnapshot.Builder left = gauge(
                "doorstep_restore_records_left", "Records of a changelog still to be restored; absent if none are.");
        pipeline.restores()
                .underWay()
                .forEach(restore -> add(
                        left,
                        restore.left(),
                        Labels.of("store", restore.store(), "partition", String.valueOf(restore.partition()))));
        all.metricSnapshot(entries.build()).metricSnapshot(bytes.build()).metricSnapshot(left.build());
        all.metricSnapshot(counter(
                "doorstep_restored_records",
                "Records restored from changelogs since the process started.",
                pipeline.restores().restored()));
    }

    private static void addStore(GaugeSnapshot.Builder gauge, String metricName, MetricName name, Metric metric) {
        String store = name.tags().get(BatchedStore.STORE_TAG);
        String task = name.tags().get("task-id");
        if (name.name().equals(metricName) && store != null && metric.metricValue() instanceof Number value) {
            add(gauge, value, Labels.of("store", store, "partition", task.substring(task.lastIndexOf('_') + 1)));
        }
    }

    private void addWellBeing(MetricSnapshots.Builder all, int tasks) {
        all.metricSnapshot(counter(
                "doorstep_thread_restarts",
                "Threads restarted after a temporary fault: registry or brokers unreachable.",
                pipeline.threadRestarts()));
        GaugeSnapshot.Builder running = gauge(
                "doorstep_running_tasks", "Tasks that run here; summed over all instances, four times the partitions.");
        add(running, tasks, Labels.EMPTY);
        GaugeSnapshot.Builder healthy = gauge("doorstep_healthy", "1 if /health reports healthy, else 0.");
        add(healthy, checkup.health().isHealthy() ? 1 : 0, Labels.EMPTY);
        GaugeSnapshot.Builder ready = gauge("doorstep_ready", "1 if /ready reports ready, else 0.");
        add(ready, readiness.reasons().isEmpty() ? 1 : 0, Labels.EMPTY);
        List.of(running, healthy, ready).forEach(gauge -> all.metricSnapshot(gauge.build()));
    }

    private static CounterSnapshot counter(String name, String help, long value) {
        return CounterSnapshot.builder()
                .name(name)
                .help(help)
                .dataPoint(
                        CounterDataPointSnapshot.builder().value((double) value).build())
                .build();
    }

    private static GaugeSnapshot.Builder gauge(String name, String help) {
        return GaugeSnapshot.builder().name(name).help(help);
    }

    private static void add(GaugeSnapshot.Builder gauge, Number value, Labels labels) {
        gauge.dataPoint(GaugeDataPointSnapshot.builder()
                .value(value.doubleValue())
                .labels(labels)
                .build());
    }

    private Labels labels(TaskStatus task) {
        return Labels.of(
                "topic",
                names.of(task.key().input().orElseThrow()),
                "partition",
                String.valueOf(task.key().partition()));
    }
}
