// SPDX-License-Identifier: Apache-2.0
package doorstep.compare;

import doorstep.tally.Fraction;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Units in the order of a figure, with standard competition ranks: 1, 2, 2, 4. Equal figures share a rank and stand in
 * the order of their units' UTF-8 bytes; figures are compared exactly, because doubles that were computed differently
 * may differ where the figures do not.
 *
 * @param rows those without a figure last
 */
public record Ranking(List<Row> rows) {
    public Ranking {
        rows = List.copyOf(rows);
    }

    /** Which figures come first. */
    public enum Direction {
        HIGHEST_FIRST,
        LOWEST_FIRST
    }

    /**
     * @param figure empty if the unit has none
     * @param rank from 1; empty without a figure
     */
    public record Row(String unit, Optional<Fraction> figure, OptionalInt rank) {}

    /**
     * The first rows of a ranking.
     *
     * @param more how many of the other rows share the rank of the last one here
     */
    public record Top(List<Row> rows, int more) {}

    /** @param figures by unit; empty for a unit that has none */
    public static Ranking of(Map<String, Optional<Fraction>> figures, Direction direction) {
        Comparator<Fraction> byFigure = Comparator.naturalOrder();
        List<Row> rows = new ArrayList<>();
        figures.entrySet().stream()
                .sorted(Map.Entry.<String, Optional<Fraction>>comparingByValue(Comparator.comparing(
                                figure -> figure.orElse(null),
                                Comparator.nullsLast(
                                        direction == Direction.HIGHEST_FIRST ? byFigure.reversed() : byFigure)))
                        .thenComparing(Map.Entry.comparingByKey(UnitOrder.UTF_8)))
                .forEach(it -> rows.add(new Row(it.getKey(), it.getValue(), rank(rows, it.getValue()))));
        return new Ranking(rows);
    }

    private static OptionalInt rank(List<Row> before, Optional<Fraction> figure) {
        if (figure.isEmpty()) {
            return OptionalInt.empty();
        }
        boolean shared =
                !before.isEmpty() && before.get(before.size() - 1).figure().equals(figure);
        return shared ? before.get(before.size() - 1).rank() : OptionalInt.of(before.size() + 1);
    }

    /**
     * The first {@code n} rows, or all if there are fewer. Rows without a figure have no rank to share.
     *
     * @param n above 0
     */
    public Top top(int n) {
        if (n <= 0) {
            throw new IllegalArgumentException("top " + n);
        }
        if (n >= rows.size()) {
            return new Top(rows, 0);
        }
        OptionalInt last = rows.get(n - 1).rank();
        long more = rows.subList(n, rows.size()).stream()
                .takeWhile(row -> row.rank().isPresent() && row.rank().equals(last))
                .count();
        return new Top(rows.subList(0, n), Math.toIntExact(more));
    }

    /** Empty for a unit without a figure, and for one that is not in the ranking. */
    public OptionalInt rankOf(String unit) {
        return rows.stream()
                .filter(row -> row.unit().equals(unit))
                .map(Row::rank)
                .findFirst()
                .orElse(OptionalInt.empty());
    }

    /** The number of units that have a rank. */
    public int ranked() {
        return Math.toIntExact(
                rows.stream().filter(row -> row.rank().isPresent()).count());
    }
}
