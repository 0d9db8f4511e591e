// SPDX-License-Identifier: Apache-2.0
package doorstep.question;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import doorstep.period.CalendarWindow;
import doorstep.period.DateRange;
import doorstep.period.Span;
import doorstep.period.WindowToAsOf;
import doorstep.tally.Breakdown;
import doorstep.tally.Period;
import doorstep.tally.WindowKind;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Series against single questions and a recount of every contribution. */
class SeriesTest {
    private static final int QUESTIONS = 60;
    /** Periods of a series that are recounted, about. */
    private static final int CHECKED = 12;

    private static final Set<Against> UNITS = EnumSet.of(Against.UNIT_ABOVE, Against.SIBLINGS);
    private static final List<WindowKind> KINDS =
            Arrays.stream(WindowKind.values()).filter(WindowKind::isCalendar).toList();

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void shouldEqualTheSingleQuestions(long seed) {
        Recount recount = new Recount(World.random(seed));
        Answers answers = new Answers(recount.rows(), recount.world::moment);
        Random dice = new Random(seed);
        RandomQuestions questions = new RandomQuestions(dice, recount);
        int rows = 0;
        for (int i = 0; i < QUESTIONS; i++) {
            Question question = plain(questions.next());
            WindowKind kind = KINDS.get(dice.nextInt(KINDS.size()));
            String what = "seed " + seed + ", series of " + kind + ", " + AnswersTest.text(question);
            ModelAnswer model = new ModelAnswer(recount, question, Access.root());
            Optional<Series> series = series(answers, question, kind, model, what);
            series.ifPresent(it -> check(it, answers, model, what));
            rows += series.map(SeriesTest::rows).orElse(0);
        }
        assertThat(rows).isGreaterThan(QUESTIONS);
    }

    /** About one unit, in no order. */
    private static Question plain(Question question) {
        Selection selection = question.selection().with(Reach.UNIT);
        Question plain = Question.of(selection, question.span()).top(1_000);
        return plain.against(question.against().stream().filter(UNITS::contains).toArray(Against[]::new));
    }

    private static int rows(Series series) {
        return series.periods().stream().mapToInt(it -> it.rows().size()).sum();
    }

    /** Empty where rows are missing, which there are not if every day has some. */
    private static Optional<Series> series(
            Answers answers, Question question, WindowKind kind, ModelAnswer model, String what) {
        try {
            return Optional.of(answers.series(question, kind, Access.root()));
        } catch (QuestionException e) {
            boolean fiscal = kind.isFiscal() && model.recount.world.settings.fiscalStart() == 0;
            boolean minutes = question.span() instanceof WindowToAsOf window
                    && window.kind().rollsByMinute();
            boolean days = model.kinds.contains(WindowKind.DAY);
            boolean many = model.dates
                    .counted(question.span())
                    .filter(it -> it.length() > 300)
                    .isPresent();
            assertThat(fiscal || minutes || !days || many).as("%s: %s", what, e).isTrue();
            return Optional.empty();
        }
    }

    private static void check(Series series, Answers answers, ModelAnswer model, String what) {
        Optional<Period> counted = model.dates.counted(model.question.span());
        assertThat(series.asOfs()).as(what).isEqualTo(model.asOfs);
        assertThat(series.dates()).as(what).isEqualTo(counted);
        assertThat(series.periods().stream().map(it -> it.dates().orElseThrow()))
                .as(what)
                .containsExactlyElementsOf(periods(counted, series.kind(), model.recount));
        int apart = 1 + series.periods().size() / CHECKED;
        for (int i = series.periods().size() - 1; i >= 0; i -= apart) {
            Answer answer = series.periods().get(i);
            String period = what + ", period " + answer.dates();
            Question single = Question.of(
                            model.question.selection(),
                            new DateRange(answer.dates().orElseThrow()))
                    .against(model.question.against().toArray(Against[]::new));
            assertThat(answer.rows())
                    .as(period)
                    .isEqualTo(answers.answer(single, Access.root()).rows());
            AnswersTest.check(answer, new ModelAnswer(model.recount, answer.question(), Access.root()), period);
        }
    }

