// SPDX-License-Identifier: Apache-2.0
package doorstep.window;

import doorstep.delta.CellNumbers;
import doorstep.event.TreePath;
import doorstep.family.Families;
import doorstep.family.Family;
import doorstep.tally.RunningTally;
import doorstep.tally.Tally;
import java.util.SortedMap;
import java.util.TreeMap;

/** Counts contributions later than as-of, by family code, at the root unit only. Mutable. */
final class BeyondCounts {
    private final CellNumbers cells;
    private final Families families;
    private final SortedMap<Integer, Long> counts;
    private long endings;

    BeyondCounts(CellNumbers cells, Families families, Beyond counts) {
        this.cells = cells;
        this.families = families;
        this.counts = new TreeMap<>(counts.contributions());
        endings = counts.endings();
    }

    /** @param sign 1 for those that came, -1 for those that as-of has reached */
    void count(int cell, RunningTally tally, int sign) {
        if (cells.slice(cell).isTotal() && cells.unit(cell).equals(TreePath.ROOT)) {
            Family family = families.ofCode(cells.family(cell));
            Tally all = tally.toTally();
            counts.merge(family.code(), sign * family.contributionsIn(all), Long::sum);
            endings += sign * family.endingsIn(all);
        }
    }

    Beyond counts() {
        return new Beyond(counts, endings);
    }
}
