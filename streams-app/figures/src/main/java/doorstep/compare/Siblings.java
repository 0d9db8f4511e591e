// SPDX-License-Identifier: Apache-2.0
package doorstep.compare;

import doorstep.assessment.Share;
import java.util.Map;
import java.util.OptionalInt;

/**
 * A unit among the units with the same parent.
 *
 * @param others answers of the other units, taken together
 * @param rank of the unit among all of them; empty if it has no figure to rank
 * @param ranked how many of them have a rank
 */
public record Siblings(Share others, OptionalInt rank, int ranked) {
    /**
     * @param shares by unit: those with the same parent, the unit too
     * @param ranking of the same units
     */
    public static Siblings of(String unit, Map<String, Share> shares, Ranking ranking) {
        Share others = shares.entrySet().stream()
                .filter(it -> !it.getKey().equals(unit))
                .map(Map.Entry::getValue)
                .reduce(Share.NONE, Share::plus);
        return new Siblings(others, ranking.rankOf(unit), ranking.ranked());
    }
}
