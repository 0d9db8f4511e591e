// SPDX-License-Identifier: Apache-2.0
package doorstep.question;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import doorstep.assessment.AssessmentRules;
import doorstep.assessment.Targets;
import doorstep.avro.VisitCount;
import doorstep.catalogue.Catalogue;
import doorstep.compare.Ranking;
import doorstep.family.Families;
import doorstep.figures.FigureSettings;
import doorstep.period.DateRange;
import doorstep.period.Span;
import doorstep.period.WindowToAsOf;
import doorstep.rows.CollectedRows;
import doorstep.rows.RowChange;
import doorstep.tally.Breakdown;
import doorstep.tally.Cell;
import doorstep.tally.OrgCalendar;
import doorstep.tally.Period;
import doorstep.tally.Slice;
import doorstep.tally.Tally;
import doorstep.tally.WindowKind;
import doorstep.tally.ZoneTransitions;
import doorstep.wire.Topic;
import doorstep.wire.Topics;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Questions without an answer: what is missing, and what would be allowed. */
class QuestionErrorsTest {
    private static final Instant AS_OF = Instant.parse("2012-07-18T12:00:00Z");

    private final CollectedRows rows = new CollectedRows();
    private final Set<WindowKind> windows = Set.of(WindowKind.MONTH, WindowKind.YEAR, WindowKind.LAST_HOUR);
    private final Answers answers = answers(windows, Set.of(WindowKind.YEAR), List.of(AS_OF));

    private Answers answers(Set<WindowKind> windows, Set<WindowKind> breakdownWindows, List<Instant> asOfs) {
        rows.apply(
                List.of(new RowChange(
                        new Cell(3, "city/north", Slice.TOTAL, "SAFETY:GRADE_5"),
                        WindowKind.YEAR,
                        LocalDate.of(2012, 1, 1).toEpochDay(),
                        Tally.of(5, 1))),
                Map.of());
        return new Answers(rows, () -> new Moment(settings(windows, breakdownWindows), asOfs, false, 0));
    }

    private static FigureSettings settings(Set<WindowKind> windows, Set<WindowKind> breakdownWindows) {
        Catalogue catalogue = Catalogue.load(Optional.empty());
        return new FigureSettings(
                ZoneOffset.UTC,
                ZoneTransitions.of(ZoneOffset.UTC),
                0,
                Instant.parse("2010-01-01T00:00:00Z"),
                windows,
                breakdownWindows,
                10,
                new AssessmentRules("OVERALL:GRADE_5", new Targets(0.95, Map.of()), 20),
                catalogue,
                Families.standard(
                        catalogue,
                        10,
                        new OrgCalendar(ZoneOffset.UTC, 0),
                        Duration.ofHours(24),
                        windows,
                        breakdownWindows));
    }

    private QuestionException refused(Question question) {
        QuestionException refused =
                catchThrowableOfType(QuestionException.class, () -> answers.answer(question, Access.root()));
        assertThat(refused).as("%s", question).isNotNull();
        return refused;
    }

    private static Selection visits() {
        return Selection.of(Topics.VISIT_COUNTS, "city");
    }

    private static Span range(String first, String last) {
        return new DateRange(period(first, last));
    }

    private static Period period(String first, String last) {
        return new Period(LocalDate.parse(first), LocalDate.parse(last));
    }

    @Test
    void shouldNameTheRangesThatRowsAddUpTo() {
        QuestionException refused = refused(Question.of(visits(), range("2012-01-10", "2012-05-20")));

        assertThat(refused.fault()).isEqualTo(QuestionException.Fault.NOT_COVERED);
        assertThat(refused)
                .hasMessage("no rows add up to 2012-01-10 to 2012-05-20; with any of [DAY] in windows they would;"
                        + " the longest range inside is 2012-02-01 to 2012-04-30;"
                        + " the shortest around is 2012-01-01 to 2012-05-31");
        assertThat(refused.allowed()).containsExactly("2012-02-01 to 2012-04-30", "2012-01-01 to 2012-05-31");
        assertThat(refused.missing())
                .contains(new Missing(
                        Optional.of(period("2012-01-10", "2012-05-20")),
                        Set.of(WindowKind.DAY),
                        List.of("windows"),
                        Optional.of(period("2012-02-01", "2012-04-30")),
                        Optional.of(period("2012-01-01", "2012-05-31"))));
    }

