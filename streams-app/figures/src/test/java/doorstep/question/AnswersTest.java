// SPDX-License-Identifier: Apache-2.0
package doorstep.question;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import doorstep.assessment.Assessment;
import doorstep.assessment.Share;
import doorstep.event.TreePath;
import doorstep.period.Comparison;
import doorstep.tally.Cell;
import doorstep.tally.Interval;
import doorstep.tally.Period;
import doorstep.tally.Slice;
import doorstep.tally.Tally;
import doorstep.tally.WindowKind;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random questions against a recount of every contribution. */
class AnswersTest {
    private static final int QUESTIONS = 250;
    private static final String ASSESSED = "OVERALL:GRADE_5";

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void shouldAgreeWithARecount(long seed) {
        Recount recount = new Recount(World.random(seed));
        Answers answers = new Answers(recount.rows(), recount.world::moment);
        RandomQuestions questions = new RandomQuestions(new Random(seed), recount);
        int answered = 0;
        for (int i = 0; i < QUESTIONS; i++) {
            Question question = questions.next();
            Access access = new Random(i).nextInt(3) == 0
                    ? Access.of(question.selection().unit())
                    : Access.root();
            ModelAnswer model = new ModelAnswer(recount, question, access);
            Optional<Answer> answer = answer(answers, question, access, model);
            answer.ifPresent(it -> check(it, model, "seed " + seed + ", " + access + ", " + text(question)));
            answered += answer.isPresent() ? 1 : 0;
        }
        assertThat(answered).isGreaterThan(QUESTIONS / 3);
    }

    /** Empty where rows are missing, which there are not if every day has some. */
    private static Optional<Answer> answer(Answers answers, Question question, Access access, ModelAnswer model) {
        try {
            return Optional.of(answers.answer(question, access));
        } catch (QuestionException e) {
            assertThat(e.fault()).as("%s: %s", text(question), e).isEqualTo(QuestionException.Fault.NOT_COVERED);
            assertThat(model.kinds.contains(WindowKind.DAY)
                            && model.dates.counted(question.span()).isPresent())
                    .as("%s: %s", text(question), e)
                    .isFalse();
            return Optional.empty();
        }
    }

    static String text(Question question) {
        Selection it = question.selection();
        return it.topic().shortName() + " of " + it.unit() + " " + it.reach() + " by " + it.breakdown() + it.value()
                + ", facet " + it.facet() + ", " + question.span() + ", " + question.against() + ", "
                + question.order() + ", top " + question.limit();
    }

    static void check(Answer answer, ModelAnswer model, String what) {
        List<Cell> cells = model.cells();
        assertThat(answer.asOfs()).as(what).isEqualTo(model.asOfs);
        assertThat(answer.dates()).as(what).isEqualTo(model.dates.counted(model.question.span()));
        assertThat(answer.cut().isPresent()).as(what).isEqualTo(model.isRange());
        answer.cut().ifPresent(cut -> assertThat(cut.dates()).as(what).isEqualTo(answer.dates()));
        assertThat(answer.total()).as(what).isEqualTo(cells.size());
        assertThat(answer.rows()).as(what).hasSize(Math.min(cells.size(), model.question.limit()));
        assertThat(answer.next().isPresent()).as(what).isEqualTo(cells.size() > model.question.limit());
        new ModelOrder(model, cells).check(answer, what);
        checkComparisons(answer, model, what);
        for (AnswerRow row : answer.rows()) {
            checkRow(row, answer, model, what + ", row " + row.name());
        }
    }

    private static void checkComparisons(Answer answer, ModelAnswer model, String what) {
        for (Against against : List.of(Against.BEFORE, Against.LAST_YEAR)) {
            Comparison comparison = answer.comparisons().get(against);
            assertThat(comparison != null)
                    .as(what)
                    .isEqualTo(model.question.against().contains(against));
            Optional<Period> dates = Optional.ofNullable(comparison)
                    .filter(Comparison.With.class::isInstance)
                    .map(it -> ((Comparison.With) it).dates());
            if (dates.isPresent()
                    || (comparison != null
                            && model.kinds.contains(WindowKind.DAY)
                            && model.recount.world.settings.windows().contains(WindowKind.DAY))) {
                assertThat(dates).as("%s: %s", what, comparison).isEqualTo(model.compared(against));
            }
        }
    }

    private static void checkRow(AnswerRow row, Answer answer, ModelAnswer model, String what) {
        Slice slice = model.question
                .selection()
                .breakdown()
                .map(it -> Slice.of(it, row.name().value()))
                .orElse(Slice.TOTAL);
        Cell cell = new Cell(
                model.family.code(), row.name().unit(), slice, row.name().facet());
        assertThat(row.figures().row()).as(what).isEqualTo(model.row(cell));
        checkLevel(row.figures(), model, model.level(List.of(cell), model.dates.levelAt(model.question.span())), what);
        checkPeriods(row, cell, answer, model, what);
        String above = TreePath.parent(cell.unit());
        boolean hasAbove = !cell.unit().equals("*") && model.sees(above);
        checkOther(
                row,
                Against.UNIT_ABOVE,
                hasAbove ? Optional.of(cell.withUnit(above)) : Optional.empty(),
                List.of(cell.withUnit(above)),
                model,
                what);
        List<Cell> siblings = model.below(above).stream().map(cell::withUnit).toList();
        checkOther(
                row,
                Against.SIBLINGS,
                hasAbove ? Optional.of(cell.withUnit(above)) : Optional.empty(),
                siblings.stream().filter(it -> !it.equals(cell)).toList(),
                model,
                what);
        boolean ranked = hasAbove
                && model.question.against().contains(Against.SIBLINGS)
                && (model.isAboutScores() || model.question.order().isPresent());
        assertThat(row.amongSiblings())
                .as(what)
                .isEqualTo(ranked ? Optional.of(new ModelOrder(model, siblings).rankOf(cell)) : Optional.empty());
        assertThat(row.responseRate()).as(what).isEqualTo(model.responseRate(cell));
        assertThat(row.assessment().isPresent()).as(what).isEqualTo(model.isAboutScores());
        row.assessment().ifPresent(it -> checkAssessment(it, cell, hasAbove, model, what));
    }

