// SPDX-License-Identifier: Apache-2.0
package doorstep.assessment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import doorstep.tally.Interval;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AssessmentTest {
    private static final String FACET = "OVERALL:GRADE_5";

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

    // ---- All of it

    private static final Assessor ASSESSOR =
            new Assessor(new AssessmentRules(FACET, Targets.parse(0.95, "a/b=99"), 20));

    @Test
    void shouldPutAUnitBesideItsTargetAndTheUnitAbove() {
        assertThat(ASSESSOR.assess("a/b", FACET, new Share(90, 100), true, Optional.of(new Share(970, 1000))))
                .isEqualTo(new Assessment(
                        new Share(90, 100),
                        OptionalDouble.of(0.99),
                        Optional.of(Verdict.MISSED),
                        OptionalDouble.of(1_094 / 1_200.0),
                        Optional.of(new Share(970, 1000)),
                        Optional.of(Difference.FAR_BELOW)));
    }

    @Test
    void shouldCompareARootWithItself() {
        assertThat(ASSESSOR.assess("*", FACET, new Share(9, 10), true, Optional.of(new Share(1, 1000))))
                .isEqualTo(new Assessment(
                        new Share(9, 10),
                        OptionalDouble.of(0.95),
                        Optional.of(Verdict.UNCLEAR),
                        OptionalDouble.of(0.9),
                        Optional.of(new Share(9, 10)),
                        Optional.empty()));
    }

    @Test
    void shouldSetNoTargetForOtherQuestions() {
        Assessment assessment =
                ASSESSOR.assess("a", "SAFETY:GRADE_5", new Share(5, 10), true, Optional.of(new Share(3, 4)));

        assertThat(assessment.target()).isEmpty();
        assertThat(assessment.verdict()).isEmpty();
        assertThat(assessment.difference()).contains(Difference.NONE);
    }

    @Test
    void shouldDeriveNothingFromAUnitAboveThatIsNotKnown() {
        assertThat(ASSESSOR.assess("a/b", FACET, new Share(5, 10), true, Optional.empty()))
                .isEqualTo(new Assessment(
                        new Share(5, 10),
                        OptionalDouble.of(0.99),
                        Optional.of(Verdict.MISSED),
                        OptionalDouble.empty(),
                        Optional.empty(),
                        Optional.empty()));
    }

    @Test
    void shouldNotCompareWithoutEnoughAnswersOrAnyAbove() {
        Share few = new Share(0, 9);
        Share above = new Share(97, 100);

        assertThat(ASSESSOR.assess("a", FACET, few, false, Optional.of(above)).difference())
                .isEmpty();
        assertThat(ASSESSOR.assess("a", FACET, few, true, Optional.of(Share.NONE))
                        .difference())
                .isEmpty();
        assertThat(ASSESSOR.assess("a", FACET, Share.NONE, true, Optional.of(above))
                        .difference())
                .isEmpty();
    }

    // ---- Response rate

    @Test
    void shouldDivideTheAnswersByThePeopleAsked() {
        assertThat(Assessor.responseRate(96, 160)).hasValue(0.6);
        assertThat(Assessor.responseRate(3, 2)).hasValue(1.5);
        assertThat(Assessor.responseRate(3, 0)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"OVERALL:GRADE_5, true", "OVERALL:STARS_5, true", "SAFETY:GRADE_5, false", "OVERALL_TOO:STARS_5, false"
    })
    void shouldHaveAResponseRateForTheQuestionAskedAtVisits(String facet, boolean has) {
        assertThat(Assessor.hasResponseRate(facet)).isEqualTo(has);
    }
}
