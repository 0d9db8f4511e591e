// SPDX-License-Identifier: Apache-2.0
package doorstep.compare;

import static org.assertj.core.api.Assertions.assertThat;

import doorstep.assessment.Difference;
import doorstep.assessment.Share;
import doorstep.tally.Interval;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FunnelTest {
    /** Around 90 %, 100 answers: from 84.12 to 95.88 at 95 %, from 80.73 to 99.27 at 99.8 %. */
    @ParameterizedTest(name = "{0} of 100: {1}")
    @CsvSource({
        "80, FAR_BELOW",
        "81, BELOW",
        "84, BELOW",
        "85, NONE",
        "95, NONE",
        "96, ABOVE",
        "99, ABOVE",
        "100, FAR_ABOVE"
    })
    void shouldFindUnitsThatDiffer(long satisfied, Difference difference) {
        assertThat(new Funnel(new Share(900, 1_000)).difference(new Share(satisfied, 100), true))
                .contains(difference);
    }

    @Test
    void shouldTellADifferenceFromWhatMayBeChance() {
        assertThat(Difference.values())
                .filteredOn(Difference::differs)
                .containsExactly(Difference.FAR_BELOW, Difference.FAR_ABOVE);
        assertThat(Difference.values())
                .filteredOn(Difference::mayBeChance)
                .containsExactly(Difference.BELOW, Difference.ABOVE);
    }

    @Test
    void shouldNameNoUnitWithoutEnoughAnswers() {
        Funnel funnel = new Funnel(new Share(900, 1_000));

        assertThat(funnel.difference(new Share(0, 100), false)).isEmpty();
        assertThat(funnel.difference(Share.NONE, true)).isEmpty();
    }

    @Test
    void shouldHaveNoLimitsWithoutAnswersInTheCenter() {
        Funnel funnel = new Funnel(Share.NONE);

        assertThat(funnel.limits(10, Interval.Z_95)).isEmpty();
        assertThat(funnel.difference(new Share(1, 10), true)).isEmpty();
    }

    /** So no unit on a limit is named, and no unit is named that stands within the limits drawn. */
    @Test
    void shouldNameExactlyTheUnitsOutsideOfTheLimits() {
        for (long all = 1; all <= 24; all++) {
            for (long satisfiedOfAll = 0; satisfiedOfAll <= all; satisfiedOfAll++) {
                Funnel funnel = new Funnel(new Share(satisfiedOfAll, all));
                for (long answers = 1; answers <= 40; answers++) {
                    Interval near = funnel.limits(answers, Interval.Z_95).orElseThrow();
                    Interval far = funnel.limits(answers, Interval.Z_998).orElseThrow();
                    for (long satisfied = 0; satisfied <= answers; satisfied++) {
                        Share unit = new Share(satisfied, answers);
                        assertThat(funnel.difference(unit, true))
                                .as("%s around %s", unit, funnel.center())
                                .isEqualTo(Optional.of(expected(unit.value().orElseThrow(), near, far)));
                    }
                }
            }
        }
    }

    private static Difference expected(double share, Interval near, Interval far) {
        if (share < near.low()) {
            return share < far.low() ? Difference.FAR_BELOW : Difference.BELOW;
        }
        if (share > near.high()) {
            return share > far.high() ? Difference.FAR_ABOVE : Difference.ABOVE;
        }
        return Difference.NONE;
    }
}
