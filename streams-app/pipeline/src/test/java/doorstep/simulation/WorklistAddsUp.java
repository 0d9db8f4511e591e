// SPDX-License-Identifier: Apache-2.0
package doorstep.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import doorstep.model.ExpectedFigures;
import doorstep.model.ModelConfig;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Checks that the worklist says which what service levels say how many: by unit and kind, and by category, unless an
 * ending lies beyond as-of.
 */
final class WorklistAddsUp {
    private static final String COMMITMENT_CATEGORY = "doorstep.commitments/category";

    private final ModelConfig config;
    private final long asOf; // minutes since the epoch
    private final Map<List<String>, List<Long>> levels = new HashMap<>(); // backlog and overdue

    private WorklistAddsUp(ModelConfig config, Instant asOf) {
        this.config = config;
        this.asOf = minuteOf(asOf.toEpochMilli());
    }

    /** @return the number of compared levels; 0 if they cannot be compared */
    static int check(ExpectedFigures figures, ModelConfig config, Instant asOf, String again) {
        if (figures.endingsBeyond() > 0 || !config.windows().contains("EVER")) {
            return 0;
        }
        WorklistAddsUp worklist = new WorklistAddsUp(config, asOf);
        figures.worklist().values().forEach(worklist::add);
        Map<List<String>, List<Long>> levels = levels(figures);
        assertThat(worklist.levels).as(again).isEqualTo(levels);
        return levels.size();
    }

    /** Those that are not zero. */
    private static Map<List<String>, List<Long>> levels(ExpectedFigures figures) {
        Map<List<String>, List<Long>> levels = new HashMap<>();
        figures.rows().getOrDefault("doorstep.service-levels", Collections.emptySortedMap()).values().stream()
                .filter(row -> row.get("window").equals("EVER"))
                .filter(row -> Set.of("", "category").contains(row.get("breakdown")))
                .forEach(row -> {
                    List<Long> level = List.of((Long) row.get("backlogChange"), (Long) row.get("overdueChange"));
                    if (!level.equals(List.of(0L, 0L))) {
                        levels.put(
                                List.of((String) row.get("unit"), (String) row.get("value"), (String) row.get("facet")),
                                level);
                    }
                });
        return levels;
    }

    private void add(Map<String, Object> row) {
        if (minuteOf((Long) row.get("openedAt")) > asOf) {
            return;
        }
        Long due = (Long) row.get("dueAt");
        long overdue = due != null && minuteOf(due) <= asOf ? 1 : 0;
        for (String unit : withRoot((String) row.get("unit"))) {
            for (String category : categories((String) row.get("category"))) {
                levels.merge(
                        List.of(unit, category, (String) row.get("kind")),
                        List.of(1L, overdue),
                        (a, b) -> List.of(a.get(0) + b.get(0), a.get(1) + b.get(1)));
            }
        }
    }

    /** The values of rows: empty for the one without breakdown. */
    private List<String> categories(String category) {
        if (category == null || config.unbroken().contains(COMMITMENT_CATEGORY)) {
            return List.of("");
        }
        Set<String> listed = config.lists().get(COMMITMENT_CATEGORY);
        return List.of("", listed == null || listed.contains(category) ? category : "OTHER_VALUES");
    }

    private static List<String> withRoot(String unit) {
        List<String> units = new ArrayList<>(List.of("*"));
        for (int end = unit.indexOf('/'); end >= 0; end = unit.indexOf('/', end + 1)) {
            units.add(unit.substring(0, end));
        }
        units.add(unit);
        return units;
    }

    private static long minuteOf(long ms) {
        return Math.floorDiv(ms, 60_000L);
    }
}
