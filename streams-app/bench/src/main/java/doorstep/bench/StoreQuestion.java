// SPDX-License-Identifier: Apache-2.0
package doorstep.bench;

import doorstep.rows.Cells;
import doorstep.tally.Tally;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Questions whose time is measured. */
enum StoreQuestion {
    /** One cell over a range. */
    CELL("one cell over a range"),
    /** The units directly below one, over a range, sorted. */
    CHILDREN("500 children over a range"),
    /** All cells below a unit in one window, sorted. */
    SUBTREE("35,000 cells in one window");

    private final String label;

    StoreQuestion(String label) {
        this.label = label;
    }

    String label() {
        return label;
    }

    /** @return cells that the answer is about */
    int ask(StoreInput input, MeasuredStore store, Subjects subjects, Random random) {
        return switch (this) {
            case CELL ->
                sums(store, input.worstRange(), subjects.oneChild(random)).size();
            case CHILDREN ->
                sorted(sums(store, input.worstRange(), subjects.children)).size();
            case SUBTREE -> {
                List<RowWindow> month = List.of(input.oneMonth(random));
                yield sorted(sums(store, month, subjects.subtree)).size();
            }
        };
    }

    /** The cells that questions are about. */
    static final class Subjects {
        private final BitSet children = new BitSet();
        private final BitSet subtree = new BitSet();

        Subjects(Cells cells) {
            for (String unit : cells.below(StoreInput.PARENT)) {
                for (Cells.Numbered numbered : cells.ofUnit(unit)) {
                    subtree.set(numbered.number());
                    children.set(numbered.number(), numbered.cell().slice().isTotal());
                }
            }
        }

        private BitSet oneChild(Random random) {
            int[] numbers = children.stream().toArray();
            BitSet one = new BitSet();
            one.set(numbers[random.nextInt(numbers.length)]);
            return one;
        }
    }

    private static Map<Integer, Tally> sums(MeasuredStore store, List<RowWindow> windows, BitSet cells) {
        Map<Integer, Tally> sums = new HashMap<>();
        store.read(windows, cells, (cell, kind, start, tally) -> sums.merge(cell, tally, Tally::plus));
        return sums;
    }

    private static List<Map.Entry<Integer, Tally>> sorted(Map<Integer, Tally> sums) {
        Comparator<Map.Entry<Integer, Tally>> share = Comparator.comparingDouble(
                sum -> (double) sum.getValue().get(1) / sum.getValue().get(0));
        return sums.entrySet().stream()
                .sorted(share.thenComparing(Map.Entry::getKey))
                .toList();
    }
}
