// SPDX-License-Identifier: Apache-2.0
package doorstep.question;

import doorstep.compare.Ranking;
import doorstep.tally.Cell;
import doorstep.tally.Fraction;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;

/** The units below the same one as each unit of a page, as far as whoever asks sees that one. */
final class SiblingRows {
    private final Set<Cell> page = new HashSet<>();
    private final Counted counted;
    private final Map<Cell, List<Cell>> below = new HashMap<>(); // by the cell above
    private final Map<Cell, Map<String, OptionalInt>> ranks = new HashMap<>();
    private final Map<Cell, Counted.Sum> sums = new HashMap<>();

    SiblingRows(PageRows rows, Collection<Cell> page) {
        for (Cell cell : page) {
            if (rows.hasUnitAbove(cell)) {
                this.page.add(cell);
                below.computeIfAbsent(
                        PageRows.above(cell), it -> rows.siblings(cell).toList());
            }
        }
        List<Cell> all = below.values().stream().flatMap(List::stream).toList();
        counted = rows.counted(all);
        below.forEach((above, siblings) -> sums.put(above, counted.sum(siblings)));
        rows.siblingOrder().ifPresent(order -> rank(order, rows.ranked(order, counted, all)));
    }

    private void rank(Order order, Function<Cell, Optional<Fraction>> figures) {
        below.forEach((above, siblings) -> {
            Map<String, Optional<Fraction>> byUnit = new HashMap<>();
            siblings.forEach(sibling -> byUnit.put(sibling.unit(), figures.apply(sibling)));
            Map<String, OptionalInt> byRank = new HashMap<>();
            Ranking.of(byUnit, order.direction()).rows().forEach(row -> byRank.put(row.unit(), row.rank()));
            ranks.put(above, byRank);
        });
    }

    /** The figures of all but the unit itself, taken together; empty if they are not seen. */
    Optional<Figures> others(Cell cell) {
        Cell above = PageRows.above(cell);
        return page.contains(cell)
                ? Optional.of(counted.figures(above, sums.get(above).without(counted.sum(List.of(cell)))))
                : Optional.empty();
    }

    /** Among all of them; empty if they are not seen, or ranked by nothing. */
    Optional<AnswerRow.SiblingRank> rank(Cell cell) {
        Map<String, OptionalInt> ofParent = page.contains(cell) ? ranks.get(PageRows.above(cell)) : null;
        return Optional.ofNullable(ofParent).map(it -> new AnswerRow.SiblingRank(it.get(cell.unit()), ranked(it)));
    }

    private static int ranked(Map<String, OptionalInt> ranks) {
        return Math.toIntExact(
                ranks.values().stream().filter(OptionalInt::isPresent).count());
    }
}
