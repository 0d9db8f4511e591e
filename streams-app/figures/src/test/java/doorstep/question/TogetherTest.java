// SPDX-License-Identifier: Apache-2.0
package doorstep.question;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import doorstep.avro.ReactionCount;
import doorstep.family.Family;
import doorstep.period.WindowToAsOf;
import doorstep.tally.Breakdown;
import doorstep.tally.Cell;
import doorstep.tally.Slice;
import doorstep.tally.Tally;
import doorstep.tally.WindowKind;
import doorstep.wire.Topics;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows of several values or facets against a recount. */
class TogetherTest {
    private static final int QUESTIONS = 150;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void shouldAddUpSeveralValues(long seed) {
        Recount recount = new Recount(World.random(seed));
        Answers answers = new Answers(recount.rows(), recount.world::moment);
        Random dice = new Random(seed);
        RandomQuestions questions = new RandomQuestions(dice, recount);
        int counted = 0;
        for (int i = 0; i < QUESTIONS; i++) {
            Question like = questions.next();
            Selection it = like.selection();
            Optional<Breakdown> breakdown =
                    it.breakdown().filter(EnumSet.of(Breakdown.CATEGORY, Breakdown.MODE)::contains);
            if (breakdown.isEmpty() || it.topic().equals(Topics.SATISFACTION_SCORES)) {
                continue;
            }
            List<String> values = values(recount, it, dice);
            String facet = it.topic().equals(Topics.SERVICE_LEVELS) ? "REQUEST" : "";
            Selection together = it.together(breakdown.get(), values);
            Question question = Question.of(facet.isEmpty() ? together : together.withFacet(facet), like.span());
            try {
                counted += check(answers.answer(question, Access.root()), recount, question, values, facet);
            } catch (QuestionException e) {
                assertThat(e.fault()).as("%s", e).isEqualTo(QuestionException.Fault.NOT_COVERED);
            }
        }
        assertThat(counted).isPositive();
    }

    private static List<String> values(Recount recount, Selection like, Random dice) {
        Set<String> all = new TreeSet<>();
        recount.cells().stream()
                .map(Cell::slice)
                .filter(slice -> slice.breakdown().equals(like.breakdown()))
                .forEach(slice -> all.add(slice.value()));
        List<String> values = new ArrayList<>(all);
        values.removeIf(value -> dice.nextInt(3) == 0);
        values.add("NEVER");
        values.add(values.get(0)); // counts once
        return values;
    }

    /** Number of rows with figures. */
    private static int check(Answer answer, Recount recount, Question question, List<String> values, String facet) {
        ModelAnswer model = new ModelAnswer(recount, question, Access.root());
        assertThat(answer.total()).isEqualTo(model.units().size());
        int counted = 0;
        for (AnswerRow row : answer.rows()) {
            Breakdown breakdown = question.selection().breakdown().orElseThrow();
            Tally sum = Tally.ZERO;
            for (String value : new TreeSet<>(values)) {
                Cell part = new Cell(model.family.code(), row.name().unit(), Slice.of(breakdown, value), facet);
                sum = sum.plus(model.tally(part));
            }
            Cell whole = new Cell(
                    model.family.code(), row.name().unit(), Slice.of(breakdown, String.join(",", values)), facet);
            assertThat(row.figures().row()).as(AnswersTest.text(question)).isEqualTo(model.row(whole, sum));
            counted += sum.isZero() ? 0 : 1;
        }
        return counted;
    }

    // ---- Reactions, and what does not add up

    private final Recount recount = new Recount(World.random(5));
    private final Answers answers = new Answers(recount.rows(), recount.world::moment);

    private Question ever(Selection selection) {
        return Question.of(selection, new WindowToAsOf(WindowKind.EVER));
    }

    @Test
    void shouldAddUpReactionsToAllArticles() {
        Selection articles = Selection.of(Topics.REACTION_COUNTS, "*");
        Answer all = answers.answer(ever(articles), Access.root());
        Answer together = answers.answer(ever(articles.togetherOfAllFacets()), Access.root());

        assertThat(all.rows()).hasSizeGreaterThan(1);
        assertThat(together.rows()).hasSize(1);
        assertThat(reactions(together)).isEqualTo(reactions(all)).isPositive();
    }

    private static long reactions(Answer answer) {
        return answer.rows().stream()
                .mapToLong(row -> ((ReactionCount) row.figures().row()).getReactions())
                .sum();
    }

    private String refused(Selection selection) {
        return catchThrowableOfType(QuestionException.class, () -> answers.answer(ever(selection), Access.root()))
                .parameter();
    }

    @Test
    void shouldRefuseWhatDoesNotAddUp() {
        Selection visits = Selection.of(Topics.VISIT_COUNTS, "*");
        Selection levels = Selection.of(Topics.SERVICE_LEVELS, "*");

        assertThat(refused(visits.togetherOfAllFacets())).isEqualTo("together");
        assertThat(refused(visits.together(Breakdown.AREA, List.of("a", "b")))).isEqualTo("together");
        assertThat(refused(levels.together(Breakdown.CATEGORY, List.of("A", "B"))))
                .isEqualTo("together");
        assertThat(refused(Selection.of(Topics.SATISFACTION_SCORES, "*")
                        .withFacet("OVERALL:GRADE_5")
                        .together(Breakdown.CHANNEL, List.of("A", "B"))))
                .isEqualTo("together");
    }

    @Test
    void shouldKnowTheBreakdownsOfEachFamily() {
        for (Family family : recount.world.settings.families().all()) {
            Set<Breakdown> counted = EnumSet.noneOf(Breakdown.class);
            recount.cells().stream()
                    .filter(cell -> cell.family() == family.code())
                    .forEach(cell -> cell.slice().breakdown().ifPresent(counted::add));
            assertThat(family.breakdowns()).as(family.topic().shortName()).isEqualTo(counted);
        }
        assertThat(catchThrowableOfType(
                                QuestionException.class,
                                () -> answers.answer(
                                        ever(Selection.of(Topics.VISIT_COUNTS, "*")
                                                .by(Breakdown.CHANNEL)),
                                        Access.root()))
                        .allowed())
                .containsExactly("category", "mode", "area");
    }
}
