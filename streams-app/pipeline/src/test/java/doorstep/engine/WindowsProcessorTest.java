// SPDX-License-Identifier: Apache-2.0
package doorstep.engine;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import doorstep.clock.EngineClock;
import doorstep.fixtures.TestEvents;
import doorstep.integrity.IntactLogs;
import doorstep.integrity.RefusedException;
import doorstep.settings.PublishedSettings;
import doorstep.simulation.SimulatedChangelog;
import doorstep.simulation.SimulatedStoreContext;
import doorstep.streams.HeapStore;
import doorstep.streams.PreCommitHook;
import doorstep.window.AsOf;
import doorstep.wire.BundledSchemas;
import doorstep.wire.SchemaLookups;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Starts of a windows task on the state that an earlier one left. */
class WindowsProcessorTest {
    private static final Instant NINE = TestEvents.NINE;

    @TempDir
    Path dir;

    private final Map<String, SimulatedChangelog> changelogs =
            WindowsProcessor.STORES.stream().collect(Collectors.toMap(name -> name, name -> new SimulatedChangelog()));

    private final SettingsHistory history = new SettingsHistory();
    private long rebuild;

    /** A log without losses, and a topic with some settings. */
    private static final class SettingsHistory extends IntactLogs {
        private PublishedSettings settings = PublishedSettings.NONE;

        @Override
        public PublishedSettings settings() {
            return settings;
        }
    }

    /** Starts a task and lets it do one round. */
    private void run(AsOf asOf, Instant clock) {
        run(asOf, clock, Map.of("zone", "UTC"));
    }

    private void run(AsOf asOf, Instant clock, Map<String, String> fingerprinted) {
        MockProcessorContext<byte[], byte[]> context =
                new MockProcessorContext<>(EngineFixture.properties(dir), new TaskId(1, 2), dir.toFile());
        context.setCurrentSystemTimeMs(clock.toEpochMilli());
        StateStoreContext storeContext =
                SimulatedStoreContext.of(new TaskId(1, 2), changelogs, clock::toEpochMilli, () -> {});
        EngineTopology.storesOfWindows().forEach(builder -> {
            HeapStore store = builder.build();
            store.init(storeContext, store);
            context.addStateStore(store);
        });
        PreCommitHook beforeCommit = new PreCommitHook(WindowsProcessor.BEFORE_COMMIT);
        context.addStateStore(beforeCommit);
        WindowsProcessor processor = new WindowsProcessor(
                EngineFixture.settings(asOf, fingerprinted, 1_000, rebuild),
                new SchemaLookups(new BundledSchemas()),
                history,
                EngineListener.NONE,
                EngineClock.OF_STREAMS);
        processor.init(context);
        context.scheduledPunctuators().forEach(it -> it.getPunctuator().punctuate(clock.toEpochMilli()));
        beforeCommit.flushCache();
        changelogs.values().forEach(SimulatedChangelog::commit);
    }

    @Test
    void shouldRefuseAFixedAsOfBeforeTheOneThatIsKept() {
        run(AsOf.fixed(NINE), NINE);

        assertThatThrownBy(() -> run(AsOf.fixed(NINE.minus(Duration.ofMinutes(1))), NINE))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("AS_OF_BEFORE")
                .hasMessageContaining("2011-03-01T08:59:00Z")
                .hasMessageContaining("2011-03-01T09:00:00Z")
                .hasMessageContaining("windows/2")
                .hasMessageContaining("doorstep rebuild");
    }

    @Test
    void shouldAllowTheSameFixedAsOfAndALaterOne() {
        run(AsOf.fixed(NINE), NINE);

        assertThatCode(() -> run(AsOf.fixed(NINE), NINE)).doesNotThrowAnyException();
        assertThatCode(() -> run(AsOf.fixed(NINE.plusSeconds(60)), NINE)).doesNotThrowAnyException();
        assertThatThrownBy(() -> run(AsOf.fixed(NINE), NINE)).hasMessageContaining("AS_OF_BEFORE");
    }

    @Test
    void shouldNotGoBackWithAClockThatDoes() {
        run(AsOf.clock(Duration.ZERO), NINE);

        assertThatCode(() -> run(AsOf.clock(Duration.ZERO), NINE.minus(Duration.ofDays(1))))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> run(AsOf.fixed(NINE.minusSeconds(60)), NINE)).hasMessageContaining("AS_OF_BEFORE");
    }

    @Test
    void shouldRefuseToStartOnceAnotherRebuildWasBegun() {
        history.settings = PublishedSettings.NONE.withRebuild(1, "");

        assertThatThrownBy(() -> run(AsOf.fixed(NINE), NINE))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("OTHER_REBUILD")
                .hasMessageContaining("windows/2 counts since rebuild 0")
                .hasMessageContaining("rebuild 1");
    }

    @Test
    void shouldRefuseStateOfAnotherRebuild() {
        run(AsOf.fixed(NINE), NINE);
        history.settings = PublishedSettings.NONE.withRebuild(1, "");
        rebuild = 1;

        assertThatThrownBy(() -> run(AsOf.fixed(NINE), NINE))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("OTHER_REBUILD")
                .hasMessageContaining("state of windows/2 was counted since rebuild 0");
    }

    @Test
    void shouldRefuseStateOfAnotherMeaningNamingTheKey() {
        run(AsOf.fixed(NINE), NINE, Map.of("zone", "UTC"));

        assertThatThrownBy(() -> run(AsOf.fixed(NINE), NINE, Map.of("zone", "Asia/Shanghai")))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("CHANGED_MEANING")
                .hasMessageContaining("windows/2")
                .hasMessageContaining("zone was 'UTC' and is 'Asia/Shanghai'");
    }
}
