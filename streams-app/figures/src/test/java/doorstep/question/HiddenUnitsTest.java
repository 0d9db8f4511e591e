// SPDX-License-Identifier: Apache-2.0
package doorstep.question;

import static org.assertj.core.api.Assertions.assertThat;

import doorstep.assessment.Share;
import doorstep.assessment.Verdict;
import doorstep.event.TreePath;
import doorstep.period.CalendarWindow;
import doorstep.period.WindowToAsOf;
import doorstep.tally.Cell;
import doorstep.tally.Slice;
import doorstep.tally.WindowKind;
import doorstep.wire.Topics;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What somebody who sees one unit learns of the others. */
class HiddenUnitsTest {
    private static final int QUESTIONS = 150;
    private static final Set<WindowKind> GLIMPSED = Set.of(WindowKind.MONTH, WindowKind.QUARTER, WindowKind.YEAR);

    private static boolean isIn(String unit, String seen) {
        return unit.equals(seen) || unit.startsWith(seen + "/");
    }

    private static String unit(Recount recount, Random dice) {
        List<String> units = new ArrayList<>(new TreeSet<>(recount.units()));
        units.remove(TreePath.ROOT);
        return units.get(dice.nextInt(units.size()));
    }

    /** Other events outside of a unit: some are gone, some are twice; but whatever came first stays. */
    private static World changedOutside(World world, String seen, Random dice) {
        List<World.Counted> changed = new ArrayList<>();
        Set<Integer> families = new HashSet<>();
        world.contributions.stream()
                .sorted((one, other) -> Long.compare(one.minute(), other.minute()))
                .forEach(it -> {
                    boolean first = families.add(it.cell().family());
                    int times = isIn(it.cell().unit(), seen) ? 1 : dice.nextInt(3);
                    for (int left = first ? 1 : times; left > 0; left--) {
                        changed.add(it);
                    }
                });
        return world.with(changed);
    }

    @ParameterizedTest
    @ValueSource(longs = {21, 22, 23, 24, 25, 26, 27, 28})
    void shouldNotDependOnWhatIsNotSeen(long seed) {
        Random dice = new Random(seed);
        Recount recount = new Recount(World.random(seed));
        Answers answers = new Answers(recount.rows(), recount.world::moment);
        String seen = unit(recount, dice);
        Access access = Access.of(seen);
        Recount other = new Recount(changedOutside(recount.world, seen, dice));
        Answers others = new Answers(other.rows(), other.world::moment);
        RandomQuestions questions = new RandomQuestions(dice, recount);
        for (int i = 0; i < QUESTIONS; i++) {
            String unit =
                    dice.nextInt(4) == 0 ? questions.unit() : dice.nextBoolean() ? seen : below(recount, seen, dice);
            Question question = questions.next(unit);
            ScoreQuestion score = new ScoreQuestion(unit, "OVERALL:GRADE_5", question.span());
            Against against = dice.nextBoolean() ? Against.BEFORE : Against.LAST_YEAR;
            String what = access + ": " + AnswersTest.text(question);

            assertThat(told(() -> withoutGlimpse(others.answer(question, access))))
                    .as(what)
                    .isEqualTo(told(() -> withoutGlimpse(answers.answer(question, access))));
            assertThat(told(() -> others.whyMoved(score, against, access)))
                    .as(what)
                    .isEqualTo(told(() -> answers.whyMoved(score, against, access)));
            assertThat(told(() -> others.funnel(score, access)))
                    .as(what)
                    .isEqualTo(told(() -> answers.funnel(score, access)));
        }
    }

    private static String below(Recount recount, String seen, Random dice) {
        List<String> below =
                recount.units().stream().filter(it -> isIn(it, seen)).sorted().toList();
        return below.get(dice.nextInt(below.size()));
    }

    /** The answer, or what the refusal says. */
    private static Object told(Supplier<Object> answer) {
        try {
            return answer.get();
        } catch (QuestionException e) {
            return List.of(e.fault(), e.parameter(), e.getMessage(), e.allowed());
        }
    }

    private static Answer withoutGlimpse(Answer it) {
        List<AnswerRow> rows = it.rows().stream()
                .map(row -> new AnswerRow(
                        row.name(),
                        row.figures(),
                        row.rank(),
                        row.assessment(),
                        row.responseRate(),
                        row.others(),
                        row.amongSiblings(),
                        Optional.empty()))
                .toList();
        return new Answer(
                it.question(),
                it.asOfs(),
                it.rebuilding(),
                it.cut(),
                it.dates(),
                it.comparisons(),
                it.overlapping(),
                rows,
                it.total(),
                it.sharing(),
                it.next());
    }