    private static void checkPeriods(AnswerRow row, Cell cell, Answer answer, ModelAnswer model, String what) {
        answer.comparisons().forEach((against, comparison) -> {
            Figures figures = row.others().get(against);
            assertThat(figures != null).as(what).isEqualTo(comparison instanceof Comparison.With);
            if (comparison instanceof Comparison.With with) {
                Period dates = with.dates();
                SpecificRecord expected =
                        model.recount.row(cell, model.recount.range(cell, dates), "", dates.first(), dates.last());
                assertThat(figures.row()).as("%s %s", what, against).isEqualTo(expected);
                checkLevel(figures, model, model.level(List.of(cell), dates.last()), what);
            }
        });
    }

    /** Without rows of days, or of EVER, rows may not add up to it. */
    private static void checkLevel(Figures figures, ModelAnswer model, Optional<Level> expected, String what) {
        if (figures.level().isPresent() || model.kinds.contains(WindowKind.DAY)) {
            assertThat(figures.level()).as(what).isEqualTo(expected);
        }
    }

    /** @param name empty if there should be no such figures */
    private static void checkOther(
            AnswerRow row, Against against, Optional<Cell> name, List<Cell> cells, ModelAnswer model, String what) {
        Figures figures = row.others().get(against);
        boolean asked = model.question.against().contains(against);
        assertThat(figures != null).as("%s %s", what, against).isEqualTo(asked && name.isPresent());
        if (figures != null) {
            Tally sum = cells.stream().map(model::tally).reduce(Tally.ZERO, Tally::plus);
            assertThat(figures.row()).as("%s %s", what, against).isEqualTo(model.row(name.get(), sum));
            checkLevel(figures, model, model.level(cells, model.dates.levelAt(model.question.span())), what);
        }
    }

    private static void checkAssessment(Assessment it, Cell cell, boolean hasAbove, ModelAnswer model, String what) {
        Share own = model.share(cell);
        boolean root = cell.unit().equals("*");
        boolean enough = own.answers() >= 3;
        Optional<Share> above = hasAbove
                ? Optional.of(model.share(cell.withUnit(TreePath.parent(cell.unit()))))
                : Optional.of(own).filter(share -> root);
        double target = cell.unit().matches("a(/.*)?") ? 0.5 : cell.unit().matches("北京(/.*)?") ? 0.9 : 0.8;
        boolean assessed = cell.facet().equals(ASSESSED);
        assertThat(it.own()).as(what).isEqualTo(own);
        assertThat(it.unitAbove()).as(what).isEqualTo(above);
        assertThat(it.target()).as(what).isEqualTo(assessed ? OptionalDouble.of(target) : OptionalDouble.empty());
        assertThat(it.verdict().map(Enum::name))
                .as(what)
                .isEqualTo(
                        assessed && own.answers() > 0 ? Optional.of(verdict(own, enough, target)) : Optional.empty());
        double m = model.recount.world.settings.assessment().shrinkage();
        boolean shrinks = above.filter(a -> a.answers() > 0).isPresent() && own.answers() + m > 0;
        assertThat(it.shrunk().isPresent()).as(what).isEqualTo(shrinks);
        it.shrunk().ifPresent(shrunk -> {
            double p = (double) above.get().satisfied() / above.get().answers();
            assertThat(shrunk).as(what).isCloseTo((own.satisfied() + m * p) / (own.answers() + m), within(1e-12));
        });
        boolean compares = !root && enough && above.filter(a -> a.answers() > 0).isPresent();
        assertThat(it.difference().map(Enum::name))
                .as(what)
                .isEqualTo(compares ? Optional.of(difference(own, above.get())) : Optional.empty());
    }

    static String verdict(Share own, boolean enough, double target) {
        Interval interval = Interval.wilson(own.satisfied(), own.answers(), 1.959964);
        return !enough ? "UNCLEAR" : interval.low() >= target ? "MET" : interval.high() < target ? "MISSED" : "UNCLEAR";
    }

    static String difference(Share own, Share center) {
        double p = (double) center.satisfied() / center.answers();
        double x = (double) own.satisfied() / own.answers();
        double variance = p * (1 - p) / own.answers();
        String side = x < p ? "BELOW" : "ABOVE";
        boolean far = (x - p) * (x - p) > 3.0902 * 3.0902 * variance;
        boolean near = (x - p) * (x - p) > 1.959964 * 1.959964 * variance;
        return far ? "FAR_" + side : near ? side : "NONE";
    }
}
