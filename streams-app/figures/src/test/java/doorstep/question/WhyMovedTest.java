// SPDX-License-Identifier: Apache-2.0
package doorstep.question;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import doorstep.assessment.Share;
import doorstep.avro.SatisfactionScore;
import doorstep.compare.Change;
import doorstep.compare.Split;
import doorstep.period.Comparison;
import doorstep.period.WindowToAsOf;
import doorstep.tally.Breakdown;
import doorstep.tally.Cell;
import doorstep.tally.Fraction;
import doorstep.tally.Period;
import doorstep.tally.Slice;
import doorstep.tally.WindowKind;
import doorstep.wire.Topics;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Splits of a moved share against a recount. */
class WhyMovedTest {
    static final List<String> FACETS =
            List.of("OVERALL:GRADE_5", "OVERALL:GRADE_5", "SAFETY:GRADE_5", "OVERALL:YES_NO");

    private final Map<WhyMoved.Reason, Integer> reasons = new EnumMap<>(WhyMoved.Reason.class);
    private int splits;

    @ParameterizedTest
    @ValueSource(longs = {61, 62, 63, 64, 65, 66})
    void shouldSplitTheDifferenceOverThoseBelow(long seed) {
        Random dice = new Random(seed);
        Recount recount = new Recount(World.random(seed));
        Answers answers = new Answers(recount.rows(), recount.world::moment);
        RandomQuestions questions = new RandomQuestions(dice, recount);
        for (int i = 0; i < 200; i++) {
            ScoreQuestion question =
                    new ScoreQuestion(questions.unit(), FACETS.get(dice.nextInt(FACETS.size())), questions.span());
            Against against = dice.nextBoolean() ? Against.BEFORE : Against.LAST_YEAR;
            Period[] former = new Period[1];
            try {
                WhyMoved why = answers.whyMoved(question, against, Access.root());
                former[0] = why.comparison() instanceof Comparison.With with ? with.dates() : null;
                check(why, new Moved(recount, question, former[0]), "seed " + seed + ": " + question + " " + against);
            } catch (QuestionException e) {
                assertThat(e.fault()).isEqualTo(QuestionException.Fault.NOT_COVERED);
            }
        }
        assertThat(splits).isGreaterThan(10);
        assertThat(reasons).containsKey(WhyMoved.Reason.NO_COMPARISON);
    }

    /** Answers in both periods, counted one by one. */
    private record Moved(Recount recount, ScoreQuestion question, Period former) {
        Change change(Cell cell) {
            ModelAnswer model = model();
            SatisfactionScore before = (SatisfactionScore)
                    recount.row(cell, recount.range(cell, former), "", former.first(), former.last());
            return new Change(new Share(before.getSatisfied(), before.getAnswers()), model.share(cell));
        }

        ModelAnswer model() {
            return ModelAnswer.below(recount, question);
        }
    }

    private void check(WhyMoved why, Moved moved, String what) {
        ModelAnswer model = moved.model();
        Cell whole = new Cell(
                3, moved.question().unit(), Slice.TOTAL, moved.question().facet());
        assertThat(why.dates())
                .as(what)
                .isEqualTo(model.dates.counted(moved.question().span()));
        assertThat(why.split().isEmpty()).as(what).isEqualTo(why.reason().isPresent());
        why.reason().ifPresent(it -> reasons.merge(it, 1, Integer::sum));
        if (moved.former() == null) {
            assertThat(why.reason()).as(what).contains(WhyMoved.Reason.NO_COMPARISON);
            assertThat(why.values()).as(what).isEmpty();
            return;
        }
        Change all = moved.change(whole);
        Map<String, Change> parts = new TreeMap<>();
        model.below(moved.question().unit()).forEach(unit -> parts.put(unit, moved.change(whole.withUnit(unit))));
        checkSplit(why, all, parts, what);
        for (Breakdown breakdown : List.of(Breakdown.TOPIC, Breakdown.AREA)) {
            if (why.values().containsKey(breakdown)) {
                assertThat(why.values().get(breakdown)).as(what).isEqualTo(values(breakdown, whole, all, moved));
            } else {
                assertThat(moved.recount().world.kinds(model.family, Slice.of(breakdown, "any")))
                        .as(what)
                        .doesNotContain(WindowKind.DAY);
            }
        }
    }

