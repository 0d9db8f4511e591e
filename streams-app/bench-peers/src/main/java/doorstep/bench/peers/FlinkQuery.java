// SPDX-License-Identifier: Apache-2.0
package doorstep.bench.peers;

import doorstep.bench.FirstBatch;
import doorstep.bench.Job;
import java.util.Locale;
import java.util.Map;

/** The SQL of each variant of {@link FlinkSql}: a table {@code feedback}, a table {@code scores}, and a query. */
enum FlinkQuery {
    /** Scores by unit, 24 hours by 1 hour, final windows only, from an input without repetitions and corrections. */
    HOP(
            "id STRING, unit STRING, score INT, `at` TIMESTAMP_LTZ(3), WATERMARK FOR `at` AS `at` - INTERVAL '3' HOUR",
            "unit STRING, `start` TIMESTAMP(3)",
            "",
            "SELECT unit, window_start, FIGURES FROM TABLE(HOP(TABLE feedback, DESCRIPTOR(`at`),"
                    + " INTERVAL '1' HOUR, INTERVAL '24' HOUR)) GROUP BY unit, window_start, window_end"),

    /**
     * The last version of every id, then scores by unit and hour. Deduplicates by arrival: a correction arrives after
     * what it corrects, and this is the fastest deduplication in Flink.
     */
    LATEST(
            "id STRING, unit STRING, score INT, `at` TIMESTAMP_LTZ(3), arrived AS PROCTIME()",
            "unit STRING, `start` TIMESTAMP_LTZ(3)",
            "unit, `start`",
            "SELECT unit, hour_start, FIGURES FROM (SELECT unit, score, FLOOR(`at` TO HOUR) AS hour_start FROM"
                    + " (SELECT *, ROW_NUMBER() OVER (PARTITION BY id ORDER BY arrived DESC) AS place FROM feedback)"
                    + " WHERE place = 1) GROUP BY unit, hour_start"),

    /**
     * Scores by unit and day, of each unit, those above it and all together, in total and by each value of Doorstep's
     * default breakdowns ({@link EventCells}), from the whole input. Aggregates in two phases, in bundles of one
     * checkpoint interval. It groups by day instead of using a TUMBLE window, which would drop what comes days late.
     *
     * <p>It does less than Doorstep: every delivery counts, so nothing is deduplicated or corrected. Days are the only
     * period; a reader adds them up for 30 days, a month, a quarter or a year, and nothing ever leaves a window. There
     * is one family of figures (count, sum, distribution of scores), not two, and no call-backs. Rows are kept in memory
     * and not written to Kafka, nor is a changelog of the state.
     */
    BREAKDOWNS(
            "unit STRING, area STRING, channel STRING, topic STRING, source STRING, score INT, `at` TIMESTAMP_LTZ(3)",
            "unit STRING, breakdown STRING, `value` STRING, `start` TIMESTAMP_LTZ(3)",
            "unit, breakdown, `value`, `start`",
            "SELECT cell.unit, breakdown, `value`, day_start, FIGURES FROM"
                    + " (SELECT *, FLOOR(`at` TO DAY) AS day_start FROM feedback) AS event,"
                    + " LATERAL TABLE(" + EventCells.NAME + "(event.unit, area, channel, topic, source))"
                    + " AS cell(unit, breakdown, `value`) GROUP BY cell.unit, breakdown, `value`, day_start");

    private static final String SCORES = "COUNT(*), SUM(CAST(score AS BIGINT)), COUNT(*) FILTER (WHERE score = 1),"
            + " COUNT(*) FILTER (WHERE score = 2), COUNT(*) FILTER (WHERE score = 3),"
            + " COUNT(*) FILTER (WHERE score = 4), COUNT(*) FILTER (WHERE score = 5)";

    private final String columns;
    private final String group;
    private final String primaryKey;
    private final String select;

    /**
     * @param columns of {@code feedback}
     * @param group leading columns of {@code scores}
     * @param primaryKey of {@code scores}; empty if each row is final
     * @param select with {@code FIGURES} for the figures
     */
    FlinkQuery(String columns, String group, String primaryKey, String select) {
        this.columns = columns;
        this.group = group;
        this.primaryKey = primaryKey;
        this.select = select;
    }

    static FlinkQuery ofVariant(String variant) {
        return valueOf(variant.toUpperCase(Locale.ROOT));
    }

    /** Creates {@code feedback}, the input topic. */
    String source(Job job) {
        return "CREATE TABLE feedback (" + columns + ") WITH ('connector' = 'kafka', 'topic' = '"
                + job.input().topic()
                + "', 'properties.bootstrap.servers' = '" + job.input().bootstrapServers()
                + "', 'properties.group.id' = '" + job.name()
                + "', 'properties.max.poll.records' = '5000', 'properties.interceptor.classes' = '"
                + FirstBatch.class.getName() + "', 'scan.startup.mode' = 'earliest-offset', 'scan.bounded.mode' ="
                + " 'latest-offset', 'format' = '" + FeedbackFormat.NAME + "')";
    }

    /** Creates {@code scores}. */
    String sink() {
        return "CREATE TABLE scores (" + group
                + ", n BIGINT, s BIGINT, s1 BIGINT, s2 BIGINT, s3 BIGINT, s4 BIGINT, s5 BIGINT"
                + (primaryKey.isEmpty() ? "" : ", PRIMARY KEY (" + primaryKey + ") NOT ENFORCED")
                + ") WITH ('connector' = '" + TallySink.NAME + "')";
    }

    /** Counts until the end of the input. */
    String insert() {
        return "INSERT INTO scores " + select.replace("FIGURES", SCORES);
    }

    /** Options of the planner. */
    Map<String, String> options(Job job) {
        return this == BREAKDOWNS
                ? Map.of(
                        "table.exec.mini-batch.enabled", "true",
                        "table.exec.mini-batch.allow-latency",
                                job.commitInterval().toMillis() + "ms",
                        "table.exec.mini-batch.size", "1000000",
                        "table.optimizer.agg-phase-strategy", "TWO_PHASE")
                : Map.of();
    }
}
