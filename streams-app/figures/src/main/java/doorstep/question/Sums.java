// SPDX-License-Identifier: Apache-2.0
package doorstep.question;

import doorstep.rows.Cells;
import doorstep.rows.RowStore.Snapshot;
import doorstep.tally.Cell;
import doorstep.tally.RunningTally;
import doorstep.tally.Tally;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The rows of some cells, added up over several windows. */
final class Sums {
    private final Map<Cell, Tally> byCell;

    private Sums(Map<Cell, Tally> byCell) {
        this.byCell = byCell;
    }

    /** @param wanted of one family */
    static Sums of(Cells cells, Snapshot rows, List<SpanRows.Window> windows, Collection<Cell> wanted) {
        BitSet numbers = new BitSet();
        wanted.forEach(cell -> cells.find(cell).ifPresent(numbers::set));
        if (numbers.isEmpty()) {
            return new Sums(Map.of());
        }
        int family = wanted.iterator().next().family();
        Map<Cell, Tally> sums = new HashMap<>(2 * numbers.cardinality());
        if (windows.size() == 1) {
            SpanRows.Window window = windows.get(0);
            rows.forEach(family, window.kind(), window.start(), numbers, (it, tally) -> sums.put(cells.get(it), tally));
            return new Sums(sums);
        }
        Map<Integer, RunningTally> running = new HashMap<>();
        for (SpanRows.Window window : windows) {
            rows.forEach(family, window.kind(), window.start(), numbers, (number, tally) -> running.computeIfAbsent(
                            number, it -> new RunningTally())
                    .add(tally));
        }
        running.forEach((number, sum) -> sums.put(cells.get(number), sum.toTally()));
        return new Sums(sums);
    }

    /** The sums of cells that stand for several of these. */
    Sums together(Map<Cell, List<Cell>> partsByWhole) {
        Map<Cell, Tally> wholes = new HashMap<>();
        partsByWhole.forEach((whole, parts) -> {
            RunningTally sum = new RunningTally();
            parts.forEach(part -> sum.add(of(part)));
            wholes.put(whole, sum.toTally());
        });
        return new Sums(wholes);
    }

    /** Zero for a cell without rows. */
    Tally of(Cell cell) {
        return byCell.getOrDefault(cell, Tally.ZERO);
    }
}
