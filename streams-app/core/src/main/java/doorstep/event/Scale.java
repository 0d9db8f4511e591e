// SPDX-License-Identifier: Apache-2.0
package doorstep.event;

import java.util.Optional;

/** A rating scale: whole scores from {@code lowest} to {@code highest}, satisfied from {@code satisfiedFrom}, bad below
 * {@code badBelow}. */
public enum Scale {
    /** Five stars; satisfied from 4. */
    STARS_5(1, 5, 4, 3),
    /** 5 very satisfied, 4 satisfied, 3 basically satisfied, 2 dissatisfied, 1 very dissatisfied; satisfied from 3. */
    GRADE_5(1, 5, 3, 3),
    /** Likelihood to recommend; satisfied = promoters, 9 and 10. */
    NPS_11(0, 10, 9, 7),
    /** 1 = yes. */
    YES_NO(0, 1, 1, 1);

    private final int lowest;
    private final int highest;
    private final int satisfiedFrom;
    private final int badBelow;

    Scale(int lowest, int highest, int satisfiedFrom, int badBelow) {
        this.lowest = lowest;
        this.highest = highest;
        this.satisfiedFrom = satisfiedFrom;
        this.badBelow = badBelow;
    }

    public static Optional<Scale> of(String code) {
        for (Scale scale : values()) {
            if (scale.name().equals(code)) {
                return Optional.of(scale);
            }
        }
        return Optional.empty();
    }

    public int lowest() {
        return lowest;
    }

    public int highest() {
        return highest;
    }

    public int satisfiedFrom() {
        return satisfiedFrom;
    }

    /** The lowest score that is not bad, unless the catalogue says otherwise. */
    public int badBelow() {
        return badBelow;
    }

    /** Position of a score from 0, the lowest, to 100, the highest: exact, and comparable between scales. */
    public int percentOf(int score) {
        return (score - lowest) * 100 / (highest - lowest);
    }

    public boolean contains(int score) {
        return score >= lowest && score <= highest;
    }
}
