// SPDX-License-Identifier: Apache-2.0
package doorstep.bench.peers;

import static org.assertj.core.api.Assertions.assertThat;

import doorstep.bench.Job;
import doorstep.bench.JobInput;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.table.api.bridge.java.StreamTableEnvironment;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Plans the queries; nothing is read. */
class FlinkQueryTest {
    private static final Job JOB = new Job(
            FlinkSql.class.getName(),
            "breakdowns",
            "test",
            new JobInput("127.0.0.1:1", "feedback", 1, 2),
            1,
            Duration.ofSeconds(1),
            Path.of("unused"));

    private StreamTableEnvironment tables;

    @BeforeEach
    void open() {
        tables = StreamTableEnvironment.create(StreamExecutionEnvironment.getExecutionEnvironment());
    }

    private String plan(FlinkQuery query) {
        FlinkSql.createTables(tables, query, JOB);
        return tables.explainSql(query.insert());
    }

    /** Flink would keep all rows once more if it did not know that they are distinct by primary key. */
    @ParameterizedTest
    @EnumSource
    void shouldSendRowsToTheSinkWithoutMoreState(FlinkQuery query) {
        assertThat(plan(query)).contains("Sink(table=").doesNotContain("upsertMaterialize");
    }

    @Test
    void shouldAggregateBreakdownsInTwoPhases() {
        assertThat(plan(FlinkQuery.BREAKDOWNS))
                .contains("MiniBatchAssigner", "LocalGroupAggregate", "GlobalGroupAggregate")
                .contains("correlate=[table(event_cells(");
    }
}
