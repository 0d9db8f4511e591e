// SPDX-License-Identifier: Apache-2.0
package doorstep.question;

import doorstep.compare.Ranking;
import doorstep.event.TreePath;
import doorstep.family.Family;
import doorstep.period.CalendarWindow;
import doorstep.period.DateRange;
import doorstep.period.Span;
import doorstep.period.WindowToAsOf;
import doorstep.tally.Breakdown;
import doorstep.tally.Cell;
import doorstep.tally.Period;
import doorstep.tally.WindowKind;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/** Random questions about the units, values and facets that there are, and some that there are not. */
final class RandomQuestions {
    private final Random dice;
    private final Recount recount;
    private final List<Cell> cells;
    private final List<String> units;

    RandomQuestions(Random dice, Recount recount) {
        this.dice = dice;
        this.recount = recount;
        cells = recount.cells().stream()
                .sorted((one, other) -> one.toString().compareTo(other.toString()))
                .toList();
        units = recount.units().stream().sorted().toList();
    }

    private <T> T pick(List<T> list) {
        return list.get(dice.nextInt(list.size()));
    }

    /** Those that have events are picked more often near the root, where the figures are larger. */
    String unit() {
        String unit = pick(units);
        return dice.nextInt(4) == 0 ? TreePath.ROOT : dice.nextBoolean() ? unit : TreePath.parent(unit);
    }

    Question next() {
        return next(unit());
    }

    Question next(String unit) {
        Cell like = pick(cells);
        Family family = recount.world.settings.families().ofCode(dice.nextBoolean() ? 3 : like.family());
        List<Cell> ofFamily =
                cells.stream().filter(it -> it.family() == family.code()).toList();
        like = pick(ofFamily);
        Optional<Breakdown> breakdown = dice.nextInt(3) == 0 ? like.slice().breakdown() : Optional.empty();
        Optional<String> value = breakdown
                .filter(it -> dice.nextInt(3) > 0)
                .map(it -> dice.nextInt(9) == 0 ? "NEVER" : recountedValue(ofFamily, it));
        Optional<String> facet = dice.nextInt(4) == 0 ? Optional.empty() : Optional.of(like.facet());
        Selection selection = new Selection(
                family.topic(),
                unit,
                pick(List.of(Reach.values())),
                breakdown,
                value,
                family.hasFacets() ? facet : Optional.empty(),
                false);
        Set<Against> against = EnumSet.noneOf(Against.class);
        for (Against it : Against.values()) {
            if (dice.nextInt(3) == 0) {
                against.add(it);
            }
        }
        int limit = dice.nextBoolean() ? 1_000 : 1 + dice.nextInt(4);
        return new Question(selection, span(), against, order(family), limit, Optional.empty());
    }

    private String recountedValue(List<Cell> ofFamily, Breakdown breakdown) {
        return pick(ofFamily.stream()
                .filter(it -> it.slice().breakdown().filter(breakdown::equals).isPresent())
                .map(it -> it.slice().value())
                .toList());
    }

    private Optional<Order> order(Family family) {
        List<String> figures = new ArrayList<>(ExactFigure.names(family.topic().value()));
        if (family.topic().shortName().equals("satisfaction-scores")) {
            figures.addAll(List.of(Order.SHRUNK, Order.SHRUNK, "answers", "satisfiedShare"));
        }
        return dice.nextInt(3) == 0
                ? Optional.empty()
                : Optional.of(new Order(pick(figures), pick(List.of(Ranking.Direction.values()))));
    }

    Span span() {
        LocalDate near = recount.world.dateOf(pick(recount.world.asOfs));
        WindowKind kind = pick(List.of(WindowKind.values()));
        if (dice.nextInt(3) == 0) {
            LocalDate first = near.minusDays(dice.nextInt(900)).plusDays(20);
            return new DateRange(new Period(first, first.plusDays(dice.nextInt(1 << dice.nextInt(10)))));
        }
        if (!kind.isCalendar()) {
            return new WindowToAsOf(kind);
        }
        if (kind.isFiscal() && recount.world.settings.fiscalStart() == 0) {
            return new WindowToAsOf(WindowKind.EVER);
        }
        LocalDate date =
                dice.nextBoolean() ? near : near.minusDays(dice.nextInt(900)).plusDays(20);
        LocalDate start = recount.start(kind, date);
        return dice.nextInt(4) == 0
                ? new DateRange(new Period(start, recount.end(kind, start)))
                : new CalendarWindow(kind, start);
    }
}
