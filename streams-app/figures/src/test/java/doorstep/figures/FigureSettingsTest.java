// SPDX-License-Identifier: Apache-2.0
package doorstep.figures;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import doorstep.cluster.ClusterException;
import doorstep.config.AppConfig;
import doorstep.settings.PublishedSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FigureSettingsTest {
    private static final AppConfig PIPELINE =
            AppConfig.of(Map.of("zone", "Asia/Shanghai", "assessment.target", "90", "assessment.targets", "city=80"));

    @TempDir
    private Path dir;

    private final List<String> warnings = new ArrayList<>();

    private FigureSettings read(PublishedSettings published, Map<String, String> reader) {
        return FigureSettings.of(published, AppConfig.of(reader), Map.of(), warnings::add);
    }

    @Test
    void shouldReadUnderThePublishedZoneAndTargets() {
        FigureSettings settings = read(PIPELINE.published(), Map.of());

        assertThat(settings.zone()).isEqualTo(ZoneId.of("Asia/Shanghai"));
        assertThat(settings.assessment()).isEqualTo(PIPELINE.assessment());
        assertThat(warnings).isEmpty();
    }

    @Test
    void shouldTellDatesByThePublishedTransitions() {
        Map<String, String> rows = new TreeMap<>(PIPELINE.published().settings());
        rows.put(PublishedSettings.ZONE_TRANSITIONS, "-01:00");

        FigureSettings settings = read(PublishedSettings.of(rows), Map.of());

        assertThat(settings.dateOf(Instant.parse("2011-07-18T00:59:00Z"))).hasToString("2011-07-17");
        assertThat(settings.dateOf(Instant.parse("2011-07-18T01:00:00Z"))).hasToString("2011-07-18");
    }

    @Test
    void shouldReadThePublishedWindows() {
        AppConfig pipeline =
                AppConfig.of(Map.of("windows", "DAY, LAST_30D, EVER", "breakdown.windows", "LAST_30D, EVER"));

        FigureSettings settings = read(pipeline.published(), Map.of());

        assertThat(settings.windows()).isEqualTo(pipeline.windows());
        assertThat(settings.breakdownWindows()).isEqualTo(pipeline.breakdownWindows());
        assertThat(read(AppConfig.of(Map.of("breakdown.windows", "")).published(), Map.of())
                        .breakdownWindows())
                .isEmpty();
    }

    @Test
    void shouldTakeNoWindowForOneOfASettingNotPublished() {
        Map<String, String> rows = new TreeMap<>(PIPELINE.published().settings());
        rows.remove("breakdown.windows");

        assertThat(read(PublishedSettings.of(rows), Map.of()).breakdownWindows())
                .isEmpty();
    }

    @Test
    void shouldReadThePublishedCatalogue() throws IOException {
        Path file = Files.writeString(dir.resolve("catalogue.yaml"), """
                question:
                  OVERALL: { en: How was it, zh: 总体, scale: STARS_5, satisfiedFrom: 3, weights: [0, 0.5, 1, 1.5, 1e1] }
                """);
        AppConfig pipeline = AppConfig.of(Map.of("catalogue", file.toString()));

        var catalogue = read(pipeline.published(), Map.of()).catalogue();

        assertThat(catalogue.fingerprint())
                .isEqualTo(pipeline.catalogue().fingerprint())
                .isNotEmpty();
        assertThat(catalogue.label("question", "OVERALL").zh()).isEqualTo("总体");
        assertThat(catalogue.text()).isEqualTo(pipeline.catalogue().text());
        assertThat(catalogue.label("outcome", "RESOLVED").listed()).isTrue();
    }

    @Test
    void shouldWarnWithBothValuesAndUseThePublishedOne() {
        FigureSettings settings = read(PIPELINE.published(), Map.of("zone", "UTC", "assessment.target", "95"));

        assertThat(settings.zone()).isEqualTo(ZoneId.of("Asia/Shanghai"));
        assertThat(settings.assessment().targets().usual()).isEqualTo(0.9);
        assertThat(warnings).hasSize(2);
        assertThat(warnings.get(0)).contains("assessment.target is '95.0' here", "'90.0'", "--assess");
        assertThat(warnings.get(1))
                .contains("zone is 'UTC' here (--set)", "'Asia/Shanghai'")
                .doesNotContain("--assess");
    }

    @Test
    void shouldNotWarnOfTheSameSettingInOtherWords() {
        AppConfig pipeline = AppConfig.of(Map.of("acknowledge.limit", "60m"));

        read(pipeline.published(), Map.of("acknowledge.limit", "1h"));

        assertThat(warnings).isEmpty();
    }

    @Test
    void shouldLetAnOptionOverrideTargets() {
        FigureSettings settings = FigureSettings.of(
                PIPELINE.published(), AppConfig.of(Map.of()), Map.of("assessment.target", "70"), warnings::add);

        assertThat(settings.assessment().targets().usual()).isEqualTo(0.7);
        assertThat(settings.assessment().targets().own()).containsEntry("city", 0.8);
        assertThat(warnings).isEmpty();
    }

    @Test
    void shouldRefuseToReadBeforeTheFirstCommit() {
        for (PublishedSettings absent : List.of(
                PublishedSettings.NONE, PublishedSettings.ofRows(Map.of(PublishedSettings.REBUILD_NUMBER, "1")))) {
            assertThatThrownBy(() -> read(absent, Map.of()))
                    .isInstanceOf(ClusterException.class)
                    .hasMessageContaining("doorstep.settings is empty")
                    .hasMessageContaining("has not committed yet");
        }
    }

    @Test
    void shouldRefuseAPartOfTheSettings() {
        Map<String, String> rows = new TreeMap<>(PIPELINE.published().rows());
        rows.remove("zone");

        assertThatThrownBy(() -> read(PublishedSettings.ofRows(rows), Map.of()))
                .isInstanceOf(ClusterException.class)
                .hasMessageContaining("only some of the settings");
    }
}
