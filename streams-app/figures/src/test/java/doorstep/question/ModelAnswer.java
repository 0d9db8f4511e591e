// SPDX-License-Identifier: Apache-2.0
package doorstep.question;

import doorstep.assessment.Share;
import doorstep.avro.FeedbackCount;
import doorstep.avro.SatisfactionScore;
import doorstep.avro.ServiceLevel;
import doorstep.avro.VisitCount;
import doorstep.event.TreePath;
import doorstep.family.Family;
import doorstep.period.CalendarWindow;
import doorstep.period.DateRange;
import doorstep.period.Span;
import doorstep.period.WindowToAsOf;
import doorstep.tally.Cell;
import doorstep.tally.Period;
import doorstep.tally.Slice;
import doorstep.tally.Tally;
import doorstep.tally.WindowKind;
import doorstep.wire.Topics;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.apache.avro.specific.SpecificRecord;

/** What an answer should have, by counting contributions. */
final class ModelAnswer {
    final Recount recount;
    final Question question;
    final Access access;
    final Family family;
    final Set<WindowKind> kinds;
    final SortedSet<Instant> asOfs;
    final ModelDates dates;
    private final Selection selection;

    ModelAnswer(Recount recount, Question question, Access access) {
        this.recount = recount;
        this.question = question;
        this.access = access;
        selection = question.selection();
        family = recount.world.settings.families().of(selection.topic());
        kinds = recount.world.kinds(
                family, selection.breakdown().map(it -> Slice.of(it, "any")).orElse(Slice.TOTAL));
        asOfs = new TreeSet<>();
        unitsUsed().forEach(unit -> asOfs.add(recount.world.asOf(unit)));
        dates = new ModelDates(recount, recount.world.dateOf(asOfs.first()));
    }

    /** Of the units directly below, at the oldest as-of of theirs and the unit's. */
    static ModelAnswer below(Recount recount, ScoreQuestion question) {
        Selection selection = Selection.of(Topics.SATISFACTION_SCORES, question.unit())
                .withFacet(question.facet())
                .with(Reach.BELOW);
        return new ModelAnswer(recount, Question.of(selection, question.span()), Access.root());
    }

    boolean isAboutScores() {
        return family.topic().shortName().equals("satisfaction-scores");
    }

    // ---- Units

    boolean sees(String unit) {
        return access.unit().equals("*") || unit.equals(access.unit()) || unit.startsWith(access.unit() + "/");
    }

    List<String> below(String unit) {
        return recount.units().stream()
                .filter(it -> !it.equals("*") && TreePath.parent(it).equals(unit))
                .toList();
    }

    List<String> units() {
        String unit = selection.unit();
        List<String> units =
                switch (selection.reach()) {
                    case UNIT -> List.of(unit);
                    case BELOW -> below(unit);
                    case SIBLINGS -> unit.equals("*") ? List.of(unit) : below(TreePath.parent(unit));
                    case SUBTREE ->
                        recount.units().stream()
                                .filter(it -> unit.equals("*") || it.equals(unit) || it.startsWith(unit + "/"))
                                .toList();
                };
        return units.stream().filter(this::sees).toList();
    }

    private Set<String> unitsUsed() {
        Set<String> used = new HashSet<>(Set.of(selection.unit()));
        for (String unit : units()) {
            String above = TreePath.parent(unit);
            boolean glimpsed = !above.equals("*") && unit.equals(access.unit());
            used.add(unit);
            if ((isAboutScores() || question.against().contains(Against.UNIT_ABOVE)) && (sees(above) || glimpsed)) {
                used.add(above);
            }
            if (question.against().contains(Against.SIBLINGS) && sees(above)) {
                used.addAll(below(above));
            }
        }
        return used;
    }

    // ---- Cells