    /** The dates, one by one, by the window that each belongs to. */
    private static List<Period> periods(Optional<Period> dates, WindowKind kind, Recount recount) {
        Map<LocalDate, List<LocalDate>> byStart = new TreeMap<>();
        dates.stream().flatMap(Period::days).forEach(date -> byStart.computeIfAbsent(
                        recount.start(kind, date), it -> new ArrayList<>())
                .add(date));
        return byStart.values().stream()
                .map(days -> new Period(days.get(0), days.get(days.size() - 1)))
                .toList();
    }

    // ---- Series that there are not

    private final Recount recount = new Recount(World.random(3));
    private final Answers answers = new Answers(recount.rows(), recount.world::moment);
    private final Question visits = Question.of(
            Selection.of(recount.world.settings.families().all().get(0).topic(), "*"),
            new WindowToAsOf(WindowKind.EVER));

    private QuestionException refused(Question question, WindowKind kind) {
        return catchThrowableOfType(QuestionException.class, () -> answers.series(question, kind, Access.root()));
    }

    @Test
    void shouldNameWhatASeriesCannotHave() {
        assertThat(refused(Question.of(visits.selection().with(Reach.BELOW), visits.span()), WindowKind.MONTH)
                        .parameter())
                .isEqualTo("reach");
        assertThat(refused(visits.by(Order.BY_SHRUNK_SHARE), WindowKind.MONTH).parameter())
                .isEqualTo("sort");
        assertThat(refused(visits.against(Against.BEFORE), WindowKind.MONTH).allowed())
                .containsExactly("UNIT_ABOVE", "SIBLINGS");
        assertThat(refused(visits.after(new Cursor(Optional.empty(), new RowName("*", "", ""))), WindowKind.MONTH)
                        .parameter())
                .isEqualTo("cursor");
        assertThat(refused(visits, WindowKind.LAST_7D).allowed()).contains("DAY", "YEAR");
        Span hour = new WindowToAsOf(WindowKind.LAST_HOUR);
        assertThat(refused(Question.of(visits.selection(), hour), WindowKind.DAY)
                        .parameter())
                .isEqualTo("series");
    }

    @Test
    void shouldBoundItsPeriodsAndRows() {
        assertThat(refused(visits.top(5), WindowKind.DAY))
                .hasMessageContaining("more than 5 periods of DAY")
                .returns("series", QuestionException::parameter)
                .satisfies(e -> assertThat(e.allowed()).contains("YEAR").doesNotContain("MONTH"));
        LocalDate asOf = recount.world.dateOf(recount.world.asOfs.get(0));
        Question byMode = Question.of(
                visits.selection().by(Breakdown.MODE),
                CalendarWindow.containing(asOf.minusYears(1), WindowKind.YEAR, recount.world.settings.calendar()));
        assertThat(refused(byMode.top(1), WindowKind.YEAR).parameter()).isEqualTo("limit");
    }

    @Test
    void shouldCutTenThousandYearsBeforeItCountsThem() {
        DateRange all = new DateRange(new Period(LocalDate.of(1, 1, 1), LocalDate.of(9_999, 12, 31)));

        Series series = answers.series(Question.of(visits.selection(), all), WindowKind.YEAR, Access.root());

        assertThat(series.cut().orElseThrow().dates()).isEqualTo(series.dates());
        assertThat(series.periods()).hasSizeBetween(1, 5);
    }

    @Test
    void shouldBeEmptyOutsideOfAllDates() {
        DateRange past = new DateRange(new Period(LocalDate.of(1990, 1, 1), LocalDate.of(1990, 12, 31)));

        assertThat(answers.series(Question.of(visits.selection(), past), WindowKind.MONTH, Access.root())
                        .periods())
                .isEmpty();
    }
}
