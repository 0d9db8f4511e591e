// SPDX-License-Identifier: Apache-2.0
package doorstep.app;

import static org.assertj.core.api.Assertions.assertThat;

import doorstep.config.AppConfig;
import doorstep.engine.EngineSettings;
import doorstep.engine.FormatVersions;
import doorstep.integrity.RefusedException;
import doorstep.settings.PublishedSettings;
import doorstep.tally.WindowKind;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.errors.InvalidPidMappingException;
import org.apache.kafka.common.errors.InvalidTxnStateException;
import org.apache.kafka.common.errors.NotEnoughReplicasException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.TransactionAbortableException;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.errors.StreamsException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PipelineTest {
    @TempDir
    private Path dir;

    @ParameterizedTest(name = "{0}={1}")
    @CsvSource({
        "kafka.client.rack,       a,    131072, 5000",
        "kafka.batch.size,        1000, 1000,   5000",
        "kafka.producer.batch.size, 1000, 1000, 5000",
        "kafka.max.poll.records,  7,    131072, 7",
        "kafka.consumer.max.poll.records, 7, 131072, 7"
    })
    void shouldTakeWhatIsGivenBeforeDefaultsOfItsOwn(String key, String value, String batch, String poll) {
        Map<String, String> settings = new HashMap<>(Map.of("bootstrap.servers", "localhost:9092", "partitions", "1"));
        settings.put("state.dir", dir.toString());
        settings.put(key, value);

        StreamsConfig config = new StreamsConfig(Pipeline.properties(AppConfig.of(settings)));

        assertThat(config.getProducerConfigs("p").get("batch.size")).hasToString(batch);
        assertThat(config.getMainConsumerConfigs("g", "c", 0).get("max.poll.records"))
                .hasToString(poll);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "kafka.client.rack, ''",
        "kafka.interceptor.classes, a.B",
        "kafka.consumer.interceptor.classes, a.B",
        "kafka.main.consumer.interceptor.classes, a.B"
    })
    void shouldPackWhatWasPolledAfterInterceptorsThatAreGiven(String key, String before) {
        Map<String, String> settings = new HashMap<>(Map.of("bootstrap.servers", "localhost:9092", "partitions", "1"));
        settings.put("state.dir", dir.toString());
        settings.put(key, "a.B");

        StreamsConfig config = new StreamsConfig(Pipeline.properties(AppConfig.of(settings)));

        assertThat(config.getMainConsumerConfigs("g", "c", 0).get("interceptor.classes"))
                .isEqualTo((before.isEmpty() ? "" : before + ",") + "doorstep.streams.PollBatch$Interceptor");
    }

    @Test
    void shouldCountUnderTheWindowsOfTheConfiguration() {
        AppConfig config = AppConfig.of(Map.of("windows", "DAY, WEEK, EVER", "breakdown.windows", "WEEK"));

        EngineSettings settings = Pipeline.settings(config, Clock.systemUTC(), PublishedSettings.NONE);

        assertThat(settings.measures().windows()).containsExactly(WindowKind.DAY, WindowKind.WEEK, WindowKind.EVER);
        assertThat(settings.measures().breakdownWindows()).containsExactly(WindowKind.WEEK);
    }

    @Test
    void shouldStartAThreadAgainWhereWhatWasCommittedIsWhole() {
        assertThat(List.of(
                        new NotEnoughReplicasException("two of three"),
                        new TimeoutException("no answer"),
                        new InvalidTxnStateException("the brokers aborted first"),
                        new InvalidPidMappingException("forgotten"),
                        new TransactionAbortableException("abort")))
                .allMatch(PipelineTest::passesInACommit);
        assertThat(List.of(
                        new TopicAuthorizationException("t"),
                        new RecordTooLargeException("r"),
                        new RefusedException("r"),
                        new IllegalStateException("a mistake of ours")))
                .noneMatch(PipelineTest::passesInACommit);
    }

    private static boolean passesInACommit(Exception cause) {
        return Pipeline.passes(new StreamsException("in a commit", cause));
    }

    @Test
    void shouldCountUnderThePublishedTransitionsAndPublishThemAgain() {
        AppConfig config = AppConfig.of(Map.of());
        Map<String, String> rows =
                new TreeMap<>(FormatVersions.addedTo(config.published()).settings());
        rows.put(PublishedSettings.ZONE_TRANSITIONS, "-01:00");
        PublishedSettings published = PublishedSettings.of(rows);

        EngineSettings engine = Pipeline.settings(config, Clock.systemUTC(), published);

        assertThat(engine.zone().text()).isEqualTo("-01:00");
        assertThat(published.replacedBy(engine.published())).isEmpty();
        assertThat(Pipeline.settings(config, Clock.systemUTC(), PublishedSettings.NONE)
                        .published())
                .isEqualTo(FormatVersions.addedTo(config.published()));
    }
}
