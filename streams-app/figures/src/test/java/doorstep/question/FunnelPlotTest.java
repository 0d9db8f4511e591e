// SPDX-License-Identifier: Apache-2.0
package doorstep.question;

import static java.util.Comparator.comparingLong;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import doorstep.assessment.Share;
import doorstep.tally.Cell;
import doorstep.tally.Slice;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Funnels around a unit against a recount. */
class FunnelPlotTest {
    @ParameterizedTest
    @ValueSource(longs = {71, 72, 73, 74, 75, 76})
    void shouldNameTheUnitsOutsideTheFunnel(long seed) {
        Random dice = new Random(seed);
        Recount recount = new Recount(World.random(seed));
        Answers answers = new Answers(recount.rows(), recount.world::moment);
        RandomQuestions questions = new RandomQuestions(dice, recount);
        int named = 0;
        for (int i = 0; i < 200; i++) {
            ScoreQuestion question = new ScoreQuestion(
                    questions.unit(),
                    WhyMovedTest.FACETS.get(dice.nextInt(WhyMovedTest.FACETS.size())),
                    questions.span());
            ModelAnswer model = ModelAnswer.below(recount, question);
            try {
                FunnelPlot plot = answers.funnel(question, Access.root());
                checkFunnel(plot, model, question);
                named += plot.units().size();
            } catch (QuestionException e) {
                assertThat(e.fault()).isEqualTo(QuestionException.Fault.NOT_COVERED);
            }
        }
        assertThat(named).isGreaterThan(20);
    }

    private static void checkCurve(FunnelPlot plot, Share center) {
        List<Long> answers = Stream.concat(plot.units().stream().map(FunnelPlot.Point::share), plot.few().stream())
                .map(Share::answers)
                .sorted()
                .toList();
        if (answers.isEmpty() || center.answers() == 0) {
            assertThat(plot.curve()).isEmpty();
            return;
        }
        assertThat(plot.curve().get(0).answers()).isEqualTo(answers.get(0));
        assertThat(plot.curve().get(plot.curve().size() - 1).answers()).isEqualTo(answers.get(answers.size() - 1));
        assertThat(plot.curve()).hasSizeLessThan(62).isSortedAccordingTo(comparingLong(FunnelPlot.Limits::answers));
        for (FunnelPlot.Limits it : plot.curve()) {
            double p = WhyMovedTest.share(center, 0);
            double deviation = Math.sqrt(p * (1 - p) / it.answers());
            assertThat(it.limits().low()).isCloseTo(Math.max(0, p - 1.959964 * deviation), within(1e-12));
            assertThat(it.farLimits().high()).isCloseTo(Math.min(1, p + 3.0902 * deviation), within(1e-12));
        }
    }

    private static void checkFunnel(FunnelPlot plot, ModelAnswer model, ScoreQuestion question) {
        Cell whole = new Cell(3, question.unit(), Slice.TOTAL, question.facet());
        Share center = model.share(whole);
        List<Cell> below =
                model.below(question.unit()).stream().map(whole::withUnit).toList();
        assertThat(plot.center()).isEqualTo(center);
        assertThat(plot.asOfs()).isEqualTo(model.asOfs);
        assertThat(plot.units().stream().map(FunnelPlot.Point::unit))
                .containsExactlyInAnyOrderElementsOf(below.stream()
                        .filter(it -> model.share(it).answers() >= 3 && center.answers() > 0)
                        .map(Cell::unit)
                        .toList());
        assertThat(plot.few())
                .containsExactlyInAnyOrderElementsOf(below.stream()
                        .map(model::share)
                        .filter(it -> it.answers() > 0 && (it.answers() < 3 || center.answers() == 0))
                        .toList());
        checkCurve(plot, center);
        for (FunnelPlot.Point it : plot.units()) {
            double p = WhyMovedTest.share(center, 0);
            double deviation = Math.sqrt(p * (1 - p) / it.share().answers());
            assertThat(it.share()).isEqualTo(model.share(whole.withUnit(it.unit())));
            assertThat(it.difference().name()).isEqualTo(AnswersTest.difference(it.share(), center));
            assertThat(it.limits().low()).isCloseTo(Math.max(0, p - 1.959964 * deviation), within(1e-12));
            assertThat(it.limits().high()).isCloseTo(Math.min(1, p + 1.959964 * deviation), within(1e-12));
            assertThat(it.farLimits().low()).isCloseTo(Math.max(0, p - 3.0902 * deviation), within(1e-12));
            assertThat(it.farLimits().high()).isCloseTo(Math.min(1, p + 3.0902 * deviation), within(1e-12));
        }
    }
}
