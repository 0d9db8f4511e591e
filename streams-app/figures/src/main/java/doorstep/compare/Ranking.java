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
public record Ranking(Direction direction, List<Row> rows) {
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

    /**
     * @param figures by unit, or whatever is to be ranked; empty for one that has none. Without any figure, the rows are in
     *     the order of their names. Fast if most names come in runs that ascend or descend
     */
    public static Ranking of(Map<String, Optional<Fraction>> figures, Direction direction) {
        List<Row> rows = new ArrayList<>(figures.size());
        figures.entrySet().stream()
                .map(it -> new Place(it.getKey(), it.getValue()))
                .sorted(Comparator.comparing(Place::unit, UnitOrder.UTF_8)) // alone: names often begin alike
                .sorted(byFigure(direction))
                .forEach(it -> rows.add(new Row(it.unit(), it.figure(), rank(rows, it.figure()))));
        return new Ranking(direction, rows);
    }

    /** Where a unit stands; with a figure that is fast to compare, and tells most figures apart. */
    private record Place(String unit, Optional<Fraction> figure, double approximation) {
        Place(String unit, Optional<Fraction> figure) {
            this(unit, figure, figure.map(Fraction::approximation).orElse(Double.NaN));
        }

        /** Of two that have a figure. */
        int compareFigure(Place other) {
            double difference = approximation - other.approximation;
            double error = 2 * Fraction.ERROR * Math.max(Math.abs(approximation), Math.abs(other.approximation));
            return Math.abs(difference) > error // not if one is NaN
                    ? (int) Math.signum(difference)
                    : figure.orElseThrow().compareTo(other.figure.orElseThrow());
        }
    }

    private static Comparator<Place> byFigure(Direction direction) {
        int sign = direction == Direction.HIGHEST_FIRST ? -1 : 1;
        return (one, other) -> {
            boolean both = one.figure().isPresent() && other.figure().isPresent();
            return both
                    ? sign * one.compareFigure(other)
                    : Boolean.compare(one.figure().isEmpty(), other.figure().isEmpty());
        };
    }

    /** The rows behind a place, whether or not a row is there. */
    public List<Row> behind(Optional<Fraction> figure, String unit) {
        Place place = new Place(unit, figure);
        Comparator<Place> order = byFigure(direction).thenComparing(Place::unit, UnitOrder.UTF_8);
        return rows.stream()
                .dropWhile(row -> order.compare(new Place(row.unit(), row.figure()), place) <= 0)
                .toList();
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
