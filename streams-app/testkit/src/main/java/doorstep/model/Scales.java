// SPDX-License-Identifier: Apache-2.0
package doorstep.model;

import java.util.Map;

/** The four scales, implemented again from docs/catalogue.md, Default thresholds. */
final class Scales {
    /** Scores from {@code low} to {@code high}; satisfied from {@code satisfied}. */
    record Range(int low, int high, int satisfied) {
        boolean has(int score) {
            return low <= score && score <= high;
        }
    }

    static final Map<String, Range> ALL = Map.of(
            "STARS_5", new Range(1, 5, 4),
            "GRADE_5", new Range(1, 5, 3),
            "NPS_11", new Range(0, 10, 9),
            "YES_NO", new Range(0, 1, 1));

    private Scales() {}
}
