// SPDX-License-Identifier: Apache-2.0
package doorstep.bench.peers;

import com.hazelcast.config.Config;
import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.jet.aggregate.AggregateOperation;
import com.hazelcast.jet.aggregate.AggregateOperation1;
import com.hazelcast.jet.config.JobConfig;
import com.hazelcast.jet.config.ProcessingGuarantee;
import com.hazelcast.jet.core.JobStatus;
import com.hazelcast.jet.datamodel.KeyedWindowResult;
import com.hazelcast.jet.pipeline.Pipeline;
import com.hazelcast.jet.pipeline.Sink;
import com.hazelcast.jet.pipeline.SinkBuilder;
import com.hazelcast.jet.pipeline.SourceBuilder;
import com.hazelcast.jet.pipeline.StreamSource;
import com.hazelcast.jet.pipeline.WindowDefinition;
import doorstep.bench.BenchTask;
import doorstep.bench.CellFigures;
import doorstep.bench.Job;
import doorstep.bench.Measured;
import doorstep.bench.Meter;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/**
 * Hazelcast Jet, in one process, with snapshots: scores by unit, 24 hours by 1 hour, final windows only, from an input
 * without repetitions and corrections.
 */
public final class JetSliding implements BenchTask {
    private static final long HOUR = Duration.ofHours(1).toMillis();
    private static final int WINDOW_HOURS = 24;
    /** The two sources drift apart by hours of event time. */
    private static final long ALLOWED_LAG = 72 * HOUR;

    private static final int STARS = 5;
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    /** Answers in all windows so far; each answer counts once in each of its windows. */
    private static final LongAdder COUNTED = new LongAdder();

    private static final CellFigures FIGURES = new CellFigures();

    @Override
    public Measured run(Job job) throws Exception {
        HazelcastInstance node = Hazelcast.newHazelcastInstance(config(job));
        JobConfig settings = new JobConfig()
                .setProcessingGuarantee(ProcessingGuarantee.EXACTLY_ONCE)
                .setSnapshotIntervalMillis(job.commitInterval().toMillis());
        com.hazelcast.jet.Job running = node.getJet().newJob(pipeline(job), settings);
        awaitCounted(running, job.input().events() * WINDOW_HOURS);
        Measured measured = Meter.read(job.input().events());
        synchronized (FIGURES) {
            FIGURES.write(job.figures());
        }
        return measured;
    }

    /** Also returns when nothing has moved for a while; the comparison of the figures then shows what is missing. */
    private static void awaitCounted(com.hazelcast.jet.Job running, long answers) throws InterruptedException {
        CountDownLatch never = new CountDownLatch(1);
        long before = -1;
        long deadline = 0;
        while (COUNTED.sum() < answers) {
            if (running.getStatus() == JobStatus.FAILED) {
                running.join();
            }
            if (COUNTED.sum() != before) {
                before = COUNTED.sum();
                deadline = System.nanoTime() + PATIENCE.toNanos();
            } else if (System.nanoTime() > deadline) {
                return;
            }
            boolean unused = never.await(10, TimeUnit.MILLISECONDS);
        }
    }

    private static Config config(Job job) {
        Config config = new Config();
        config.getJetConfig().setEnabled(true).setCooperativeThreadCount(job.threads());
        config.getNetworkConfig().getJoin().getAutoDetectionConfig().setEnabled(false);
        config.getNetworkConfig().getJoin().getMulticastConfig().setEnabled(false);
        config.getNetworkConfig().getInterfaces().setEnabled(true).addInterface("127.0.0.1");
        config.setProperty("hazelcast.phone.home.enabled", "false");
        config.setProperty("hazelcast.logging.type", "slf4j");
        return config;
    }

    private static Pipeline pipeline(Job job) {
        String servers = job.input().bootstrapServers();
        String topic = job.input().topic();
        int partitions = job.input().partitions();
        int threads = job.threads();
        StreamSource<JetSource.Event> source = SourceBuilder.timestampedStream(
                        "feedback", context -> new JetSource(context, servers, topic, partitions))
                .<JetSource.Event>fillBufferFn(JetSource::fill)
                .createSnapshotFn(JetSource::snapshot)
                .restoreSnapshotFn(JetSource::restore)
                .destroyFn(JetSource::close)
                .distributed(threads)
                .build();
        Pipeline pipeline = Pipeline.create();
        pipeline.readFrom(source)
                .withNativeTimestamps(ALLOWED_LAG)
                .setLocalParallelism(threads)
                .groupingKey(JetSource.Event::unit)
                .window(WindowDefinition.sliding(WINDOW_HOURS * HOUR, HOUR))
                .aggregate(scores())
                .setLocalParallelism(threads)
                .writeTo(sink());
        return pipeline;
    }

    private static AggregateOperation1<JetSource.Event, long[], long[]> scores() {
        return AggregateOperation.withCreate(() -> new long[2 + STARS])
                .<JetSource.Event>andAccumulate((tally, event) -> {
                    tally[0]++;
                    tally[1] += event.score();
                    tally[1 + event.score()]++;
                })
                .andCombine((to, from) -> {
                    for (int i = 0; i < to.length; i++) {
                        to[i] += from[i];
                    }
                })
                .andDeduct((to, from) -> {
                    for (int i = 0; i < to.length; i++) {
                        to[i] -= from[i];
                    }
                })
                .andExportFinish(long[]::clone);
    }

    /** Keeps the figures in the heap and does not write them anywhere. */
    private static Sink<KeyedWindowResult<String, long[]>> sink() {
        return SinkBuilder.sinkBuilder("tally", context -> new Object())
                .<KeyedWindowResult<String, long[]>>receiveFn((nothing, window) -> {
                    if (!window.key().equals(JetSource.END)) {
                        synchronized (FIGURES) {
                            FIGURES.put(window.key(), window.start(), window.result()[0], window.result()[1]);
                        }
                        COUNTED.add(window.result()[0]);
                    }
                })
                .build();
    }
}
