// SPDX-License-Identifier: Apache-2.0
package doorstep.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import doorstep.assessment.Share;
import doorstep.compare.Split.Effects;
import doorstep.history.Dice;
import doorstep.history.Seeds;
import doorstep.tally.Fraction;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class SplitTest {
    private static Change change(long satisfied, long answers, long satisfiedNow, long answersNow) {
        return new Change(new Share(satisfied, answers), new Share(satisfiedNow, answersNow));
    }

    private static Split split(Change whole, Map<String, Change> below) {
        return Split.of("a", whole, below).orElseThrow();
    }

    private static List<Effects> effects(Split split) {
        List<Effects> all = new ArrayList<>(split.below());
        split.own().ifPresent(all::add);
        return all;
    }

    /** By hand: S = 1/2, S' = 3/5; w = 1/2, 1/2, 0; w' = 3/4, 1/5, 1/20. */
    @Test
    void shouldSplitByScoreAndMix() {
        Change north = change(8, 10, 11, 15); // 4/5, then 11/15
        Change south = change(2, 10, 1, 4); // 1/5, then 1/4
        Split split = split(change(10, 20, 12, 20), Map.of("a/south", south, "a/north", north));

        assertThat(split.difference()).isEqualTo(Fraction.of(1, 10));
        assertThat(split.below())
                .containsExactly(
                        new Effects("a/north", north, Fraction.of(-1, 20), Fraction.of(3, 40)),
                        new Effects("a/south", south, Fraction.of(1, 100), Fraction.of(9, 100)));
        // Its own: none, then 0 of 1. The former share is that of the unit.
        assertThat(split.own()).contains(new Effects("a", change(0, 0, 0, 1), Fraction.of(-1, 40), Fraction.ZERO));
    }

    /** A station that was closed: its share stays what it was, and its answers moved elsewhere. */
    @Test
    void shouldGiveMixOnlyToAUnitWithoutPresentAnswers() {
        Change closed = change(1, 10, 0, 0);
        Split split = split(change(10, 20, 18, 20), Map.of("a/closed", closed));

        assertThat(split.below()).containsExactly(new Effects("a/closed", closed, Fraction.ZERO, Fraction.of(1, 5)));
    }

    @Test
    void shouldGiveNothingToAUnitWithoutAnswers() {
        Split split = split(change(1, 2, 2, 2), Map.of("a/b", Change.NONE));

        assertThat(split.below()).containsExactly(new Effects("a/b", Change.NONE, Fraction.ZERO, Fraction.ZERO));
        assertThat(split.own()).contains(new Effects("a", change(1, 2, 2, 2), Fraction.of(1, 2), Fraction.ZERO));
    }

    @Test
    void shouldNotSplitWithoutAnswersInEitherPeriod() {
        assertThat(Split.of("a", change(0, 0, 1, 2), Map.of())).isEmpty();
        assertThat(Split.of("a", change(1, 2, 0, 0), Map.of())).isEmpty();
    }

    /** The row of a/b is of another partition, and already has answers that that of a lacks. */
    @Test
    void shouldHaveNoOwnEventsWhereMoreAreBelow() {
        Change whole = change(1, 2, 3, 4);

        assertThat(split(whole, Map.of("a/b", change(1, 3, 3, 4))).own()).isEmpty();
        assertThat(split(whole, Map.of("a/b", change(1, 2, 4, 4))).own()).isEmpty();
        assertThat(split(whole, Map.of("a/b", change(1, 2, 3, 4))).own()).isPresent();
        // 3 of 4 less 1 of 3: 2 satisfied of 1.
        assertThat(split(whole, Map.of("a/b", change(1, 2, 1, 3))).own()).isEmpty();
        assertThat(split(whole, Map.of("a/b", change(1, 2, 1, 3))).below()).hasSize(1);
    }

    @Test
    void shouldListUnitsInTheOrderOfTheirBytes() {
        Map<String, Change> below = Map.of("a/😀", Change.NONE, "a/\uE000", Change.NONE, "a/b", Change.NONE);

        assertThat(split(change(1, 2, 1, 2), below).below())
                .extracting(Effects::unit)
                .containsExactly("a/b", "a/\uE000", "a/😀");
    }

    @Test
    void shouldAddUpToTheDifferenceExactly() {
        Seeds.of(2_000).forEach(seed -> {
            Dice dice = new Dice(seed);
            long most = dice.of(3L, 100L, 1_000_000L, 1_000_000_000_000L);
            Map<String, Change> below = new TreeMap<>();
            Change whole = random(dice, most); // its own events
            for (int i = dice.below(9); i > 0; i--) {
                Change change = random(dice, most);
                below.put("a/" + i, change);
                whole = whole.plus(change);
            }
            if (whole.before().answers() == 0 || whole.now().answers() == 0) {
                assertThat(Split.of("a", whole, below)).isEmpty();
                return;
            }
            Split split = split(whole, below);
            List<Effects> all = effects(split);

            assertThat(all).as(Seeds.again(seed)).hasSize(below.size() + 1);
            assertThat(all.stream().map(it -> it.score().plus(it.mix())).reduce(Fraction.ZERO, Fraction::plus))
                    .as(Seeds.again(seed))
                    .isEqualTo(split.difference());
            assertThat(all.stream()
                            .mapToDouble(it -> it.score().toDouble() + it.mix().toDouble())
                            .sum())
                    .as(Seeds.again(seed))
                    .isCloseTo(
                            whole.now().value().orElseThrow()
                                    - whole.before().value().orElseThrow(),
                            within(1e-12));
        });
    }

    /** The formulas once more, in doubles. */
    @Test
    void shouldFollowTheFormulas() {
        Seeds.of(500).forEach(seed -> {
            Dice dice = new Dice(seed);
            Change part = random(dice, 50);
            Change rest = random(dice, 50).plus(change(1, 3, 2, 3));
            Change whole = part.plus(rest);
            double s = ratio(whole.before().satisfied(), whole.before().answers(), Double.NaN);
            double w = ratio(part.before().answers(), whole.before().answers(), Double.NaN);
            double wNow = ratio(part.now().answers(), whole.now().answers(), Double.NaN);
            double p = ratio(part.before().satisfied(), part.before().answers(), s);
            double pNow = ratio(part.now().satisfied(), part.now().answers(), p);

            Effects found = split(whole, Map.of("a/b", part)).below().get(0);

            assertThat(found.score().toDouble()).as(Seeds.again(seed)).isCloseTo(wNow * (pNow - p), within(1e-12));
            assertThat(found.mix().toDouble()).as(Seeds.again(seed)).isCloseTo((wNow - w) * (p - s), within(1e-12));
        });
    }

    private static double ratio(long a, long b, double otherwise) {
        return b == 0 ? otherwise : (double) a / b;
    }

    private static Change random(Dice dice, long most) {
        return new Change(share(dice, most), share(dice, most));
    }

    private static Share share(Dice dice, long most) {
        long answers = dice.percent(30) ? 0 : dice.below(most);
        return new Share(dice.below(answers + 1), answers);
    }
}
