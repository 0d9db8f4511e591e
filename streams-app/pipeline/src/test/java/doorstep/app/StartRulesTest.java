// SPDX-License-Identifier: Apache-2.0
package doorstep.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import doorstep.config.AppConfig;
import doorstep.engine.FormatVersions;
import doorstep.integrity.RefusedException;
import doorstep.settings.PublishedSettings;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.TopicPartition;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;

class StartRulesTest {
    private static final AppConfig CONFIG = AppConfig.of(Map.of("zone", "Asia/Shanghai"));

    private static PublishedSettings changed(String name, String value) {
        Map<String, String> settings =
                new TreeMap<>(FormatVersions.addedTo(CONFIG.published()).settings());
        settings.put(name, value);
        return PublishedSettings.of(settings);
    }

    private static AbstractThrowableAssert<?, ?> assertRefused(PublishedSettings published) {
        return assertThatThrownBy(() -> StartRules.requireStartable(published, CONFIG))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("doorstep rebuild");
    }

    @Test
    void shouldStartOnAnEmptyTopicAndOnItsOwnSettings() {
        assertThatCode(() -> StartRules.requireStartable(PublishedSettings.NONE, CONFIG))
                .doesNotThrowAnyException();
        assertThatCode(() -> StartRules.requireStartable(FormatVersions.addedTo(CONFIG.published()), CONFIG))
                .doesNotThrowAnyException();
    }

    @Test
    void shouldRefuseToStartWhileARebuildIsMarked() {
        assertRefused(FormatVersions.addedTo(CONFIG.published()).withRebuild(1, ""))
                .hasMessageContaining("begun and not finished");
        assertRefused(PublishedSettings.NONE.withRebuild(1, ""));
    }

    @Test
    void shouldRefuseToStartOnAnotherFormatOfDeltaBatches() {
        assertRefused(changed("format.batch", "99"))
                .hasMessageContaining("OLD_STATE")
                .hasMessageContaining("format.batch was '99' and is '");
    }

    @Test
    void shouldRefuseToStartUnderAnotherMeaning() {
        assertRefused(changed("zone", "UTC"))
                .hasMessageContaining("CHANGED_MEANING")
                .hasMessageContaining("zone was 'UTC' and is 'Asia/Shanghai'");
    }

    @Test
    void shouldStartWithOtherTargetsOrAnotherVersion() {
        for (String name : new String[] {"assessment.target", "doorstep.version", "catalogue.text"}) {
            assertThatCode(() -> StartRules.requireStartable(changed(name, "other"), CONFIG))
                    .doesNotThrowAnyException();
        }
    }

    @Test
    void shouldReadTheMarkAsItWasWritten() {
        RebuildMark mark = new RebuildMark(Map.of(
                new TopicPartition("doorstep.visit-counts", 11),
                0L,
                new TopicPartition("doorstep.visit-counts", 2),
                7L));

        assertThat(mark.text()).isEqualTo("doorstep.visit-counts:2=7 doorstep.visit-counts:11=0");
        assertThat(RebuildMark.parse(mark.text())).isEqualTo(mark);
        assertThat(RebuildMark.parse("").ends()).isEmpty();
    }
}