    private void checkSplit(WhyMoved why, Change all, Map<String, Change> parts, String what) {
        long[] own = {
            all.before().satisfied(),
            all.before().answers(),
            all.now().satisfied(),
            all.now().answers()
        };
        for (Change it : parts.values()) {
            long[] part = {
                it.before().satisfied(),
                it.before().answers(),
                it.now().satisfied(),
                it.now().answers()
            };
            Arrays.setAll(own, i -> own[i] - part[i]);
        }
        if (all.before().answers() == 0 || all.now().answers() == 0) {
            assertThat(why.reason()).as(what).contains(WhyMoved.Reason.NO_ANSWERS);
        } else if (own[0] < 0 || own[2] < 0 || own[0] > own[1] || own[2] > own[3]) {
            assertThat(why.reason()).as(what).contains(WhyMoved.Reason.PARTITIONS_DIFFER);
        } else {
            assertThat(why.reason()).as(what).isEmpty();
            checkEffects(why, all, parts, new Change(new Share(own[0], own[1]), new Share(own[2], own[3])), what);
        }
    }

    private void checkEffects(WhyMoved why, Change all, Map<String, Change> parts, Change own, String what) {
        Split split = why.split().orElseThrow();
        splits++;
        assertThat(split.below().stream().map(Split.Effects::unit).toList())
                .as(what)
                .containsExactlyInAnyOrderElementsOf(parts.keySet())
                .isSortedAccordingTo((one, other) -> Arrays.compareUnsigned(
                        one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8)));
        assertThat(split.own().map(Split.Effects::change)).as(what).contains(own);
        Fraction sum = Fraction.ZERO;
        for (Split.Effects it : split.below()) {
            assertThat(it.change()).as(what).isEqualTo(parts.get(it.unit()));
            checkEffects(it, all, what);
            sum = sum.plus(it.score()).plus(it.mix());
        }
        checkEffects(split.own().get(), all, what);
        sum = sum.plus(split.own().get().score()).plus(split.own().get().mix());
        assertThat(sum).as(what).isEqualTo(split.difference());
        double difference = share(all.now(), 0) - share(all.before(), 0);
        assertThat(split.difference().toDouble()).as(what).isCloseTo(difference, within(1e-12));
    }

    private static void checkEffects(Split.Effects it, Change all, String what) {
        double former = share(all.before(), 0);
        double p = share(it.change().before(), former);
        double now = share(it.change().now(), p);
        double w = (double) it.change().before().answers() / all.before().answers();
        double wNow = (double) it.change().now().answers() / all.now().answers();
        assertThat(it.score().toDouble()).as(what).isCloseTo(wNow * (now - p), within(1e-12));
        assertThat(it.mix().toDouble()).as(what).isCloseTo((wNow - w) * (p - former), within(1e-12));
    }

    static double share(Share share, double without) {
        return share.answers() == 0 ? without : (double) share.satisfied() / share.answers();
    }

    private static List<WhyMoved.ValueChange> values(Breakdown breakdown, Cell whole, Change all, Moved moved) {
        Map<String, Change> values = new TreeMap<>();
        moved.recount().cells().stream()
                .filter(it -> it.withUnit("").equals(new Cell(3, "", it.slice(), whole.facet())))
                .filter(it ->
                        it.unit().equals(whole.unit()) && it.slice().breakdown().equals(Optional.of(breakdown)))
                .forEach(it -> values.put(it.slice().value(), changeOfValue(it, moved)));
        values.values().removeIf(it -> it.before().answers() + it.now().answers() == 0);
        return values.entrySet().stream()
                .map(it -> new WhyMoved.ValueChange(
                        it.getKey(),
                        it.getValue(),
                        Optional.of(new Change(
                                without(all.before(), it.getValue().before()),
                                without(all.now(), it.getValue().now())))))
                .toList();
    }

    /** The windows of rows with a breakdown may be others, so that the present period is a range. */
    private static Change changeOfValue(Cell cell, Moved moved) {
        Selection selection = Selection.of(Topics.SATISFACTION_SCORES, cell.unit())
                .withFacet(cell.facet())
                .with(Reach.BELOW)
                .by(cell.slice().breakdown().get());
        ModelAnswer model = new ModelAnswer(
                moved.recount(), Question.of(selection, moved.question().span()), Access.root());
        return new Change(moved.change(cell).before(), model.share(cell));
    }

    private static Share without(Share all, Share part) {
        return new Share(all.satisfied() - part.satisfied(), all.answers() - part.answers());
    }

    // ---- Who may ask what

    @Test
    void shouldNeedAUnitThatIsSeenAndAPeriodToCompareWith() {
        Recount recount = new Recount(World.random(61));
        Answers answers = new Answers(recount.rows(), recount.world::moment);
        ScoreQuestion question = new ScoreQuestion("*", "OVERALL:GRADE_5", new WindowToAsOf(WindowKind.LAST_30D));

        assertThatThrownBy(() -> answers.whyMoved(question, Against.BEFORE, Access.of("a")))
                .hasMessage("there is no unit '*'");
        assertThatThrownBy(() -> answers.funnel(question, Access.of("a"))).hasMessage("there is no unit '*'");
        assertThatThrownBy(() -> answers.whyMoved(question, Against.SIBLINGS, Access.root()))
                .hasMessage("shares move between two periods, not from those of other units");
    }
}
