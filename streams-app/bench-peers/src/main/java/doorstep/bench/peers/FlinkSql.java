// SPDX-License-Identifier: Apache-2.0
package doorstep.bench.peers;

import doorstep.bench.DiskUse;
import doorstep.bench.BenchTask;
import doorstep.bench.FirstBatch;
import doorstep.bench.Job;
import doorstep.bench.Measured;
import doorstep.bench.Meter;
import doorstep.bench.Quantity;
import java.nio.file.Path;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.table.api.bridge.java.StreamTableEnvironment;

/**
 * Flink SQL with heap state, in one process, with checkpoints. Variant {@code hop}: scores by unit, 24 hours by 1 hour,
 * final windows only, from an input without repetitions and corrections. Variant {@code latest}: the last version of
 * every id, then scores by unit and hour.
 */
public final class FlinkSql implements BenchTask {
    private static final String HOP = "hop";
    private static final String SCORES = "COUNT(*), SUM(CAST(score AS BIGINT)), COUNT(*) FILTER (WHERE score = 1),"
            + " COUNT(*) FILTER (WHERE score = 2), COUNT(*) FILTER (WHERE score = 3),"
            + " COUNT(*) FILTER (WHERE score = 4), COUNT(*) FILTER (WHERE score = 5)";

    @Override
    public Measured run(Job job) throws Exception {
        boolean hop = job.variant().equals(HOP);
        Path checkpoints = job.state().resolve("checkpoints");
        StreamExecutionEnvironment environment =
                StreamExecutionEnvironment.getExecutionEnvironment(configuration(job, checkpoints));
        environment.setParallelism(job.threads());
        StreamTableEnvironment tables = StreamTableEnvironment.create(environment);
        tables.getConfig().set("table.local-time-zone", "UTC");
        tables.executeSql(source(job, hop));
        tables.executeSql("CREATE TABLE scores (unit STRING, `start` " + (hop ? "TIMESTAMP(3)" : "TIMESTAMP_LTZ(3)")
                + ", n BIGINT, s BIGINT, s1 BIGINT, s2 BIGINT, s3 BIGINT, s4 BIGINT, s5 BIGINT"
                + (hop ? "" : ", PRIMARY KEY (unit, `start`) NOT ENFORCED") + ") WITH ('connector' = '"
                + TallySink.NAME + "')");
        tables.executeSql("INSERT INTO scores " + (hop ? hop() : latest())).await();
        Measured measured = Meter.read(job.input().events());
        DiskUse.of(checkpoints).ifPresent(bytes -> measured.put(Quantity.STATE_BYTES, bytes));
        TallySink.figures().write(job.figures());
        return measured;
    }

    private static String source(Job job, boolean hop) {
        return "CREATE TABLE feedback (id STRING, unit STRING, score INT, `at` TIMESTAMP_LTZ(3), arrived AS PROCTIME()"
                + (hop ? ", WATERMARK FOR `at` AS `at` - INTERVAL '3' HOUR" : "")
                + ") WITH ('connector' = 'kafka', 'topic' = '" + job.input().topic()
                + "', 'properties.bootstrap.servers' = '" + job.input().bootstrapServers()
                + "', 'properties.group.id' = '" + job.name()
                + "', 'properties.max.poll.records' = '5000', 'properties.interceptor.classes' = '"
                + FirstBatch.class.getName() + "', 'scan.startup.mode' = 'earliest-offset', 'scan.bounded.mode' ="
                + " 'latest-offset', 'format' = '" + FeedbackFormat.NAME + "')";
    }

    private static String hop() {
        return "SELECT unit, window_start, " + SCORES + " FROM TABLE(HOP(TABLE feedback, DESCRIPTOR(`at`),"
                + " INTERVAL '1' HOUR, INTERVAL '24' HOUR)) GROUP BY unit, window_start, window_end";
    }

    /**
     * Deduplicates by arrival: a correction arrives after what it corrects, and this is the fastest deduplication in
     * Flink.
     */
    private static String latest() {
        return "SELECT unit, hour_start, " + SCORES + " FROM (SELECT unit, score, FLOOR(`at` TO HOUR) AS hour_start FROM"
                + " (SELECT *, ROW_NUMBER() OVER (PARTITION BY id ORDER BY arrived DESC) AS place FROM feedback)"
                + " WHERE place = 1) GROUP BY unit, hour_start";
    }

    private static Configuration configuration(Job job, Path checkpoints) {
        Configuration configuration = new Configuration();
        configuration.setString("state.backend.type", "hashmap");
        configuration.setString(
                "execution.checkpointing.interval", job.commitInterval().toMillis() + "ms");
        configuration.setString("execution.checkpointing.mode", "EXACTLY_ONCE");
        configuration.setString("execution.checkpointing.storage", "filesystem");
        configuration.setString(
                "execution.checkpointing.dir", checkpoints.toUri().toString());
        configuration.setString("execution.checkpointing.checkpoints-after-tasks-finish", "true");
        configuration.setString("execution.runtime-mode", "STREAMING");
        configuration.setString("taskmanager.memory.managed.size", "1gb");
        configuration.setString("taskmanager.memory.network.min", "256mb");
        configuration.setString("taskmanager.memory.network.max", "256mb");
        configuration.setString("taskmanager.numberOfTaskSlots", String.valueOf(job.threads()));
        configuration.setString("pipeline.object-reuse", "true");
        configuration.setString("pipeline.auto-watermark-interval", "200ms");
        configuration.setString("restart-strategy.type", "none");
        configuration.setString("io.tmp.dirs", job.state().resolve("tmp").toString());
        return configuration;
    }
}