    @Test
    void shouldGiveAGlimpseOfSeveralOtherUnitsOnly() {
        int glimpses = 0;
        for (long seed = 31; seed <= 34; seed++) {
            glimpses += glimpses(seed);
        }
        assertThat(glimpses).isGreaterThan(5);
    }

    private static int glimpses(long seed) {
        Random dice = new Random(seed);
        Recount recount = new Recount(World.random(seed));
        Answers answers = new Answers(recount.rows(), recount.world::moment);
        RandomQuestions questions = new RandomQuestions(dice, recount);
        int glimpses = 0;
        for (int i = 0; i < 4 * QUESTIONS; i++) {
            Access access = Access.of(dice.nextInt(9) == 0 ? TreePath.ROOT : unit(recount, dice));
            boolean own = access.isRoot() || dice.nextInt(4) > 0;
            Question question = questions.next(own ? access.unit() : below(recount, access.unit(), dice));
            if (told(() -> answers.answer(question, access)) instanceof Answer answer) {
                ModelAnswer model = new ModelAnswer(recount, question, access);
                for (AnswerRow row : answer.rows()) {
                    assertThat(row.glimpse())
                            .as("seed %d, %s: %s", seed, access, AnswersTest.text(question))
                            .isEqualTo(glimpse(model, row));
                    glimpses += row.glimpse().isPresent() ? 1 : 0;
                }
            }
        }
        return glimpses;
    }

    private static Optional<Glimpse> glimpse(ModelAnswer model, AnswerRow row) {
        String unit = row.name().unit();
        String above = TreePath.parent(unit);
        boolean asked = model.isAboutScores()
                && unit.equals(model.access.unit())
                && !above.equals(TreePath.ROOT)
                && model.question.selection().breakdown().isEmpty()
                && model.question.span() instanceof CalendarWindow window
                && GLIMPSED.contains(window.kind());
        if (!asked) {
            return Optional.empty();
        }
        Cell cell = new Cell(3, unit, Slice.TOTAL, row.name().facet());
        Share whole = model.share(cell.withUnit(above));
        long units = model.below(above).stream()
                .filter(it -> !it.equals(unit) && model.share(cell.withUnit(it)).answers() > 0)
                .count();
        if (units < 2 || whole.answers() - model.share(cell).answers() < 3) {
            return Optional.empty();
        }
        boolean assessed = cell.facet().equals("OVERALL:GRADE_5");
        double target = isIn(unit, "a") ? 0.5 : isIn(unit, "北京") ? 0.9 : 0.8;
        return Optional.of(new Glimpse(
                above,
                Math.round(1_000.0 * whole.satisfied() / whole.answers()) / 1_000.0,
                assessed ? OptionalDouble.of(target) : OptionalDouble.empty(),
                assessed
                        ? Optional.of(Verdict.valueOf(AnswersTest.verdict(whole, whole.answers() >= 3, target)))
                        : Optional.empty()));
    }

    @Test
    void shouldTellOfAnUnseenUnitWhatItTellsOfNone() {
        Recount recount = new Recount(World.random(41));
        Answers answers = new Answers(recount.rows(), recount.world::moment);
        String seen = unit(recount, new Random(1));
        Recount alone = new Recount(recount.world.with(recount.world.contributions.stream()
                .filter(it -> isIn(it.cell().unit(), seen))
                .toList()));
        Answers without = new Answers(alone.rows(), alone.world::moment);
        for (String unseen : recount.units()) {
            if (!isIn(unseen, seen)) {
                Object told = told(() -> answers.answer(of(unseen), Access.of(seen)));

                assertThat(told).isEqualTo(told(() -> without.answer(of(unseen), Access.of(seen))));
                assertThat(told.toString()).startsWith("[UNKNOWN, unit, there is no unit '" + unseen + "', [");
                assertThat(nearest(told)).isNotEmpty().allMatch(it -> isIn(it, seen));
            }
        }
    }

    @SuppressWarnings("unchecked")
    private static List<String> nearest(Object told) {
        return (List<String>) ((List<Object>) told).get(3);
    }

    private static Question of(String unit) {
        return Question.of(Selection.of(Topics.VISIT_COUNTS, unit), new WindowToAsOf(WindowKind.EVER));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "a/b", "a/b/c"})
    void shouldCoverAUnitAndAllBelowIt(String unit) {
        Access access = Access.of("a");

        assertThat(access.covers(unit)).isTrue();
        assertThat(access.covers(unit.replaceFirst("a", "a-b"))).isFalse();
        assertThat(access.covers(unit.replaceFirst("a", "A"))).isFalse();
        assertThat(Access.root().covers(unit)).isTrue();
        assertThat(Access.of("a/b/c/d").covers(unit)).isFalse();
        assertThat(access.covers("*")).isFalse();
    }
}
