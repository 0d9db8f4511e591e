// SPDX-License-Identifier: Apache-2.0
package doorstep.question;

import doorstep.assessment.Assessment;
import doorstep.assessment.Assessor;
import doorstep.assessment.Share;
import doorstep.compare.Ranking;
import doorstep.event.TreePath;
import doorstep.period.CalendarWindow;
import doorstep.period.Comparison;
import doorstep.tally.Cell;
import doorstep.tally.Fraction;
import doorstep.tally.WindowKind;
import doorstep.wire.Topics;
import java.util.Collection;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/** Makes the rows of an answer: figures, what follows from them, and what they are compared with. */
final class PageRows {
    /** Windows of which a glimpse of the unit above is shown: in short ones its answers are few. */
    private static final Set<WindowKind> GLIMPSED = EnumSet.of(WindowKind.MONTH, WindowKind.QUARTER, WindowKind.YEAR);

    private final Question question;
    private final Access access;
    private final Source source;
    private final SpanRows span;
    private final SpanResolver dates;
    private final Map<Against, Comparison> comparisons;
    private final Assessor assessor;

    PageRows(
            Question question,
            Access access,
            Source source,
            SpanRows span,
            SpanResolver dates,
            Map<Against, Comparison> comparisons) {
        this.question = question;
        this.access = access;
        this.source = source;
        this.span = span;
        this.dates = dates;
        this.comparisons = comparisons;
        assessor = new Assessor(source.moment().settings().assessment());
    }

    /**
     * The figure that each of some cells is ranked by; empty for one that has none.
     *
     * @param counted of these cells, over the span
     */
    Function<Cell, Optional<Fraction>> ranked(Order order, Counted counted, Collection<Cell> cells) {
        if (!order.figure().equals(Order.SHRUNK)) {
            return cell -> ExactFigure.of(counted.row(cell), order.figure());
        }
        Counted above = counted(above(cells));
        Map<Cell, Share> shares = new HashMap<>(); // of those above, each of which has many below
        return cell -> {
            Share own = Scores.share(counted.row(cell));
            return shareAbove(cell, own, it -> shares.computeIfAbsent(it, parent -> Scores.share(above.row(parent))))
                    .flatMap(share -> own.fractionShrunkTowards(share, assessor.shrinkage()));
        };
    }

    Counted counted(Collection<Cell> cells) {
        return Counted.of(source, dates, span, cells);
    }

    /** Of the root its own; empty if the unit above is not seen. */
    private Optional<Share> shareAbove(Cell cell, Share own, Function<Cell, Share> above) {
        if (cell.unit().equals(TreePath.ROOT)) {
            return Optional.of(own);
        }
        return Optional.of(above(cell)).filter(it -> access.covers(it.unit())).map(above);
    }

    static Cell above(Cell cell) {
        return cell.withUnit(TreePath.parent(cell.unit()));
    }

    private List<Cell> above(Collection<Cell> cells) {
        return cells.stream()
                .map(PageRows::above)
                .filter(it -> access.covers(it.unit()))
                .distinct()
                .toList();
    }

    /** What siblings are ranked by: what the answer is in order of; scores by the shrunk share if it is in none. */
    Optional<Order> siblingOrder() {
        boolean scores = question.selection().topic().equals(Topics.SATISFACTION_SCORES);
        return question.order().or(() -> scores ? Optional.of(Order.BY_SHRUNK_SHARE) : Optional.empty());
    }

