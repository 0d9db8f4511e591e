// SPDX-License-Identifier: Apache-2.0
package doorstep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import doorstep.app.Pipeline;
import doorstep.broker.EmbeddedBroker;
import doorstep.config.AppConfig;
import doorstep.figures.ProgressWatch;
import doorstep.fixtures.ShortWaits;
import doorstep.wire.BundledSchemas;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two installations (production and staging) on one cluster, kept apart by {@code topics.prefix}. */
class TwoInstallationsIT {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Instant AS_OF = Instant.parse("2026-02-01T00:00:00Z");
    private static final String PRODUCTION = "doorstep.";
    /** Begins with the other prefix, so that code that compares only prefixes would confuse the two. */
    private static final String STAGING = "doorstep.staging.";

    private static final String MAPPING = """
            doorstep: 1
            files: {format: csv}
            times: {zone: UTC, formats: yyyy-MM-dd}
            events:
              - topic: visits
                fields: {id: <id>, source: TEST, unit: City/<district>, occurredAt: <day>, category: OTHER, mode: DOOR}
            """;

    @TempDir
    private Path dir;

    private EmbeddedBroker broker;

    @BeforeEach
    void start() {
        broker = EmbeddedBroker.start(dir.resolve("broker"), 0);
        for (String prefix : List.of(PRODUCTION, STAGING)) {
            assertThat(run(prefix, "topics", "create").code()).isZero();
        }
    }

    @AfterEach
    void stop() {
        broker.close();
    }

    @Test
    void shouldCountEachInstallationByItself() throws Exception {
        ingest(PRODUCTION, "North", 40);
        ingest(STAGING, "South", 7); // the same ids as in production
        count();

        assertThat(visits(PRODUCTION, "City/North")).isEqualTo("40");
        assertThat(visits(PRODUCTION, "*")).isEqualTo("40");
        assertThat(visits(STAGING, "City/South")).isEqualTo("7");
        assertThat(visits(STAGING, "*")).isEqualTo("7");
        assertThat(run(STAGING, "rows", "doorstep.staging.visit-counts").err())
                .contains("doorstep.staging.visit-counts, ", "later than as-of: nothing");
        assertThat(run(PRODUCTION, "rows", "settings").out()).contains("topics.prefix", "doorstep.");
        assertThat(run(STAGING, "rows", "settings").out()).contains("doorstep.staging.");
    }

    @Test
    void shouldRebuildOneInstallationAndLeaveTheOtherAlone() throws Exception {
        ingest(PRODUCTION, "North", 40);
        ingest(STAGING, "South", 7);
        count();
        String before = rows(STAGING);

        Doorstep rebuilt = run(PRODUCTION, "rebuild", "--yes");
        assertThat(rebuilt.code()).as(rebuilt.err()).isZero();
        assertThat(rebuilt.err()).doesNotContain("staging");

        assertThat(visits(PRODUCTION, "*")).isEqualTo("40");
        assertThat(rows(STAGING)).isEqualTo(before);
        ingest(STAGING, "South", 9);
        count(); // staging continues from its state
        assertThat(visits(STAGING, "*")).isEqualTo("9");
    }

    @Test
    void shouldRefuseStateCountedUnderAnotherTopicPrefix() throws Exception {
        ingest(PRODUCTION, "North", 3);
        ingest(STAGING, "South", 3); // so that settings are published there too
        count();

        Pipeline moved = started(config(STAGING).with(Map.of("application.id", "doorstep")));
        try {
            assertThat(moved.awaitStop(PATIENCE)).isTrue();
            assertThat(moved.failure())
                    .get()
                    .asString()
                    .contains("CHANGED_MEANING", "topics.prefix", PRODUCTION, STAGING, "doorstep rebuild");
        } finally {
            moved.closeAndLeave();
        }
    }

    private AppConfig config(String prefix) {
        return AppConfig.of(ShortWaits.SETTINGS)
                .with(Map.of(
                        "bootstrap.servers",
                        broker.bootstrapServers(),
                        "topics.prefix",
                        prefix,
                        "partitions",
                        "2",
                        "as-of",
                        AS_OF.toString(),
                        "state.dir",
                        dir.resolve("state-of-" + prefix).toString()));
    }

    /** Runs both pipelines at the same time until all input is counted. */
    private void count() throws Exception {
        Pipeline production = started(config(PRODUCTION));
        Pipeline staging = started(config(STAGING));
        try {
            awaitComplete(production, config(PRODUCTION));
            awaitComplete(staging, config(STAGING));
        } finally {
            production.closeAndLeave();
            staging.closeAndLeave();
        }
    }

    private static Pipeline started(AppConfig config) {
        Pipeline pipeline = Pipeline.of(config, new BundledSchemas());
        pipeline.start();
        return pipeline;
    }

    private static void awaitComplete(Pipeline pipeline, AppConfig config) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        try (ProgressWatch progress = new ProgressWatch(config, new BundledSchemas())) {
            while (!progress.completion(AS_OF).isComplete()) {
                assertThat(pipeline.failure()).isEmpty();
                assertThat(System.nanoTime()).isLessThan(deadline);
                new CountDownLatch(1).await(50, TimeUnit.MILLISECONDS);
            }
        }
    }

    private void ingest(String prefix, String district, int visits) throws IOException {
        Path mapping = Files.writeString(dir.resolve("visits.yaml"), MAPPING);
        List<String> lines = new ArrayList<>(List.of("id,district,day"));
        IntStream.range(0, visits).forEach(i -> lines.add("v" + i + "," + district + ",2026-01-15"));
        Path file = Files.write(dir.resolve("visits.csv"), lines);

        Doorstep done = run(prefix, "ingest", "--mapping", mapping.toString(), file.toString());

        assertThat(done.code()).as(done.err()).isZero();
        assertThat(done.out()).contains(prefix + "visits: " + visits + " events, " + visits + " acknowledged");
    }

    /** The visits of a unit of all time. */
    private String visits(String prefix, String unit) {
        Doorstep rows =
                run(prefix, "rows", "visit-counts", "--csv", "--unit", unit, "--window", "EVER", "--breakdown", "none");
        assertThat(rows.code()).as(rows.err()).isZero();
        List<String> lines = rows.out().lines().toList();
        assertThat(lines).hasSize(2);
        List<String> columns = List.of(lines.get(0).split(",", -1));
        return lines.get(1).split(",", -1)[columns.indexOf("visits")];
    }

    private String rows(String prefix) {
        return run(prefix, "rows", "visit-counts", "--json").out();
    }

    private Doorstep run(String prefix, String... args) {
        List<String> words = new ArrayList<>(List.of(args));
        words.addAll(List.of("--data", dir.resolve("data").toString()));
        config(prefix).shown().forEach((key, value) -> {
            if (config(prefix).isGiven(key)) {
                words.addAll(List.of("--set", key + "=" + value));
            }
        });
        return Doorstep.run(words.toArray(String[]::new));
    }
}
