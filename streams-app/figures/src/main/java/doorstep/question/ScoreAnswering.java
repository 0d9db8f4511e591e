// SPDX-License-Identifier: Apache-2.0
package doorstep.question;

import doorstep.assessment.Share;
import doorstep.compare.Change;
import doorstep.compare.Funnel;
import doorstep.compare.Split;
import doorstep.compare.UnitOrder;
import doorstep.family.Family;
import doorstep.period.Comparison;
import doorstep.period.Cover;
import doorstep.tally.Breakdown;
import doorstep.tally.Cell;
import doorstep.tally.Interval;
import doorstep.tally.Slice;
import doorstep.wire.Topics;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;

/** The work on one question about a score and those of the units directly below. */
final class ScoreAnswering {
    private static final List<Breakdown> OVERLAPPING = List.of(Breakdown.TOPIC, Breakdown.AREA);

    private static final int CURVE_STEPS = 60;

    private final ScoreQuestion question;
    private final Source source;
    private final Family family;
    private final Cell whole;
    private final List<Cell> below;
    private final SortedSet<Instant> asOfs;
    private final SpanResolver dates;

    ScoreAnswering(ScoreQuestion question, Source source) {
        this.question = question;
        this.source = source;
        family = source.families().of(Topics.SATISFACTION_SCORES);
        Facets.require(family, question.unit(), question.facet(), source.cells());
        whole = new Cell(family.code(), question.unit(), Slice.TOTAL, question.facet());
        below = source.cells().below(question.unit()).stream()
                .sorted(UnitOrder.UTF_8)
                .map(whole::withUnit)
                .toList();
        asOfs = source.moment()
                .asOfs(Stream.concat(Stream.of(whole), below.stream())
                        .map(Cell::unit)
                        .toList());
        dates = dates(Slice.TOTAL);
    }

    private SpanResolver dates(Slice slice) {
        return new SpanResolver(
                source.moment().settings(),
                source.families().windows(family.code(), slice),
                !slice.isTotal(),
                source.moment().extent(asOfs));
    }

    private List<Cell> all() {
        return Stream.concat(Stream.of(whole), below.stream()).toList();
    }

    // ---- Funnel

    FunnelPlot funnel() {
        SpanRows span = dates.rowsOf(question.span());
        Counted counted = Counted.of(source, dates, span, all());
        Share center = Scores.share(counted.row(whole));
        Funnel funnel = new Funnel(center);
        List<FunnelPlot.Point> units = new ArrayList<>();
        List<Share> few = new ArrayList<>();
        for (Cell cell : below) {
            SpecificRecord row = counted.row(cell);
            Share share = Scores.share(row);
            funnel.difference(share, Scores.hasEnough(row))
                    .ifPresentOrElse(
                            it -> units.add(new FunnelPlot.Point(
                                    cell.unit(),
                                    share,
                                    funnel.limits(share.answers(), Interval.Z_95)
                                            .orElseThrow(),
                                    funnel.limits(share.answers(), Interval.Z_998)
                                            .orElseThrow(),
                                    it)),
                            () -> few.add(share));
        }
        few.removeIf(share -> share.answers() == 0);
        few.sort(Comparator.comparingLong(Share::answers).thenComparingLong(Share::satisfied));
        return new FunnelPlot(
                question,
                asOfs,
                source.moment().rebuilding(),
                span.dates(),
                center,
                units,
                curve(funnel, Stream.concat(units.stream().map(FunnelPlot.Point::share), few.stream())),
                few);
    }

    /** Evenly over the logarithm of the answers: the limits change most where there are few. */
    private static List<FunnelPlot.Limits> curve(Funnel funnel, Stream<Share> shares) {
        LongSummaryStatistics answers = shares.mapToLong(Share::answers).summaryStatistics();
        if (answers.getCount() == 0 || funnel.center().answers() == 0) {
            return List.of();
        }
        double ratio = (double) answers.getMax() / answers.getMin();
        return IntStream.rangeClosed(0, CURVE_STEPS)
                .mapToLong(i -> Math.round(answers.getMin() * Math.pow(ratio, (double) i / CURVE_STEPS)))
                .distinct()
                .mapToObj(n -> new FunnelPlot.Limits(
                        n,
                        funnel.limits(n, Interval.Z_95).orElseThrow(),
                        funnel.limits(n, Interval.Z_998).orElseThrow()))
                .toList();
    }

    // ---- Why a share moved

    WhyMoved whyMoved(Against against) {
        SpanRows span = dates.rowsOf(question.span());
        Comparison comparison = dates.compared(question.span(), against, source.firstRow(family));
        Optional<Change> change = Optional.empty();
        Optional<Split> split = Optional.empty();
        Optional<WhyMoved.Reason> reason = Optional.of(WhyMoved.Reason.NO_COMPARISON);
        Map<Breakdown, List<WhyMoved.ValueChange>> values = new EnumMap<>(Breakdown.class);
        if (comparison instanceof Comparison.With with) {
            Changes changes = new Changes(span, with.cover(), dates, all());
            change = Optional.of(changes.of(whole));
            Map<String, Change> parts = new TreeMap<>();
            below.forEach(cell -> parts.put(cell.unit(), changes.of(cell)));
            Optional<Split> ofAnswers = Split.of(whole.unit(), changes.of(whole), parts);
            split = ofAnswers.filter(it -> it.own().isPresent());
            reason = Optional.of(ofAnswers.isEmpty() ? WhyMoved.Reason.NO_ANSWERS : WhyMoved.Reason.PARTITIONS_DIFFER)
                    .filter(it -> ofAnswers.flatMap(Split::own).isEmpty());
            OVERLAPPING.forEach(breakdown ->
                    values(breakdown, with, changes.of(whole)).ifPresent(changed -> values.put(breakdown, changed)));
        }
        return new WhyMoved(
                question,
                against,
                asOfs,
                source.moment().rebuilding(),
                span.dates(),
                comparison,
                change,
                split,
                reason,
                values);
    }

    /** Empty if rows with the breakdown do not add up to both periods. */
    private Optional<List<WhyMoved.ValueChange>> values(Breakdown breakdown, Comparison.With with, Change all) {
        SpanResolver ofSlices = dates(Slice.of(breakdown, "any"));
        Optional<SpanRows> span = ofSlices.find(question.span());
        if (span.isEmpty() || !(ofSlices.cover(with.dates()) instanceof Cover former)) {
            return Optional.empty();
        }
        Selection selection = Selection.of(Topics.SATISFACTION_SCORES, question.unit())
                .withFacet(question.facet())
                .by(breakdown);
        List<Cell> cells =
                new SelectedCells(source.cells(), family, selection, Access.root()).of(List.of(question.unit()));
        Changes changes = new Changes(span.get(), former, ofSlices, cells);
        return Optional.of(cells.stream()
                .filter(cell -> changes.of(cell).hasAnswers())
                .sorted(Comparator.comparing(cell -> cell.slice().value(), UnitOrder.UTF_8))
                .map(cell ->
                        new WhyMoved.ValueChange(cell.slice().value(), changes.of(cell), all.without(changes.of(cell))))
                .toList());
    }

    /** Answers of some cells in both periods. */
    private final class Changes {
        private final Counted before;
        private final Counted now;

        Changes(SpanRows span, Cover former, SpanResolver dates, List<Cell> cells) {
            before = Counted.of(source, dates, former, cells);
            now = Counted.of(source, dates, span, cells);
        }

        Change of(Cell cell) {
            return new Change(Scores.share(before.row(cell)), Scores.share(now.row(cell)));
        }
    }
}
