// SPDX-License-Identifier: Apache-2.0
package doorstep.explain;

import static org.assertj.core.api.Assertions.assertThat;

import doorstep.config.AppConfig;
import doorstep.event.TreePath;
import doorstep.event.Visit;
import doorstep.family.Breakdowns;
import doorstep.figures.FigureSettings;
import doorstep.settings.PublishedSettings;
import doorstep.tally.Slice;
import doorstep.tally.WindowKind;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CountingRulesTest {
    private static final Visit VISIT = Visit.builder(0, new TreePath("city"))
            .area(Optional.of(new TreePath("east/river")))
            .category("TALK")
            .mode("PHONE")
            .build();

    private static CountingRules rules(AppConfig config) {
        PublishedSettings published = config.published();
        return CountingRules.of(published, FigureSettings.of(published, AppConfig.of(Map.of()), Map.of(), w -> {}));
    }

    private static Breakdowns breakdowns(AppConfig config) {
        return new Breakdowns(config.visitBreakdowns(), config.feedbackBreakdowns(), config.commitmentBreakdowns());
    }

    @Test
    void shouldBreakDownAsThePipelineDoes() {
        for (String rule : List.of("open", "none", "catalogue", "FORUM,OTHER", "TALK")) {
            for (String ofArea : List.of("open", "none", "west", "east")) {
                AppConfig config = AppConfig.of(Map.of(
                        "breakdown.visits.category", rule,
                        "breakdown.visits.mode", "none",
                        "breakdown.visits.area", ofArea));
                assertThat(rules(config).breakdowns().slicesOf(VISIT))
                        .as(rule + ", " + ofArea)
                        .isEqualTo(breakdowns(config).slicesOf(VISIT));
            }
        }
    }

    @Test
    void shouldFindDueTimesAsThePipelineDoes() {
        Map<String, String> settings = new HashMap<>(Map.of(
                "zone", "Asia/Shanghai",
                "callback.working-days", "5",
                "working-days.weekend", "FRIDAY",
                "working-days.holidays", "2024-05-01..2024-05-03,2024-05-06",
                "working-days.extra", "2024-05-10"));
        for (String weekend : List.of("FRIDAY", "", "SATURDAY,SUNDAY")) {
            settings.put("working-days.weekend", weekend);
            AppConfig config = AppConfig.of(settings);
            CountingRules rules = rules(config);
            assertThat(rules.callBackDays()).isEqualTo(5);
            for (int day = 1; day < 28; day++) {
                long at = Instant.parse("2024-05-%02dT09:00:00Z".formatted(day)).toEpochMilli();
                assertThat(rules.workingDays().after(at, 5, rules.calendar()))
                        .isEqualTo(config.workingDays().after(at, 5, rules.calendar()));
            }
        }
    }

    @Test
    void shouldHaveTheWindowsAndFiscalYearOfThePipeline() {
        CountingRules rules = rules(AppConfig.of(Map.of("windows", "DAY,FISCAL_YEAR", "fiscal.start", "4")));
        assertThat(rules.families().windows(1, Slice.TOTAL))
                .containsExactlyInAnyOrder(WindowKind.DAY, WindowKind.FISCAL_YEAR);
        assertThat(rules.calendar().hasFiscalYear()).isTrue();
    }
}
