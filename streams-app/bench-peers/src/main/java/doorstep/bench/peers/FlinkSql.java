// SPDX-License-Identifier: Apache-2.0
package doorstep.bench.peers;

import doorstep.bench.BenchTask;
import doorstep.bench.DiskUse;
import doorstep.bench.Job;
import doorstep.bench.Measured;
import doorstep.bench.Meter;
import doorstep.bench.Quantity;
import java.nio.file.Path;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.table.api.bridge.java.StreamTableEnvironment;

/** Flink SQL with heap state, in one process, with checkpoints. The job's variant is a {@link FlinkQuery}. */
public final class FlinkSql implements BenchTask {
    @Override
    public Measured run(Job job) throws Exception {
        FlinkQuery query = FlinkQuery.ofVariant(job.variant());
        Path checkpoints = job.state().resolve("checkpoints");
        StreamExecutionEnvironment environment =
                StreamExecutionEnvironment.getExecutionEnvironment(configuration(job, checkpoints));
        environment.setParallelism(job.threads());
        StreamTableEnvironment tables = StreamTableEnvironment.create(environment);
        createTables(tables, query, job);
        tables.executeSql(query.insert()).await();
        Measured measured = Meter.read(job.input().events());
        DiskUse.of(checkpoints).ifPresent(bytes -> measured.put(Quantity.STATE_BYTES, bytes));
        TallySink.figures().write(job.figures());
        return measured;
    }

    static void createTables(StreamTableEnvironment tables, FlinkQuery query, Job job) {
        tables.getConfig().set("table.local-time-zone", "UTC");
        query.options(job).forEach(tables.getConfig()::set);
        tables.createTemporarySystemFunction(EventCells.NAME, EventCells.class);
        tables.executeSql(query.source(job));
        tables.executeSql(query.sink());
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
