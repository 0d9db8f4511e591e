// SPDX-License-Identifier: Apache-2.0
package doorstep.management;

import static org.assertj.core.api.Assertions.assertThat;

import doorstep.config.AppConfig;
import doorstep.engine.FormatVersions;
import doorstep.management.Health.Code;
import doorstep.settings.PublishedSettings;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SettingsWatchTest {
    private static final AppConfig CONFIG = AppConfig.of(Map.of("assessment.target", "90"));

    @Test
    void shouldWarnOfAnotherTargetThanThePublishedOne() {
        AppConfig other = AppConfig.of(Map.of("assessment.target", "95"));

        assertThat(SettingsWatch.findings(FormatVersions.addedTo(other.published()), CONFIG))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.code()).isEqualTo(Code.SETTINGS_DIFFER);
                    assertThat(finding.message()).contains("assessment.target is '90.0' here and '95.0' there");
                });
    }

    @Test
    void shouldNotWarnOfItsOwnSettingsNorOfNone() {
        assertThat(SettingsWatch.findings(FormatVersions.addedTo(CONFIG.published()), CONFIG))
                .isEmpty();
        assertThat(SettingsWatch.findings(PublishedSettings.NONE, CONFIG)).isEmpty();
    }
}
