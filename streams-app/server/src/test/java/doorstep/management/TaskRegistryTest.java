// SPDX-License-Identifier: Apache-2.0
package doorstep.management;

import static org.assertj.core.api.Assertions.assertThat;

import doorstep.avro.Progress;
import doorstep.wire.TopicNames;
import doorstep.wire.Topics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class TaskRegistryTest {
    private static final TopicPartition VISITS = new TopicPartition(TopicNames.DEFAULT.of(Topics.VISITS), 0);

    private final TaskRegistry taskRegistry = new TaskRegistry(
            TopicNames.DEFAULT,
            Clock.fixed(Instant.EPOCH, ZoneOffset.UTC),
            new TaskMeters(TopicNames.DEFAULT, new SimpleMeterRegistry()));

    @Test
    void shouldShowCountersOnceTheyAreCommitted() {
        taskRegistry.onRound(row(100)); // as restored
        taskRegistry.onRound(row(150));
        assertThat(received()).isEqualTo(100);

        committed(149);
        assertThat(received()).isEqualTo(100);
        committed(150);
        assertThat(received()).isEqualTo(150);
        assertThat(latest()).isEqualTo(150);
    }

    @Test
    void shouldFollowATaskThatIsAlwaysAheadOfItsCommits() {
        taskRegistry.onRound(row(0));
        for (long read = 10; read <= 1_000; read += 10) {
            taskRegistry.onRound(row(read));
            if (read % 50 == 0) {
                committed(read - 10);
            }
        }

        assertThat(received()).isBetween(800L, 990L);
    }

    @Test
    void shouldNeverGoBackWhenATransactionIsRolledBack() {
        taskRegistry.onRound(row(100));
        taskRegistry.onRound(row(150));
        taskRegistry.onClosed("visits", 0);
        assertThat(taskRegistry.statuses()).isEmpty();

        taskRegistry.onRound(row(100)); // restarts from committed state
        assertThat(received()).isEqualTo(100);
        committed(100);
        assertThat(received()).isEqualTo(100);
    }

    @Test
    void shouldKeepWhatItKnowsWhenTheGroupLosesItsOffsets() {
        taskRegistry.onRound(row(100));
        taskRegistry.settle(Map.of());

        assertThat(received()).isEqualTo(100);
    }

    @Test
    void shouldNameTheInputTopicOfAPart() {
        Topics.inputs().forEach(topic -> {
            TaskRegistry.TaskKey key = new TaskRegistry.TaskKey(topic.shortName(), 3);
            assertThat(key.input()).contains(topic);
        });
        assertThat(new TaskRegistry.TaskKey("windows", 3).input()).isEmpty();
    }

    private void committed(long offset) {
        taskRegistry.settle(Map.of(VISITS, offset));
    }

    private long received() {
        return taskRegistry.statuses().get(0).settled().getReceived();
    }

    private long latest() {
        return taskRegistry.statuses().get(0).latest().getReceived();
    }

    private static Progress row(long read) {
        return Progress.newBuilder(HealthRulesTest.inputRow())
                .setReceived(read)
                .setCurrent(read)
                .setNextOffset(read)
                .build();
    }
}
