// SPDX-License-Identifier: Apache-2.0
package doorstep.history;

import static org.assertj.core.api.Assertions.assertThat;

import doorstep.model.ExpectedFigures;
import doorstep.model.Model;
import doorstep.model.ModelConfig;
import doorstep.model.ModelWindow;
import doorstep.model.RawRecord;
import doorstep.wire.ContentHash;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Checks that the histories exercise every rule; otherwise a test over them would not show that the rule is kept. */
class HistoryGeneratorTest {
    @Test
    void shouldMeetEveryReasonAndEveryFamilyAndKeepTheAccounts() {
        Map<String, Integer> reasons = new TreeMap<>();
        Map<String, Integer> rows = new TreeMap<>();
        Set<String> windows = new TreeSet<>();
        Set<String> windowsWithBreakdown = new TreeSet<>();
        Set<Set<String>> breakdownWindows = new HashSet<>();
        Map<String, Long> owed = new TreeMap<>(); // totals over all histories, by kind and field
        long again = 0;
        long repeated = 0;
        for (long seed = 1; seed <= 25; seed++) {
            History history = HistoryGenerator.history(seed);
            ModelConfig config = history.config().withPartitions(3);
            breakdownWindows.add(config.breakdownWindows());
            List<RawRecord> records = History.assign(history.drafts(), 3, new Random(seed));
            for (Instant asOf : history.asOfs()) {
                ExpectedFigures figures = new Model(config, ContentHash::of).figures(records, asOf);
                again += figures.worklist().values().stream()
                        .filter(row -> row.get("kind").equals("DUTY") && row.get("openedBy") != null)
                        .count();
                figures.refused().values().forEach(reason -> reasons.merge(reason, 1, Integer::sum));
                figures.rows().forEach((topic, latest) -> {
                    rows.merge(topic, latest.size(), Integer::sum);
                    latest.values().forEach(row -> {
                        String window = (String) row.get("window");
                        (row.get("breakdown").equals("") ? windows : windowsWithBreakdown).add(window);
                    });
                    latest.forEach((key, row) -> {
                        if (topic.equals("doorstep.service-levels")
                                && key.startsWith("*||")
                                && key.endsWith("|EVER|")) {
                            row.forEach((field, value) -> {
                                if (value instanceof Long count) {
                                    owed.merge(row.get("facet") + " " + field, count, Long::sum);
                                }
                            });
                        }
                    });
                });
                for (ExpectedFigures.Account account : figures.accounts().values()) {
                    assertThat(account.current() + account.repeated() + account.rejected())
                            .isEqualTo(account.received());
                    repeated += account.repeated();
                }
            }
            assertThat(records).hasSizeGreaterThanOrEqualTo(200);
        }
        assertThat(reasons).containsOnlyKeys(ExpectedFigures.REASONS);
        assertThat(rows).hasSize(6);
        assertThat(windows).hasSize(13);
        assertThat(windowsWithBreakdown).hasSize(13);
        assertThat(breakdownWindows)
                .contains(ModelWindow.WITH_BREAKDOWN, Set.of())
                .hasSizeGreaterThan(10);
        for (String kind : List.of("DUTY", "REQUEST", "SUGGESTION", "CALLBACK")) {
            for (String figure : List.of("opened", "met", "missed", "closed", "backlogChange", "overdueChange")) {
                assertThat(owed.get(kind + " " + figure))
                        .as("%s %s", kind, figure)
                        .isPositive();
            }
        }
        for (String figure : List.of("ratedAgain", "ratedHigher", "ratedLower")) {
            assertThat(owed.get("CALLBACK " + figure)).as(figure).isPositive();
        }
        assertThat(owed.get("DUTY opened") - owed.get("DUTY backlogChange"))
                .as("duties that ended by a visit alone")
                .isGreaterThan(owed.get("DUTY closed"));
        assertThat(again).as("duties that came back").isGreaterThan(10);
        assertThat(repeated).isPositive();
    }

    @Test
    void shouldMakeTheSameHistoryFromTheSameSeed() {
        assertThat(text(HistoryGenerator.history(7))).isEqualTo(text(HistoryGenerator.history(7)));
        assertThat(text(HistoryGenerator.history(7))).isNotEqualTo(text(HistoryGenerator.history(8)));
    }

    private static String text(History history) {
        StringBuilder text = new StringBuilder(history.config() + " " + history.asOfs());
        for (History.Draft draft : history.drafts()) {
            text.append('\n').append(draft.topic()).append(draft.appendedAt()).append(draft.misplaced());
            text.append(Arrays.toString(draft.key())).append(Arrays.hashCode(draft.value()));
        }
        return text.toString();
    }
}