    @Test
    void shouldNameTheSettingThatLacksTheWindow() {
        assertThat(refused(Question.of(visits().by(Breakdown.AREA), range("2012-02-01", "2012-02-29"))))
                .hasMessageContaining("with any of [DAY, MONTH] in windows and breakdown.windows they would");
        assertThat(refused(Question.of(visits(), new WindowToAsOf(WindowKind.LAST_24H))))
                .hasMessage("there are no rows of LAST_24H, because windows lacks it");
        assertThat(refused(Question.of(visits().by(Breakdown.AREA), new WindowToAsOf(WindowKind.LAST_HOUR))))
                .hasMessage("there are no rows of LAST_HOUR with a breakdown, because breakdown.windows lacks it");
    }

    @ParameterizedTest
    @CsvSource({
        "satisfaction-scores, SAFETY, has no facet 'SAFETY'",
        "satisfaction-scores, SAFETY:STARS_6, has no facet 'SAFETY:STARS_6'",
        "satisfaction-scores, '', has no facet ''",
        "satisfaction-scores, :GRADE_5, has no facet ':GRADE_5'",
        "service-levels, DUTTY, has no facet 'DUTTY'",
        "visit-counts, SAFETY:GRADE_5, has no facets"
    })
    void shouldRefuseFacetsThatTheTopicCannotHave(String shortName, String facet, String message) {
        Topic topic = Topics.ofShortName(shortName).orElseThrow();
        QuestionException refused = refused(
                Question.of(Selection.of(topic, "city/north").withFacet(facet), new WindowToAsOf(WindowKind.EVER)));

        assertThat(refused).hasMessage(shortName + " " + message);
        assertThat(refused.parameter()).isEqualTo("facet");
        assertThat(refused.allowed())
                .isEqualTo(topic.equals(Topics.SATISFACTION_SCORES) ? List.of("SAFETY:GRADE_5") : List.of());
    }

    @Test
    void shouldNameTheFiguresToSortBy() {
        QuestionException refused = refused(Question.of(visits(), range("2012-01-01", "2012-01-31"))
                .by(new Order("shrunkShare", Ranking.Direction.HIGHEST_FIRST)));

        assertThat(refused.parameter()).isEqualTo("sort");
        assertThat(refused.allowed()).containsExactly("visits", "households", "people", "feedbackAsked");
    }

    @Test
    void shouldNameTheNearestUnit() {
        QuestionException refused =
                refused(Question.of(Selection.of(Topics.VISIT_COUNTS, "city/nord"), new WindowToAsOf(WindowKind.EVER)));

        assertThat(refused.fault()).isEqualTo(QuestionException.Fault.UNKNOWN);
        assertThat(refused.allowed()).containsExactly("city/north");
    }

    @Test
    void shouldNotBeReadyBeforeTheFirstRun() {
        Answers early = answers(windows, windows, List.of());

        assertThat(catchThrowableOfType(
                                QuestionException.class,
                                () -> early.answer(
                                        Question.of(visits(), range("2012-01-01", "2012-01-31")), Access.root()))
                        .fault())
                .isEqualTo(QuestionException.Fault.NOT_READY);
    }

    @Test
    void shouldHaveZerosForTheRootBeforeAnythingWasCounted() {
        Answers nothing =
                new Answers(new CollectedRows(), () -> new Moment(settings(windows, windows), List.of(AS_OF), false, 0));

        Answer answer = nothing.answer(
                Question.of(Selection.of(Topics.VISIT_COUNTS, "*"), range("2012-01-01", "2012-01-31")), Access.root());

        assertThat(answer.rows()).hasSize(1);
        assertThat(answer.rows().get(0).figures().row())
                .isInstanceOfSatisfying(
                        VisitCount.class, row -> assertThat(row.getVisits()).isZero());
    }
}
