// SPDX-License-Identifier: Apache-2.0
package doorstep.management;

import static org.assertj.core.api.Assertions.assertThat;

import doorstep.app.RestoreProgress.Restore;
import doorstep.management.TaskRegistry.TaskKey;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.streams.KafkaStreams.State;
import org.junit.jupiter.api.Test;

class ReadinessTest {
    private static final TaskKey VISITS = new TaskKey("visits", 1);

    private State state = State.RUNNING;
    private List<Restore> restores = List.of();
    private Set<TaskKey> given = Set.of(VISITS);
    private Set<TaskKey> running = Set.of(VISITS);
    private Optional<String> other = Optional.empty();
    private final Readiness readiness =
            new Readiness(() -> state, () -> restores, () -> given, () -> running, List.of(() -> other));

    @Test
    void shouldBeReadyWhenEveryTaskRuns() {
        assertThat(readiness.reasons()).isEmpty();
    }

    @Test
    void shouldBeReadyWithoutTasks() {
        given = Set.of();
        running = Set.of();

        assertThat(readiness.reasons()).isEmpty();
    }

    @Test
    void shouldSayWhatIsMissing() {
        state = State.REBALANCING;
        restores = List.of(new Restore("visits-ledger", 1, 120_000, 480_000));
        running = Set.of();
        other = Optional.of("a rebuild is under way");

        assertThat(readiness.reasons())
                .containsExactly(
                        "the pipeline is REBALANCING",
                        "restoring visits-ledger/1: 120,000 of 480,000 records, 25 %",
                        "visits/1 has not started yet",
                        "a rebuild is under way");
    }
}