    /** One for each unit if nothing is left open, else those with figures. */
    List<Cell> cells() {
        boolean closed = (selection.breakdown().isEmpty() || selection.value().isPresent())
                && (!family.hasFacets() || selection.facet().isPresent());
        List<Cell> cells = new ArrayList<>();
        if (closed) {
            Slice slice = selection
                    .breakdown()
                    .map(it -> Slice.of(it, selection.value().get()))
                    .orElse(Slice.TOTAL);
            units().forEach(unit -> cells.add(
                    new Cell(family.code(), unit, slice, selection.facet().orElse(""))));
            return cells;
        }
        Set<String> units = new HashSet<>(units());
        return recount.cells().stream()
                .filter(it -> it.family() == family.code() && units.contains(it.unit()))
                .filter(it -> it.slice().breakdown().equals(selection.breakdown()))
                .filter(it -> selection
                        .value()
                        .orElse(it.slice().value())
                        .equals(it.slice().value()))
                .filter(it -> selection.facet().orElse(it.facet()).equals(it.facet()))
                .filter(it -> !family.tally(row(it)).isZero())
                .toList();
    }

    // ---- Figures

    Tally tally(Cell cell) {
        Span span = question.span();
        if (span instanceof CalendarWindow window && kinds.contains(window.kind())) {
            return recount.window(cell, window.kind(), window.start());
        }
        if (span instanceof WindowToAsOf window && kinds.contains(window.kind())) {
            return recount.window(cell, window.kind(), null);
        }
        return dates.counted(span).map(it -> recount.range(cell, it)).orElse(Tally.ZERO);
    }

    SpecificRecord row(Cell cell) {
        return row(cell, tally(cell));
    }

    /** A row of the question's dates. */
    SpecificRecord row(Cell name, Tally tally) {
        if (question.span() instanceof CalendarWindow window) {
            LocalDate end = recount.end(window.kind(), window.start());
            return recount.row(name, tally, window.kind().name(), window.start(), end);
        }
        if (question.span() instanceof WindowToAsOf window) {
            return recount.row(name, tally, window.kind().name(), null, null);
        }
        Optional<Period> cut = dates.counted(question.span());
        return recount.row(
                name,
                tally,
                "",
                cut.map(Period::first).orElse(null),
                cut.map(Period::last).orElse(null));
    }

    Share share(Cell cell) {
        SatisfactionScore row = (SatisfactionScore) row(cell);
        return new Share(row.getSatisfied(), row.getAnswers());
    }

    Optional<Level> level(List<Cell> cells, LocalDate last) {
        if (!family.topic().shortName().equals("service-levels")) {
            return Optional.empty();
        }
        Tally sum = cells.stream().map(it -> recount.upTo(it, last)).reduce(Tally.ZERO, Tally::plus);
        ServiceLevel row = (ServiceLevel) recount.row(new Cell(5, "*", Slice.TOTAL, ""), sum, "", null, null);
        return Optional.of(new Level(last, row.getBacklogChange(), row.getOverdueChange()));
    }

    OptionalDouble responseRate(Cell cell) {
        if (!isAboutScores() || !cell.facet().startsWith("OVERALL:")) {
            return OptionalDouble.empty();
        }
        Cell visits = new Cell(1, cell.unit(), cell.slice(), "");
        Cell feedback = new Cell(2, cell.unit(), cell.slice(), "");
        long asked = ((VisitCount) row(visits)).getFeedbackAsked();
        long answered = ((FeedbackCount) row(feedback)).getRatingsAboutVisits();
        return asked == 0 ? OptionalDouble.empty() : OptionalDouble.of((double) answered / asked);
    }

    // ---- Comparisons

    /** The dates compared with, cut; empty if there are none. */
    Optional<Period> compared(Against against) {
        Span span = question.span();
        if (!dates.isComparable(span) || dates.counted(span).isEmpty()) {
            return Optional.empty();
        }
        Optional<Period> other = against == Against.BEFORE ? Optional.of(dates.before(span)) : dates.lastYear(span);
        return other.filter(it -> !it.last().isBefore(recount.first(family.code())))
                .flatMap(dates::cut);
    }

    boolean isRange() {
        return question.span() instanceof DateRange;
    }
}
