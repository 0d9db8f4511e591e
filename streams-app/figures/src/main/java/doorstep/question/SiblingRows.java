// SPDX-License-Identifier: Apache-2.0
package doorstep.question;

import doorstep.compare.Ranking;
import doorstep.tally.Cell;
import doorstep.tally.Fraction;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The units below the same one as each unit of a page, as far as whoever asks sees that one. */
final class SiblingRows {
    private final Map<Cell, List<Cell>> byCell = new LinkedHashMap<>();
    private final Counted counted;
    private final Map<Cell, Ranking> rankings = new HashMap<>(); // by the cell above

    SiblingRows(PageRows rows, Collection<Cell> page) {
        page.stream()
                .filter(rows::hasUnitAbove)
                .forEach(cell -> byCell.put(cell, rows.siblings(cell).toList()));
        List<Cell> all =
                byCell.values().stream().flatMap(List::stream).distinct().toList();
        counted = rows.counted(all);
        rows.siblingOrder().ifPresent(order -> rank(order, rows.ranked(order, counted, all)));
    }

    private void rank(Order order, Map<Cell, Optional<Fraction>> figures) {
        byCell.forEach((cell, siblings) -> rankings.computeIfAbsent(PageRows.above(cell), it -> {
            Map<String, Optional<Fraction>> byUnit = new HashMap<>();
            siblings.forEach(sibling -> byUnit.put(sibling.unit(), figures.get(sibling)));
            return Ranking.of(byUnit, order.direction());
        }));
    }

    /** The figures of all but the unit itself, taken together; empty if they are not seen. */
    Optional<Figures> others(Cell cell) {
        return Optional.ofNullable(byCell.get(cell))
                .map(siblings -> counted.figures(
                        PageRows.above(cell),
                        siblings.stream().filter(it -> !it.equals(cell)).toList()));
    }

    /** Among all of them; empty if they are not seen, or ranked by nothing. */
    Optional<AnswerRow.SiblingRank> rank(Cell cell) {
        return Optional.ofNullable(byCell.containsKey(cell) ? rankings.get(PageRows.above(cell)) : null)
                .map(ranking -> new AnswerRow.SiblingRank(ranking.rankOf(cell.unit()), ranking.ranked()));
    }
}
