// SPDX-License-Identifier: Apache-2.0
package doorstep.bench.peers;

import static org.assertj.core.api.Assertions.assertThat;

import doorstep.bench.Job;
import doorstep.bench.JobInput;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.table.api.bridge.java.StreamTableEnvironment;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Plans the queries, and runs one without Kafka. */
class FlinkQueryTest {
    private static final long DAY = Duration.ofDays(1).toMillis();
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
        StreamExecutionEnvironment environment = StreamExecutionEnvironment.getExecutionEnvironment();
        environment.setParallelism(2);
        tables = StreamTableEnvironment.create(environment);
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

    @Test
    void shouldCountWhatComesDaysLateInItsOwnDay(@TempDir Path dir) throws Exception {
        FlinkSql.createTables(tables, FlinkQuery.BREAKDOWNS, JOB);
        tables.executeSql("CREATE TEMPORARY VIEW feedback AS SELECT unit, area, channel, topic, source, score,"
                + " TO_TIMESTAMP_LTZ(ms, 3) AS `at` FROM (VALUES"
                + " ('city/d1', 'east', 'WEB', 'NOISE', 'DESK', 5, " + (2 * DAY + 10) + "),"
                + " ('city/d2', 'east', 'WEB', 'NOISE', 'DESK', 2, " + (3 * DAY - 1) + "),"
                + " ('city/d1', 'west', 'WEB', 'NOISE', 'DESK', 4, " + DAY + "))"
                + " AS sent(unit, area, channel, topic, source, score, ms)");

        tables.executeSql(FlinkQuery.BREAKDOWNS.insert()).await();

        Path figures = dir.resolve("figures.tsv");
        TallySink.figures().write(figures);
        assertThat(Files.readAllLines(figures))
                .hasSize(5 * 3 + 5 * 4)
                .contains(
                        "*\t" + DAY + "\t1\t4",
                        "city/d1|area=west\t" + DAY + "\t1\t4",
                        "*\t" + 2 * DAY + "\t2\t7",
                        "city\t" + 2 * DAY + "\t2\t7",
                        "city|area=east\t" + 2 * DAY + "\t2\t7",
                        "city/d1|channel=WEB\t" + 2 * DAY + "\t1\t5",
                        "city/d2|topic=NOISE\t" + 2 * DAY + "\t1\t2",
                        "*|source=DESK\t" + 2 * DAY + "\t2\t7");
    }
}
