// SPDX-License-Identifier: Apache-2.0
package doorstep.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import doorstep.engine.EngineSettings;
import doorstep.history.Dice;
import doorstep.history.HistoryBuilder;
import doorstep.history.Seeds;
import doorstep.settings.PublishedSettings;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Settings are published together with the figures: a reader finds a complete set, whatever happens meanwhile. */
class SettingsTest {
    private static final Instant CLOCK = Instant.parse("2026-01-01T00:00:00Z");
    private static final int USUAL = 20;

    private static SimulatedCluster cluster(long seed) {
        return cluster(seed, PublishedSettings.NONE);
    }

    private static SimulatedCluster cluster(long seed, PublishedSettings published) {
        SimulatedCluster cluster = new SimulatedCluster(settings(), CLOCK, new Dice(seed));
        cluster.publish(published);
        cluster.crashAll(); // and read the published settings
        return cluster;
    }

    private static EngineSettings settings() {
        return Settings.of(HistoryBuilder.smallConfig(ZoneId.of("Asia/Shanghai")), 1_000_000);
    }

    @Test
    void shouldPublishAllSettingsWithTheFirstCommit() {
        SimulatedCluster cluster = cluster(1);
        assertThat(cluster.settings().isAbsent()).isTrue();

        cluster.rest();

        assertThat(cluster.settings()).isEqualTo(settings().published());
        assertThat(cluster.latest("doorstep.progress")).containsKey("windows:0");
    }

    @Test
    void shouldPublishEachSettingOnceThroughCrashes() {
        Seeds.of(USUAL).forEach(seed -> {
            SimulatedCluster cluster = cluster(seed);
            for (int i = 0; i < 500; i++) {
                cluster.act();
            }
            cluster.drain();

            assertThat(cluster.settings())
                    .as(Seeds.again(seed))
                    .isEqualTo(settings().published());
            assertThat(cluster.settingsSent())
                    .as(Seeds.again(seed))
                    .isEqualTo(settings().published().rows().size());
        });
    }

    @Test
    void shouldReplaceSettingsThatDiffer() {
        SimulatedCluster cluster = cluster(1, PublishedSettings.of(Map.of("zone", "UTC", "gone", "1")));

        cluster.rest();

        assertThat(cluster.settings()).isEqualTo(settings().published());
    }

    @Test
    void shouldCompleteAPartOfTheSettings() {
        Map<String, String> part = new TreeMap<>(settings().published().rows());
        part.remove("zone");
        SimulatedCluster cluster = cluster(1, PublishedSettings.ofRows(part));

        cluster.rest();

        assertThat(cluster.settings()).isEqualTo(settings().published());
    }
}
