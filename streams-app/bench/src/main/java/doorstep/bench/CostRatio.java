// SPDX-License-Identifier: Apache-2.0
package doorstep.bench;

import java.util.List;

/**
 * A ratio of two contenders' costs that is reported.
 *
 * @param atMost the target; 0 = no target
 */
record CostRatio(Contender of, Contender to, double atMost) {
    static final List<CostRatio> ALL = List.of(
            new CostRatio(Contender.DOORSTEP, Contender.FLOOR, 4),
            new CostRatio(Contender.DOORSTEP, Contender.NOOP, 0),
            new CostRatio(Contender.DOORSTEP, Contender.HOPPING, 0.12),
            new CostRatio(Contender.DOORSTEP, Contender.FLINK_HOP, 1),
            new CostRatio(Contender.DOORSTEP, Contender.FLINK_LATEST, 0.5),
            new CostRatio(Contender.DOORSTEP, Contender.JET, 0),
            new CostRatio(Contender.BREAKDOWNS, Contender.DOORSTEP, 1.6),
            new CostRatio(Contender.BREAKDOWNS, Contender.FLINK_BREAKDOWNS, 0),
            new CostRatio(Contender.DOORSTEP, Contender.ONE_WINDOW, 1.25));

    String label() {
        return of.label() + " : " + to.label();
    }
}
