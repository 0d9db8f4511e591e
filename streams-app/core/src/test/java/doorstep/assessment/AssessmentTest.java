// SPDX-License-Identifier: Apache-2.0
package doorstep.assessment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import doorstep.family.RowHead;
import doorstep.tally.Interval;
import doorstep.tally.Period;
import doorstep.tally.WindowKind;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AssessmentTest {
    private static final LocalDate AS_OF = LocalDate.of(2012, 7, 18);
    private static final String FACET = "OVERALL:GRADE_5";
    private static final Set<WindowKind> DAYS = Set.of(WindowKind.DAY);

    // ---- Verdict

    /** Bounds by hand: 97 of 100 = 91.55 to 98.97 %, 190 of 200 = 91.04 to 97.26 %. */
    @ParameterizedTest(name = "{0} of {1} against {2}: {3}")
    @CsvSource({
        "1000, 1000, 0.95, MET",
        "97, 100, 0.91, MET",
        "97, 100, 0.9155, UNCLEAR",
        "97, 100, 0.9896, UNCLEAR",
        "97, 100, 0.9898, MISSED",
        "190, 200, 0.95, UNCLEAR",
        "190, 200, 0.973, MISSED",
        "10, 10, 0.95, UNCLEAR"
    })
    void shouldCompareTheWholeIntervalWithTheTarget(long satisfied, long answers, double target, Verdict verdict) {
        assertThat(Verdict.of(new Share(satisfied, answers), true, target)).contains(verdict);
    }

    /** With 0.9999999999999999 as the upper bound, n of n would miss a target of 100 %. */
    @Test
    void shouldNeverMissATargetOf100WithPerfectScores() {
        for (long n = 1; n <= 100_000; n++) {
            assertThat(Verdict.of(new Share(n, n), true, 1))
                    .as("%d of %d", n, n)
                    .contains(Verdict.UNCLEAR);
        }
    }

    @Test
    void shouldMeetATargetThatTheLowerBoundReaches() {
        double low = new Share(97, 100).interval(Interval.Z_95).orElseThrow().low();

        assertThat(Verdict.of(new Share(97, 100), true, low)).contains(Verdict.MET);
        assertThat(Verdict.of(new Share(0, 100), true, 0)).contains(Verdict.MET);
    }

    @Test
    void shouldBeUnclearWithoutEnoughAnswers() {
        assertThat(Verdict.of(new Share(0, 5), false, 0.95)).contains(Verdict.UNCLEAR);
        assertThat(Verdict.of(new Share(9, 9), false, 0.1)).contains(Verdict.UNCLEAR);
    }

    @Test
    void shouldHaveNoVerdictWithoutAnswers() {
        assertThat(Verdict.of(Share.NONE, false, 0.95)).isEmpty();
    }

    // ---- Targets

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({
        "*, 0.95",
        "city, 0.9",
        "city/north, 0.9",
        "city/south, 0.975",
        "city/south/gate, 0.975",
        "city/south/pier, 0.5",
        "city/southern, 0.9",
        "town, 0.95"
    })
    void shouldInheritTheTargetOfTheNearestUnitAbove(String unit, double target) {
        Targets targets = Targets.parse(0.95, "city=90, city/south = 97.5,city/south/pier=50");

        assertThat(targets.of(unit)).isEqualTo(target);
    }

    @Test
    void shouldReadUnitsWithCommasAndSigns() {
        Targets targets = Targets.parse(0.95, "北京%2C east/a=b=80, 50%25/c=70, *=60");

        assertThat(targets.of("北京, east/a=b")).isEqualTo(0.8);
        assertThat(targets.of("50%/c")).isEqualTo(0.7);
        assertThat(targets.of("elsewhere")).isEqualTo(0.6);
    }

    @ParameterizedTest
    @CsvSource({
        "city, is not unit",
        "city=x, from 0 to 100",
        "city=101, from 0 to 100",
        "' =5', is not unit",
        "a//b=5, not"
    })
    void shouldSayWhatIsWrongWithATarget(String text, String message) {
        assertThatThrownBy(() -> Targets.parse(0.95, text)).hasMessageContaining(message);
    }

    @Test
    void shouldRefuseTwoTargetsOfOneUnit() {
        assertThatThrownBy(() -> Targets.parse(0.95, "a=1, a=2")).hasMessageContaining("'a' is given twice");
    }

    // ---- Shrunk score

    @ParameterizedTest(name = "{0} of {1}, parent {2} of {3}, weight {4}: {5}")
    @CsvSource({
        "2, 2, 80, 100, 20, 0.8181818", // (2 + 16) / 22
        "0, 0, 80, 100, 20, 0.8",
        "950, 1000, 80, 100, 20, 0.9470588", // (950 + 16) / 1020
        "2, 2, 80, 100, 0, 1.0"
    })
    void shouldDrawFewAnswersToTheParent(
            long satisfied, long answers, long parentSatisfied, long parentAnswers, double weight, double shrunk) {
        assertThat(new Share(satisfied, answers)
                        .shrunkTowards(new Share(parentSatisfied, parentAnswers), weight)
                        .getAsDouble())
                .isCloseTo(shrunk, within(1e-7));
    }

    @Test
    void shouldHaveNoShrunkScoreWithoutAnswers() {
        assertThat(new Share(0, 0).shrunkTowards(Share.NONE, 20)).isEmpty();
        assertThat(new Share(0, 0).shrunkTowards(new Share(1, 1), 0)).isEmpty();
    }

    @Test
    void shouldRefuseMoreSatisfiedThanAnswers() {
        assertThatThrownBy(() -> new Share(2, 1)).hasMessage("2 satisfied of 1");
    }

    // ---- Difference from the parent

    /** 90 of 100: at 95 % from 94.5 and up to 82.5 %, at 99.8 % from 96.1 and up to 76.9 %. */
    @ParameterizedTest(name = "parent {0} per mille: {1}")
    @CsvSource({
        "769, FAR_ABOVE",
        "770, ABOVE",
        "825, ABOVE",
        "826, NONE",
        "900, NONE",
        "944, NONE",
        "946, BELOW",
        "960, BELOW",
        "961, FAR_BELOW"
    })
    void shouldDifferBeyondTheLimitsOfTheFunnel(long parent, Difference difference) {
        assertThat(Difference.of(new Share(90, 100), new Share(parent, 1000))).isEqualTo(difference);
    }

    /** With bounds computed in doubles, 451 perfect units of the demo were below a perfect parent. */
    @Test
    void shouldNeverDifferFromAParentWithTheSameShare() {
        for (long n = 1; n <= 300; n++) {
            for (long satisfied = 0; satisfied <= n; satisfied++) {
                for (long times = 1; times <= 7; times++) {
                    assertThat(Difference.of(new Share(satisfied, n), new Share(times * satisfied, times * n)))
                            .as("%d of %d, parent %d times", satisfied, n, times)
                            .isEqualTo(Difference.NONE);
                }
            }
        }
    }

    @Test
    void shouldNotDifferWithoutAnswers() {
        assertThat(Difference.of(Share.NONE, new Share(1, 2))).isEqualTo(Difference.NONE);
        assertThat(Difference.of(new Share(1, 2), Share.NONE)).isEqualTo(Difference.NONE);
    }

    // ---- Periods

    @ParameterizedTest(name = "{0} from {1} to {2} as of {3}: {4} to {5}")
    @CsvSource({
        "YEAR,    2012-01-01, 2012-12-31, 2012-07-18, 2011-01-01, 2011-07-18",
        "YEAR,    2011-01-01, 2011-12-31, 2012-07-18, 2010-01-01, 2010-12-31",
        "QUARTER, 2012-01-01, 2012-03-31, 2012-07-18, 2011-01-01, 2011-03-31",
        "MONTH,   2012-02-01, 2012-02-29, 2012-07-18, 2011-02-01, 2011-02-28",
        "MONTH,   2013-02-01, 2013-02-28, 2013-07-18, 2012-02-01, 2012-02-28",
        "MONTH,   2012-02-01, 2012-02-29, 2012-02-29, 2011-02-01, 2011-02-28",
        "DAY,     2012-02-29, 2012-02-29, 2012-07-18, 2011-02-28, 2011-02-28",
        "WEEK,    2012-07-16, 2012-07-22, 2012-07-18, 2011-07-16, 2011-07-18",
        "FISCAL_YEAR, 2011-10-01, 2012-09-30, 2012-07-18, 2010-10-01, 2011-07-18",
        "LAST_7D, ,, 2012-03-03, 2011-02-26, 2011-03-03",
        "LAST_30D, ,, 2012-07-18, 2011-06-19, 2011-07-18",
        "LAST_90D, ,, 2012-07-18, 2011-04-20, 2011-07-18"
    })
    void shouldTakeTheSameLocalDatesOneYearBefore(
            WindowKind kind, LocalDate start, LocalDate end, LocalDate asOf, LocalDate first, LocalDate last) {
        assertThat(Period.of(kind, start, end, asOf).map(Period::yearEarlier))
                .isEqualTo(Optional.of(new Period(first, last)));
    }

    @ParameterizedTest
    @CsvSource({"LAST_HOUR,,", "LAST_24H,,", "EVER,,", "MONTH, 2012-08-01, 2012-08-31"})
    void shouldHaveNoYearBeforeOfWindowsWithoutDates(WindowKind kind, LocalDate start, LocalDate end) {
        assertThat(Period.of(kind, start, end, AS_OF)).isEmpty();
    }

    @Test
    void shouldNameTheRowsOfTheDaysOfTheYearBefore() {
        YearEarlier yearEarlier = new YearEarlier(DAYS, DAYS, AS_OF);

        assertThat(yearEarlier.keys(head("a/b", "", "", FACET, "WEEK", "2012-07-16", "2012-07-22")))
                .contains(List.of(
                        "a/b||OVERALL:GRADE_5|DAY|2011-07-16",
                        "a/b||OVERALL:GRADE_5|DAY|2011-07-17",
                        "a/b||OVERALL:GRADE_5|DAY|2011-07-18"));
        assertThat(yearEarlier.keys(head("a", "area", "x/y", FACET, "DAY", "2012-07-16", "2012-07-16")))
                .contains(List.of("a|area=x%2Fy|OVERALL:GRADE_5|DAY|2011-07-16"));
    }

    @Test
    void shouldHaveNoYearBeforeWhereDaysHaveNoRows() {
        RowHead total = head("a", "", "", FACET, "MONTH", "2012-07-01", "2012-07-31");
        RowHead area = head("a", "area", "x", FACET, "MONTH", "2012-07-01", "2012-07-31");
        Set<WindowKind> months = Set.of(WindowKind.MONTH);

        assertThat(new YearEarlier(DAYS, months, AS_OF).keys(total)).isPresent();
        assertThat(new YearEarlier(DAYS, months, AS_OF).keys(area)).isEmpty();
        assertThat(new YearEarlier(months, months, AS_OF).keys(total)).isEmpty();
    }

    // ---- All of it

    private final Map<String, Share> scores = new HashMap<>();
    private final Map<String, Long> asked = new HashMap<>();
    private final Map<String, Long> answered = new HashMap<>();

    private Assessment assess(RowHead head) {
        Assessor.Rows rows = new Assessor.Rows() {
            @Override
            public Share score(String key) {
                return scores.getOrDefault(key, Share.NONE);
            }

            @Override
            public boolean enough(String key) {
                return score(key).answers() >= 10;
            }

            @Override
            public long answersAboutVisits(String key) {
                return answered.getOrDefault(key, 0L);
            }

            @Override
            public long feedbackAsked(String key) {
                return asked.getOrDefault(key, 0L);
            }
        };
        AssessmentRules rules = new AssessmentRules(FACET, Targets.parse(0.95, "a/b=99"), 20);
        return new Assessor(rules, rows, new YearEarlier(DAYS, DAYS, AS_OF)).assess(head);
    }

    @Test
    void shouldPutAUnitBesideItsTargetItsParentAndTheYearBefore() {
        scores.put("a/b||OVERALL:GRADE_5|YEAR|2012-01-01", new Share(90, 100));
        scores.put("a||OVERALL:GRADE_5|YEAR|2012-01-01", new Share(970, 1000));
        scores.put("a/b||OVERALL:GRADE_5|DAY|2011-01-01", new Share(3, 4));
        scores.put("a/b||OVERALL:GRADE_5|DAY|2011-07-18", new Share(1, 2));
        scores.put("a/b||OVERALL:GRADE_5|DAY|2011-07-19", new Share(50, 50));
        scores.put("a/b||OVERALL:GRADE_5|DAY|2012-01-01", new Share(50, 50));
        asked.put("a/b|||YEAR|2012-01-01", 160L);
        answered.put("a/b|||YEAR|2012-01-01", 96L);

        Assessment assessment = assess(head("a/b", "", "", FACET, "YEAR", "2012-01-01", "2012-12-31"));

        assertThat(assessment)
                .isEqualTo(new Assessment(
                        new Share(90, 100),
                        OptionalDouble.of(0.99),
                        Optional.of(Verdict.MISSED),
                        OptionalDouble.of(1_094 / 1_200.0),
                        new Share(970, 1000),
                        Optional.of(Difference.FAR_BELOW),
                        Optional.of(new Share(4, 6)),
                        OptionalDouble.of(0.6)));
    }

    @Test
    void shouldCompareARootWithItself() {
        scores.put("*||OVERALL:GRADE_5|EVER|", new Share(9, 10));

        assertThat(assess(head("*", "", "", FACET, "EVER", null, null)))
                .isEqualTo(new Assessment(
                        new Share(9, 10),
                        OptionalDouble.of(0.95),
                        Optional.of(Verdict.UNCLEAR),
                        OptionalDouble.of(0.9),
                        new Share(9, 10),
                        Optional.empty(),
                        Optional.empty(),
                        OptionalDouble.empty()));
    }

    @Test
    void shouldSetNoTargetForOtherQuestionsAndAskForNoResponse() {
        scores.put("a|area=x|SAFETY:GRADE_5|MONTH|2012-07-01", new Share(1, 2));
        scores.put("*|area=x|SAFETY:GRADE_5|MONTH|2012-07-01", new Share(3, 4));
        scores.put("a|area=x|SAFETY:GRADE_5|DAY|2011-07-18", new Share(2, 4));
        asked.put("a|area=x||MONTH|2012-07-01", 5L);

        Assessment assessment = assess(head("a", "area", "x", "SAFETY:GRADE_5", "MONTH", "2012-07-01", "2012-07-31"));

        assertThat(assessment.target()).isEmpty();
        assertThat(assessment.verdict()).isEmpty();
        assertThat(assessment.parent()).isEqualTo(new Share(3, 4));
        assertThat(assessment.difference()).contains(Difference.NONE);
        assertThat(assessment.yearEarlier()).contains(new Share(2, 4));
        assertThat(assessment.responseRate()).isEmpty();
    }

    private static RowHead head(
            String unit, String breakdown, String value, String facet, String window, String start, String end) {
        return new RowHead(
                unit,
                breakdown,
                value,
                facet,
                window,
                start == null ? null : LocalDate.parse(start),
                end == null ? null : LocalDate.parse(end));
    }
}