    /**
     * @param own figures of these cells
     * @param page cell → rank, in the order of the page
     */
    List<AnswerRow> of(Map<Cell, Ranking.Row> page, Counted own) {
        Collection<Cell> cells = page.keySet();
        boolean scores = question.selection().topic().equals(Topics.SATISFACTION_SCORES);
        boolean needsAbove = scores || question.against().contains(Against.UNIT_ABOVE);
        Counted above = counted(needsAbove ? above(cells) : List.of());
        Map<Against, Counted> periods = periods(cells);
        Optional<ResponseRates> responses =
                scores ? Optional.of(new ResponseRates(source, this::counted, cells)) : Optional.empty();
        Optional<SiblingRows> siblings = question.against().contains(Against.SIBLINGS)
                ? Optional.of(new SiblingRows(this, cells))
                : Optional.empty();
        return page.entrySet().stream()
                .map(it -> {
                    Cell cell = it.getKey();
                    Map<Against, Figures> others = new EnumMap<>(Against.class);
                    periods.forEach((against, counted) -> others.put(against, counted.figures(cell)));
                    if (question.against().contains(Against.UNIT_ABOVE) && hasUnitAbove(cell)) {
                        others.put(Against.UNIT_ABOVE, above.figures(above(cell)));
                    }
                    siblings.flatMap(all -> all.others(cell)).ifPresent(row -> others.put(Against.SIBLINGS, row));
                    Figures figures = own.figures(cell);
                    return new AnswerRow(
                            RowName.of(cell),
                            figures,
                            it.getValue().rank(),
                            scores ? Optional.of(assess(cell, figures, above)) : Optional.empty(),
                            responses.map(all -> all.of(cell)).orElse(OptionalDouble.empty()),
                            others,
                            siblings.flatMap(all -> all.rank(cell)),
                            scores ? glimpse(cell, figures) : Optional.empty());
                })
                .toList();
    }

    boolean hasUnitAbove(Cell cell) {
        return !cell.unit().equals(TreePath.ROOT) && access.covers(TreePath.parent(cell.unit()));
    }

    private Map<Against, Counted> periods(Collection<Cell> cells) {
        Map<Against, Counted> periods = new EnumMap<>(Against.class);
        comparisons.forEach((against, comparison) -> {
            if (comparison instanceof Comparison.With with) {
                periods.put(against, Counted.of(source, dates, with.cover(), cells));
            }
        });
        return periods;
    }

    private Assessment assess(Cell cell, Figures figures, Counted above) {
        Share own = figures.share();
        return assessor.assess(
                cell.unit(),
                cell.facet(),
                own,
                Scores.hasEnough(figures.row()),
                shareAbove(cell, own, it -> Scores.share(above.row(it))));
    }

    /** Only of the unit directly above the one that somebody sees, and only where its answers are those of several units. */
    private Optional<Glimpse> glimpse(Cell cell, Figures figures) {
        boolean shown = cell.unit().equals(access.unit())
                && access.isDirectlyBelow(TreePath.parent(cell.unit()))
                && cell.slice().isTotal()
                && span.span() instanceof CalendarWindow window
                && GLIMPSED.contains(window.kind());
        if (!shown) {
            return Optional.empty();
        }
        Cell above = above(cell);
        List<Cell> others = siblings(cell).filter(it -> !it.equals(cell)).toList();
        Counted counted =
                counted(Stream.concat(others.stream(), Stream.of(above)).toList());
        Share share = Scores.share(counted.row(above));
        long unitsWithAnswers = others.stream()
                .filter(it -> Scores.share(counted.row(it)).answers() > 0)
                .count();
        boolean ofSeveral = unitsWithAnswers >= 2
                && share.answers() - figures.share().answers()
                        >= source.moment().settings().answersMin();
        if (!ofSeveral) {
            return Optional.empty();
        }
        Assessment assessment = assessor.assess(
                above.unit(), above.facet(), share, Scores.hasEnough(counted.row(above)), Optional.empty());
        return Optional.of(new Glimpse(
                above.unit(),
                Math.rint(share.value().orElseThrow() * 1_000) / 1_000,
                assessment.target(),
                assessment.verdict()));
    }

    /** The same cell of each unit below the same one, its own included. */
    Stream<Cell> siblings(Cell cell) {
        return source.cells().below(TreePath.parent(cell.unit())).stream().map(cell::withUnit);
    }
}
