// SPDX-License-Identifier: Apache-2.0
package doorstep.integrity;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import doorstep.settings.PublishedSettings;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class StateLineageTest {
    private static final String INPUT = "doorstep.visits";
    private static final String CHANGELOG = "doorstep-visits-ledger-changelog";

    private final Map<String, LogInspector.Log> logs = new HashMap<>(Map.of(
            INPUT, new LogInspector.Log("input-1", 0, 100), CHANGELOG, new LogInspector.Log("changelog-1", 0, 50)));
    private OptionalLong committed = OptionalLong.empty();
    private final KeyValueStore<Bytes, byte[]> store =
            Stores.inMemoryKeyValueStore("progress").get();
    private final StateLineage lineage = new StateLineage(
            new LogInspector() {
                @Override
                public Log log(String topic, int partition) {
                    return logs.get(topic);
                }

                @Override
                public OptionalLong committed(String topic, int partition) {
                    return committed;
                }

                @Override
                public Optional<Committed> firstCommitted(String topic, int partition, long from, long before) {
                    throw new AssertionError("origins look at no records");
                }

                @Override
                public PublishedSettings settings() {
                    return PublishedSettings.NONE;
                }
            },
            "visits/3",
            3,
            List.of(CHANGELOG));

    private void requireWhole() {
        lineage.requireWhole(store, List.of(INPUT));
    }

    private static void assertMissing(ThrowingCallable start, String... parts) {
        var thrown = assertThatThrownBy(start)
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("HISTORY_MISSING: visits/3")
                .hasMessageContaining("doorstep rebuild");
        for (String part : parts) {
            thrown.hasMessageContaining(part);
        }
    }

    @Test
    void shouldStartOverLogsThatAreWhole() {
        assertThatCode(this::requireWhole).doesNotThrowAnyException();
        lineage.keep(store, List.of(INPUT));
        assertThatCode(this::requireWhole).doesNotThrowAnyException();
        assertThatCode(() -> lineage.requireUnread(INPUT, "ledger")).doesNotThrowAnyException();
    }

    @Test
    void shouldStopIfATopicWasRecreated() {
        lineage.keep(store, List.of(INPUT));
        logs.put(INPUT, new LogInspector.Log("input-2", 0, 100));

        assertMissing(this::requireWhole, INPUT, "input-1", "input-2");
    }

    @Test
    void shouldStopIfStateCameFromASourceOfAnotherName() {
        String staging = "staging.doorstep.visits";
        logs.put(staging, new LogInspector.Log("input-2", 0, 100));
        lineage.keep(store, List.of(staging));

        assertMissing(this::requireWhole, "[" + staging + "]", "[" + INPUT + "]");
    }

    @Test
    void shouldStopIfAChangelogWasRecreatedOrCut() {
        lineage.keep(store, List.of(INPUT));
        logs.put(CHANGELOG, new LogInspector.Log("changelog-2", 0, 50));
        assertMissing(this::requireWhole, CHANGELOG);

        logs.put(CHANGELOG, new LogInspector.Log("changelog-1", 1, 50));
        assertMissing(this::requireWhole, CHANGELOG, "partition 3", "offset 1");
    }

    @Test
    void shouldStopIfStateIsEmptyWhereTheGroupHasRead() {
        committed = OptionalLong.of(0);
        assertThatCode(() -> lineage.requireUnread(INPUT, "ledger")).doesNotThrowAnyException();

        committed = OptionalLong.of(7);
        assertMissing(() -> lineage.requireUnread(INPUT, "ledger"), "ledger", INPUT, "offset 7");
    }
}
