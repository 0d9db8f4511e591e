// SPDX-License-Identifier: Apache-2.0
package doorstep.question;

import static org.assertj.core.api.Assertions.assertThat;

import doorstep.assessment.Share;
import doorstep.compare.Ranking;
import doorstep.event.TreePath;
import doorstep.tally.Cell;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.avro.specific.SpecificRecord;

/** The order of cells by a figure, and their ranks, by comparing each with each. */
final class ModelOrder {
    /** n / d, not reduced; d is above 0. */
    private record Ratio(BigInteger n, BigInteger d) {
        int compareTo(Ratio other) {
            return n.multiply(other.d).compareTo(other.n.multiply(d));
        }
    }

    private final ModelAnswer model;
    private final Optional<Order> order;
    private final Map<Cell, Ratio> figures = new HashMap<>();
    private final List<Cell> cells;

    ModelOrder(ModelAnswer model, List<Cell> cells) {
        this.model = model;
        this.cells = cells;
        order = model.question.order();
        cells.forEach(cell -> figures.put(
                cell, figure(cell, order.map(Order::figure).orElse("")).orElse(null)));
    }

    /** Scores that nobody wants in an order have a rank by the shrunk share nevertheless. */
    private Optional<Ratio> figure(Cell cell, String name) {
        if (name.equals(Order.SHRUNK)) {
            return shrunk(cell);
        }
        Object value = name.isEmpty() ? null : model.row(cell);
        for (String part : name.isEmpty() ? new String[0] : name.split("\\.")) {
            value = ((SpecificRecord) value)
                    .get(((SpecificRecord) value).getSchema().getField(part).pos());
        }
        return Optional.ofNullable(value).map(it -> ratio(new BigDecimal(it.toString())));
    }

    private static Ratio ratio(BigDecimal it) {
        int scale = Math.max(0, it.scale());
        return new Ratio(it.setScale(scale).unscaledValue(), BigInteger.TEN.pow(scale));
    }

    private Optional<Ratio> shrunk(Cell cell) {
        String unit = TreePath.parent(cell.unit());
        Share own = model.share(cell);
        long twice = Math.round(2 * model.recount.world.settings.assessment().shrinkage());
        if (!model.sees(unit)) {
            return Optional.empty();
        }
        Share above = cell.unit().equals("*") ? own : model.share(cell.withUnit(unit));
        if (above.answers() == 0 || 2 * own.answers() + twice == 0) {
            return Optional.empty();
        }
        long satisfied = 2 * own.satisfied() * above.answers() + twice * above.satisfied();
        long answers = (2 * own.answers() + twice) * above.answers();
        return Optional.of(new Ratio(BigInteger.valueOf(satisfied), BigInteger.valueOf(answers)));
    }

    private int compare(Cell one, Cell other) {
        Ratio a = figures.get(one);
        Ratio b = figures.get(other);
        if (a == null || b == null) {
            return a == b ? 0 : a == null ? 1 : -1;
        }
        boolean lowest = order.filter(it -> it.direction() == Ranking.Direction.LOWEST_FIRST)
                .isPresent();
        return lowest ? a.compareTo(b) : b.compareTo(a);
    }

    private static int compareBytes(Cell one, Cell other) {
        int units = bytes(one.unit(), other.unit());
        int values =
                units != 0 ? units : bytes(one.slice().value(), other.slice().value());
        return values != 0 ? values : bytes(one.facet(), other.facet());
    }

    private static int bytes(String one, String other) {
        return Arrays.compareUnsigned(one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
    }

    List<Cell> sorted() {
        List<Cell> sorted = new ArrayList<>(cells);
        sorted.sort((one, other) -> compare(one, other) != 0 ? compare(one, other) : compareBytes(one, other));
        return sorted;
    }

    private OptionalInt rank(Cell cell) {
        if (figures.get(cell) == null) {
            return OptionalInt.empty();
        }
        return OptionalInt.of(
                1 + (int) cells.stream().filter(it -> compare(it, cell) < 0).count());
    }

    /** Among these cells, by the shrunk share if nobody asked for an order. */
    AnswerRow.SiblingRank rankOf(Cell cell) {
        if (order.isEmpty()) {
            cells.forEach(it -> figures.put(it, shrunk(it).orElse(null)));
        }
        long ranked = cells.stream().filter(it -> figures.get(it) != null).count();
        return new AnswerRow.SiblingRank(rank(cell), (int) ranked);
    }

    void check(Answer answer, String what) {
        List<Cell> sorted = sorted();
        List<Cell> shown = sorted.subList(0, Math.min(sorted.size(), model.question.limit()));
        assertThat(answer.rows().stream().map(AnswerRow::name).toList())
                .as(what)
                .isEqualTo(shown.stream().map(RowName::of).toList());
        assertThat(answer.rows().stream().map(AnswerRow::rank).toList())
                .as(what)
                .isEqualTo(shown.stream().map(this::rank).toList());
        long sharing = sorted.subList(shown.size(), sorted.size()).stream()
                .filter(it -> figures.get(it) != null && compare(it, shown.get(shown.size() - 1)) == 0)
                .count();
        assertThat(answer.sharing()).as(what).isEqualTo((int) sharing);
    }
}
