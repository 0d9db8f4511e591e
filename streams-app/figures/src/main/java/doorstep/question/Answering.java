// SPDX-License-Identifier: Apache-2.0
package doorstep.question;

import doorstep.compare.Ranking;
import doorstep.event.TreePath;
import doorstep.family.Family;
import doorstep.period.Comparison;
import doorstep.tally.Breakdown;
import doorstep.tally.Cell;
import doorstep.tally.Fraction;
import doorstep.wire.Topics;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.function.Function;

/** The work on one question: which rows there are, and in which order. */
final class Answering {
    private final Question question;
    private final Selection selection;
    private final Access access;
    private final Source source;
    private final Family family;
    private final SelectedCells selected;
    private final Collection<String> units;
    private final SortedSet<Instant> asOfs;
    private final SpanResolver dates;

    Answering(Question question, Access access, Source source) {
        this.question = question;
        this.selection = question.selection();
        this.access = access;
        family = source.families().of(selection.topic());
        this.source = selection.together() ? source.with(new Parts(selection, family, source.cells())) : source;
        selection.breakdown().ifPresent(this::requireBreakdown);
        question.order().ifPresent(this::requireFigure);
        selection.facet().ifPresent(it -> Facets.require(family, selection.unit(), it, source.cells()));
        selected = new SelectedCells(source.cells(), family, selection, access);
        units = selected.units();
        asOfs = source.moment().asOfs(unitsUsed());
        dates = new SpanResolver(
                source.moment().settings(),
                source.families().windows(family.code(), selected.slice()),
                selection.breakdown().isPresent(),
                source.moment().extent(asOfs));
    }

    private void requireBreakdown(Breakdown breakdown) {
        if (!family.breakdowns().contains(breakdown)) {
            throw new QuestionException(
                    QuestionException.Fault.INVALID,
                    "breakdown",
                    selection.topic().shortName() + " has no breakdown '" + breakdown.label() + "'",
                    family.breakdowns().stream().map(Breakdown::label).toList());
        }
    }

    private void requireFigure(Order order) {
        List<String> names = new ArrayList<>(ExactFigure.names(selection.topic().value()));
        if (selection.topic().equals(Topics.SATISFACTION_SCORES)) {
            names.add(Order.SHRUNK);
        }
        if (!names.contains(order.figure())) {
            throw new QuestionException(
                    QuestionException.Fault.INVALID,
                    "sort",
                    selection.topic().shortName() + " has no figure '" + order.figure() + "' to sort by",
                    names);
        }
    }

    /** Of the partitions that the answer uses, whatever its dates. */
    SortedSet<Instant> asOfs() {
        return asOfs;
    }

    SpanResolver dates() {
        return dates;
    }

    Answer answer() {
        SpanRows span = dates.rowsOf(question.span());
        Map<String, Cell> cells = new LinkedHashMap<>(); // by the name that they are ranked under
        selected.of(units).forEach(cell -> cells.put(RowName.of(cell).key(), cell));
        Counted counted = Counted.of(source, dates, span, List.copyOf(cells.values()));
        if (!selected.isClosed()) {
            cells.values().removeIf(cell -> counted.tally(cell).isZero());
        }
        Map<Against, Comparison> comparisons = comparisons();
        PageRows page = new PageRows(question, access, source, span, dates, comparisons);
        Ranking ranking = ranking(cells, counted, page);
        List<Ranking.Row> behind = question.after()
                .map(cursor -> ranking.behind(cursor.figure(), cursor.row().key()))
                .orElse(ranking.rows());
        Ranking.Top top = new Ranking(ranking.direction(), behind).top(question.limit());
        Map<Cell, Ranking.Row> shown = new LinkedHashMap<>();
        top.rows().forEach(row -> shown.put(cells.get(row.unit()), row));
        return new Answer(
                question,
                asOfs,
                source.moment().rebuilding(),
                span.cut(),
                span.dates(),
                comparisons,
                selection.isOverlapping(),
                page.of(shown, counted),
                cells.size(),
                top.more(),
                top.rows().size() < behind.size() ? Optional.of(endOf(top, cells)) : Optional.empty());
    }

    private static Cursor endOf(Ranking.Top page, Map<String, Cell> cells) {
        Ranking.Row last = page.rows().get(page.rows().size() - 1);
        return new Cursor(last.figure(), RowName.of(cells.get(last.unit())));
    }

    /** Those whose partitions may lack rows that the answer would have. */
    private Set<String> unitsUsed() {
        Set<String> used = new HashSet<>(units);
        boolean above = selection.topic().equals(Topics.SATISFACTION_SCORES)
                || question.against().contains(Against.UNIT_ABOVE);
        for (String unit : units) {
            String parent = TreePath.parent(unit);
            if (above) {
                used.add(parent);
            }
            if (question.against().contains(Against.SIBLINGS) && access.covers(parent)) {
                used.addAll(source.cells().below(parent));
            }
        }
        used.removeIf(unit -> !access.covers(unit) && !access.isDirectlyBelow(unit));
        used.add(selection.unit());
        return used;
    }

    private Map<Against, Comparison> comparisons() {
        Map<Against, Comparison> comparisons = new EnumMap<>(Against.class);
        for (Against against : List.of(Against.BEFORE, Against.LAST_YEAR)) {
            if (question.against().contains(against)) {
                comparisons.put(against, dates.compared(question.span(), against, source.firstRow(family)));
            }
        }
        return comparisons;
    }

    private Ranking ranking(Map<String, Cell> cells, Counted counted, PageRows page) {
        Function<Cell, Optional<Fraction>> figures = question.order()
                .map(order -> page.ranked(order, counted, cells.values()))
                .orElse(cell -> Optional.empty());
        Map<String, Optional<Fraction>> byName = new LinkedHashMap<>();
        cells.forEach((name, cell) -> byName.put(name, figures.apply(cell)));
        return Ranking.of(byName, question.order().map(Order::direction).orElse(Ranking.Direction.HIGHEST_FIRST));
    }
}
